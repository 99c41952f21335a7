"""The certain rules in the order in which they are applied: one file for each rule, one idea in each file."""

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
    disclosure,
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

_IN_ORDER = (
    hidden,
    title,  # before the rules that could take a title for something else
    date_box,  # before the placeholders: "MM" alone is one, and it is part of a date box
    placeholders,
    leaked_code,
    separators,
    cookies,
    login,
    breadcrumbs,
    forum_chrome,
    comment_form,
    share,
    counters,
    byline,
    standfirst,  # after the by-line, whose element may have the same name
    ads,
    newsletter,
    disclosure,
    credits,
    related,
    tags,
    pager,
    footer,
    navigation,  # after the rules that recognise a short line by what it says
    promo,
    comments,
)
# A rule is named after its module.
RULES = tuple(Labeler(f"rules.{module.__name__.rpartition('.')[2]}", module.label) for module in _IN_ORDER)
