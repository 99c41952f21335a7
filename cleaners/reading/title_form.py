"""Whether a line of flattened text has the form of a title."""

from __future__ import annotations

import re
from functools import cache

from ..lexicon.phrases import any_of, phrases
from ..page import Kind
from ..patterns import pattern
from .credits import ends_in_credit, is_agency_credit, is_labelled_credit
from .dates import is_age_notice, is_date, is_relative_date
from .lines import Line

_MAX_SENTENCE_WORDS = 22  # of a title that ends like a sentence, with a question mark or a quotation mark
_NOT_TITLE = pattern(
    r"^(?:by|von|par|por|di|door) (?-i:[A-Z])|^\W*\d[\d\s.,:/-]*$|[@©]|\b(?:19|20)\d\d\b.{0,16}\d:\d\d"
    r"|^(?:https?:|www\.)",
    re.I,
)
_BREADCRUMB = pattern(r"\S\s*([>›»→]|\s/\s)\s*\S.*\1\s*\S")  # a breadcrumb: the same sign between three parts
_PARTS = pattern(r"\s[-–—|·•/]\s")  # "Politics / January 11, 2024"
_PUBLISHED = pattern(lambda: rf"^(?:{any_of('published')})[:,]? ")
_COUNTS = pattern(lambda: rf"\d[\d.,]{{0,12}}k? (?:{any_of('counted')})\b")
_MIN_COUNTS = 2  # "13 replies 8 participants"
_PROFILE = pattern(lambda: rf"(?:{any_of('profile_label')})\s?[:：]\s?\S")
_TABLES = (
    "menu menu_label skip_link share network login comment_form forum_chrome related newsletter ad_label "
    "cookie tag_label pager footer published placeholder"
)


def could_be_title(line: Line) -> bool:
    """Whether a line has the form of a title: two to thirty words, no sentence, no menu entry or similar."""
    text, normalised = line.text, line.normalised
    is_prose = line.is_prose and line.words > _MAX_SENTENCE_WORDS
    if not normalised or is_prose or line.kind is not Kind.LINE or not 2 <= line.words <= 30:
        return False
    if normalised in _page_furniture() or (text.endswith((".", ":", ",", ";", "。")) and not text.endswith("...")):
        return False
    if _NOT_TITLE.search(text) or _BREADCRUMB.search(text) or is_age_notice(normalised) or _PROFILE.match(normalised):
        return False
    if is_labelled_credit(text) or is_agency_credit(text, normalised) or ends_in_credit(text):
        return False
    normalised = _PUBLISHED.sub("", normalised)
    if is_relative_date(normalised):
        return False
    return (
        not any(is_date(part) for part in _PARTS.split(normalised)) and len(_COUNTS.findall(normalised)) < _MIN_COUNTS
    )


@cache
def _page_furniture() -> frozenset[str]:
    return frozenset().union(*(phrases(table) for table in _TABLES.split()))
