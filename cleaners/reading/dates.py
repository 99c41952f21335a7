"""Dates on a line of their own, in many languages."""

from __future__ import annotations

from functools import cache

from ..lexicon.phrases import alternatives, any_of, phrases
from ..months import LINE_MONTHS
from ..patterns import pattern

_DAY = r"\d{1,2}(?:st|nd|rd|th|er|º|ª|\.)?"
_YEAR = r"(?:19|20)\d\d"
_AT = r"(?:at |um |à |a las |às |alle |om |kl\.? |в |saat |o |godz\.? )?"
_ZONE = r"(?:\s?(?:uhr|h|hrs?|est|edt|et|pst|pdt|pt|cst|cdt|gmt|utc|ist|bst|cet|cest|msk|мск|wat)(?:\b|$))?"
_CLOCK_TIME = r"\d{1,2}[:.h時点]\d{0,2}(?::\d\d)?\s?分?(?:\s?[ap]\.?m\.?)?"
_TIME = rf"(?:[,@|\s·•–-]*{_AT}{_CLOCK_TIME}{_ZONE}(?:\s?[+-]\d{{2}}:?\d{{2}})?)"
_NUMERIC_DATES = (
    rf"{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:t\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:z|[+-]\d\d:?\d\d)?)?",
    rf"\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:{_YEAR}|\d\d)",  # 02.05.2025
    rf"{_YEAR}\s?年\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?日)?|\d{{1,2}}月\d{{1,2}}日",
    rf"{_YEAR}\s?년\s?\d{{1,2}}\s?월\s?\d{{1,2}}\s?일",
    rf"{_YEAR}\. ?\d{{1,2}}\. ?\d{{1,2}}",  # 2025. 5. 2
)


@cache
def date_regex() -> str:
    """The regular expression of a date, with or without its weekday and a time."""
    month = rf"(?:{alternatives(LINE_MONTHS)})"
    weekday = rf"(?:(?:{any_of('weekday')})[.,]* )?"
    dates = (
        rf"{month}\.? {_DAY}(?:,? {_YEAR})?",  # May 2, 2025
        rf"{_DAY}(?: (?:de|of|di))?[ -]{month}\.?(?:,?[ -](?:de |del )?(?:{_YEAR}|\d\d))?"  # 2 May 2025
        r"(?: г(?:ода|\.)?)?",
        *_NUMERIC_DATES,
    )
    return rf"{weekday}(?:{'|'.join(dates)})(?:,? {weekday})?{_TIME}?"


_DATE_LINE = pattern(lambda: rf"^\W{{0,3}}(?:{_TIME}[,\s|·-]*)?{date_regex()}\W{{0,3}}$")
_RELATIVE = pattern(
    lambda: (
        rf"^(?:{any_of('ago_before')})? ?(?:\d{{1,3}}|an?|one) ?"
        rf"(?:{any_of('ago_unit')}) ?(?:{any_of('ago_after')})?$"
    )
)
_MAX_NOTICE_CHARS = 100
_AGE = pattern(lambda: rf"(?:\b|')(?:{any_of('age_unit')})\b|\d ?(?:年|か月|ヶ月|个月|個月)|[一二两三五十]年")
_AGO_WORD = pattern(lambda: rf"(?:{any_of('ago_before')}|{any_of('ago_after')})")


def is_date(text: str) -> bool:
    """Whether a normalised line is a date, with or without a time, and nothing else."""
    return bool(_DATE_LINE.match(text))


def is_relative_date(text: str) -> bool:
    """Whether a normalised line is an age such as "3 hours ago"."""
    return bool(_RELATIVE.match(text)) and bool(_AGO_WORD.search(text))


def is_age_notice(text: str) -> bool:
    """Whether a normalised line is a notice such as "This article is more than 2 years old"."""
    if len(text) > _MAX_NOTICE_CHARS or not text.startswith(_age_openers()):
        return False
    return any(phrase in text for phrase in phrases("more_than")) and bool(_AGE.search(text))


@cache
def _age_openers() -> tuple[str, ...]:
    return tuple(phrases("age_notice"))
