"""By-lines and dates above and right below the body: kept as metadata, not as text."""

from __future__ import annotations

import re

from ...page import Decisions, Kind, Page, Verdicts, Voice
from ..dates import DATE, is_ago, is_date
from ..lines import Lines, drop, groups, lines_of, title_place
from ..phrases import phrases, words

_MOST = 16  # words
_REACH = 15  # lines after the title
_PUBLISHED, _BY = phrases("published"), phrases("by")
_STAMP = re.compile(rf"^(?:{words('published')})[:,]? ?(?:{words('published')})?:? ?(?:.{{0,30}}\W)?{DATE}(?:\W.{{0,40}})?$")
_NAMES = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'.-]*(?:[ ,&]+(?:and|und|et|y|e|en|van|von|de|der|di|da|del|la|le|al|bin|[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'.-]*)){0,9}"
_SIGNED = re.compile(rf"^(?:(?:(?i:{words('by')}))[:\s]\s*){_NAMES}(?:[|·•,–-].{{0,60}})?$")
_SIGNED_DATE = re.compile(rf"^(?:by|von|par|por|di|door|автор:?) \S.{{1,60}}?[\s,|·•–-]+(?:on |am |le |el |em |il |op )?{DATE}(?:\W.{{0,40}})?$")


def speak(page: Page, decided: Decisions) -> Verdicts:
    lines = lines_of(page)
    title = title_place(lines, decided)
    dates: list[int] = []
    signed: list[int] = []
    for place in lines.short(_MOST, 140):
        if lines.blocks[place].kind in (Kind.CELL, Kind.HEADING) or not _about(lines, title, place):
            continue
        key = lines.keys[place]
        if is_date(key) or is_ago(key) or (_opens(key, _PUBLISHED) and _STAMP.match(key)):
            dates.append(place)
        elif _opens(key, _BY) and (_SIGNED.match(lines.blocks[place].text) or _SIGNED_DATE.match(key)):
            signed.append(place)
    split = _split(lines, title, dates)
    return {**drop(lines, [*dates, *split], "date of the page"), **drop(lines, signed, "by-line of the page")}


def _about(lines: Lines, title: int | None, place: int) -> bool:
    """Above the body, within a few lines of the title, or below the body."""
    if title is None:
        return lines.in_head(place) or lines.in_tail(place)
    return lines.in_head(place) or lines.in_tail(place) or 0 < place - title <= _REACH


def _opens(key: str, openers: frozenset[str]) -> bool:
    first, _, rest = key.partition(" ")
    return first.rstrip(":") in _firsts(openers) or key.partition(":")[0] in openers


_FIRSTS: dict[int, frozenset[str]] = {}


def _firsts(openers: frozenset[str]) -> frozenset[str]:
    return _FIRST_BY if openers is _BY else _FIRST_PUBLISHED


_FIRST_BY = frozenset(phrase.split()[0] for phrase in _BY)
_FIRST_PUBLISHED = frozenset(phrase.split()[0] for phrase in _PUBLISHED)


def _split(lines: Lines, title: int | None, dates: list[int]) -> list[int]:
    """ "Published", "on" and "By" on lines of their own next to a date or a by-line."""
    found: list[int] = []
    near = set(dates)
    labels = [place for place in lines.found(_PUBLISHED | _BY) if _about(lines, title, place)]
    for group in groups([*labels, *dates]):
        if any(place in near for place in group):
            found += [place for place in group if place not in near]
    return found


VOICE = Voice("rules.byline", speak)
