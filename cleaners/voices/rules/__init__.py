"""The certain rules, in the order in which they speak: one file a rule, one idea a file."""

from __future__ import annotations

from ...labeler import Voice
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

RULES: tuple[Voice, ...] = (
    hidden.VOICE,
    title.VOICE,  # before all that could take a title for something else
    date_box.VOICE,  # before the placeholders: "MM" is one and part of a date box
    placeholders.VOICE,
    leaked_code.VOICE,
    separators.VOICE,
    cookies.VOICE,
    login.VOICE,
    breadcrumbs.VOICE,
    forum_chrome.VOICE,
    comment_form.VOICE,
    share.VOICE,
    counters.VOICE,
    byline.VOICE,
    standfirst.VOICE,  # after the by-line, which may bear the same name
    ads.VOICE,
    newsletter.VOICE,
    credits.VOICE,
    related.VOICE,
    tags.VOICE,
    pager.VOICE,
    footer.VOICE,
    navigation.VOICE,  # after those that know better what a short line is
    promo.VOICE,
    comments.VOICE,
)
