"""By-lines and dates above and right below the body: kept as metadata, not as text."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.phrases import openers, phrases, words
from ...page import Decisions, Kind, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.dates import date_source, is_ago, is_date
from ...reading.lines import Lines, drop, groups, title_place

_MOST = 16  # words
_REACH, _NEXT = 15, 6  # lines after the title
_MANY = 15  # dates: with more, they belong to the entries of a list or to posts
_NEVER = (Kind.CELL, Kind.HEADING)
_LONGEST = 140  # characters
_LABELS = phrases("published") | phrases("by")
_PUBLISHED, _BY = openers("published"), openers("by")
_STAMP = pattern(
    lambda: (
        rf"^(?:{words('published')})[:,]? ?(?:{words('published')})?:? ?(?:.{{0,30}}\W)?"
        rf"{date_source()}(?:\W.{{0,40}})?$"
    )
)
_FIGURE = pattern(r"\d")  # in every date; without one the long expressions need not even be compiled
_NAME = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ\u0590-\uffff][\w’'.-]*"
_NAMES = rf"{_NAME}(?:[ ,&]+(?:and|und|et|y|e|en|и|ve|i|van|von|de|der|di|da|del|la|le|al|bin|{_NAME})){{0,9}}"
_SIGNED = pattern(lambda: rf"^(?:(?:(?i:{words('by')}))[:\s]\s*){_NAMES}(?:[|·•,–-].{{0,60}})?$")
_SIGNED_DATE = pattern(
    lambda: (
        rf"^(?:by|von|par|por|di|door|автор:?) \S.{{1,60}}?[\s,|·•–-]+"
        rf"(?:on |am |le |el |em |il |op )?{date_source()}(?:\W.{{0,40}})?$"
    )
)


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    title = title_place(lines, decided)
    dates: list[int] = []
    signed: list[int] = []
    forum = reading.is_forum
    tail = lines.is_article and not forum
    for place in lines.numbered:
        key = lines.keys[place]
        if len(key) <= _LONGEST and lines.words[place] <= _MOST and lines.blocks[place].kind not in _NEVER \
                and _about(lines, title, place, tail) and (is_date(key) or is_ago(key)):  # fmt: skip
            dates.append(place)
    for place in lines.opened_by(_PUBLISHED, _MOST):
        if (
            lines.blocks[place].kind not in _NEVER
            and _about(lines, title, place, tail)
            and _FIGURE.search(lines.keys[place])
            and _STAMP.match(lines.keys[place])
        ):
            dates.append(place)
    for place in lines.opened_by(_BY, _MOST):
        block = lines.blocks[place]
        if block.kind not in _NEVER and _about(lines, title, place, tail) \
                and (_SIGNED.match(block.text) or _is_signed_date(lines.keys[place])):  # fmt: skip
            signed.append(place)
    if len(dates) > _MANY or forum:
        dates = [place for place in dates if title is not None and place <= title + (0 if forum else _NEXT)]
    split = _split(lines, title, dates, tail)
    return {**drop(lines, [*dates, *split], "date of the page"), **drop(lines, signed, "by-line of the page")}


def _is_signed_date(key: str) -> bool:
    return bool(_FIGURE.search(key) and _SIGNED_DATE.match(key))


def _about(lines: Lines, title: int | None, place: int, tail: bool) -> bool:
    """Above the body, within a few lines of the title, or (under an article) below the body."""
    if lines.in_head(place) and (lines.is_article or (title is not None and place < title)):
        return True
    return (title is not None and 0 < place - title <= _REACH) or (tail and lines.in_tail(place))


def _split(lines: Lines, title: int | None, dates: list[int], tail: bool) -> list[int]:
    """ "Published", "on" and "By" on lines of their own next to a date or a by-line."""
    found: list[int] = []
    near = set(dates)
    labels = [place for place in lines.found(_LABELS) if _about(lines, title, place, tail)]
    for group in groups([*labels, *dates]):
        if any(place in near for place in group):
            found += [place for place in group if place not in near]
    return found


VOICE = Voice("rules.byline", speak)
