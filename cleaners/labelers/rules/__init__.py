"""The certain rules, in the order in which they speak: one file a rule, one idea a file."""

from __future__ import annotations

from ...labeler import Labeler
from . import (
    ads,
    breadcrumbs,
    byline,
    comment_form,
    comments,
    cookies,
    counters,
    credits,
    date_box,
    footer,
    forum_chrome,
    hidden,
    leaked_code,
    login,
    navigation,
    newsletter,
    pager,
    placeholders,
    promo,
    related,
    separators,
    share,
    standfirst,
    tags,
    title,
)

RULES: tuple[Labeler, ...] = (
    hidden.LABELER,
    title.LABELER,  # before all that could take a title for something else
    date_box.LABELER,  # before the placeholders: "MM" is one and part of a date box
    placeholders.LABELER,
    leaked_code.LABELER,
    separators.LABELER,
    cookies.LABELER,
    login.LABELER,
    breadcrumbs.LABELER,
    forum_chrome.LABELER,
    comment_form.LABELER,
    share.LABELER,
    counters.LABELER,
    byline.LABELER,
    standfirst.LABELER,  # after the by-line, which may bear the same name
    ads.LABELER,
    newsletter.LABELER,
    credits.LABELER,
    related.LABELER,
    tags.LABELER,
    pager.LABELER,
    footer.LABELER,
    navigation.LABELER,  # after those that know better what a short line is
    promo.LABELER,
    comments.LABELER,
)
