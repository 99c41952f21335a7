"""By-lines and dates above and right below the body: kept as metadata, not as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.dates import date_regex, is_date, is_relative_date
from ...reading.lines import Line, Lines, drop, groups

_MOST = 16  # words
_REACH, _NEXT = 15, 6  # lines after the title
_MANY = 15  # dates: with more, they belong to the entries of a list or to posts
_NEVER = (Kind.CELL, Kind.HEADING)
_LONGEST = 140  # characters
_LABELS = phrases("published") | phrases("by")
_PUBLISHED, _BY = first_words("published"), first_words("by")
_STAMP = pattern(
    lambda: (
        rf"^(?:{any_of('published')})[:,]? ?(?:{any_of('published')})?:? ?(?:.{{0,30}}\W)?"
        rf"{date_regex()}(?:\W.{{0,40}})?$"
    )
)
_FIGURE = pattern(r"\d")
_NAME = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ\u0590-\uffff][\w’'.-]*"
_NAMES = rf"{_NAME}(?:[ ,&]+(?:and|und|et|y|e|en|и|ve|i|van|von|de|der|di|da|del|la|le|al|bin|{_NAME})){{0,9}}"
_SIGNED = pattern(lambda: rf"^(?:(?:(?i:{any_of('by')}))[:\s]\s*){_NAMES}(?:[|·•,–-].{{0,60}})?$")
_SIGNED_DATE = pattern(
    lambda: (
        rf"^(?:by|von|par|por|di|door|автор:?) \S.{{1,60}}?[\s,|·•–-]+"
        rf"(?:on |am |le |el |em |il |op )?{date_regex()}(?:\W.{{0,40}})?$"
    )
)


def label(reading: Reading, decided: Decisions) -> Labels:
    lines, forum = reading.lines, reading.is_forum
    title = lines.title(decided)
    tail = lines.is_article and not forum

    def about(found: Iterable[Line]) -> Iterator[Line]:
        return (line for line in found if line.kind not in _NEVER and _is_about(lines, title, line, tail))

    short = (line for line in lines.with_digits if len(line.normalised) <= _LONGEST and line.words <= _MOST)
    dates = [line for line in about(short) if is_date(line.normalised) or is_relative_date(line.normalised)]
    dates += [line for line in about(lines.starting_with(_PUBLISHED, _MOST)) if _has_figure(_STAMP, line.normalised)]
    signed = [
        line
        for line in about(lines.starting_with(_BY, _MOST))
        if _SIGNED.match(line.text) or _has_figure(_SIGNED_DATE, line.normalised)
    ]
    if len(dates) > _MANY or forum:
        last = -1 if title is None else title.index + (0 if forum else _NEXT)
        dates = [line for line in dates if line.index <= last]
    labels = [line for line in lines.matching(_LABELS) if _is_about(lines, title, line, tail)]
    return {**drop([*dates, *_split(labels, dates)], "date of the page"), **drop(signed, "by-line of the page")}


def _has_figure(form: re.Pattern[str], text: str) -> bool:
    """Whether a text has a form that every text with it has a figure in: without one it need not even be compiled."""
    return bool(_FIGURE.search(text) and form.match(text))


def _is_about(lines: Lines, title: Line | None, line: Line, tail: bool) -> bool:
    """Above the body, within a few lines of the title, or (under an article) below the body."""
    after = 0 if title is None else line.index - title.index  # lines
    if lines.in_head(line) and (lines.is_article or after < 0):
        return True
    return 0 < after <= _REACH or (tail and lines.in_tail(line))


def _split(labels: list[Line], dates: list[Line]) -> list[Line]:
    """ "Published", "on" and "By" on lines of their own next to a date or a by-line."""
    near = set(dates)
    beside = [group for group in groups([*labels, *dates]) if not near.isdisjoint(group)]
    return [line for group in beside for line in group if line not in near]
