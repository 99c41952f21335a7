"""Date boxes, empty or filled, and calendars: day, month and year on lines of their own."""

from __future__ import annotations

from ...lexicon.phrases import phrases
from ...months import LINE_MONTHS
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop, groups

_MASKS = frozenset("dd mm yyyy yy hh ss tt jjjj jj aaaa aa gg rrrr rr ηη μμ εεεε дд мм гггг 年 月 日".split())
_YEAR_MASKS = frozenset(["yyyy", "jjjj", "aaaa", "rrrr", "гггг", "εεεε"])
_WHOLE_MASK = pattern(
    r"^(?:dd|tt|jj|gg|mm|дд|yyyy)[ ./-]{1,3}(?:mm|dd|aa|мм)[ ./-]{1,3}(?:yyyy|jjjj|aaaa|rrrr|гггг|dd|gg|yy)$"
)
_MONTHS, _WEEKDAYS = LINE_MONTHS, phrases("weekday")
_SEPARATORS = frozenset(("/", "-", ".", "|"))
_MIN_CALENDAR_DAYS = 20


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    return {
        **drop(_empty_boxes(lines), "empty date box"),
        **drop(_filled_boxes(lines), "date box outside the body"),
        **drop(_calendars(lines), "calendar"),
    }


def _empty_boxes(lines: Lines) -> list[Line]:
    """Runs of DD, MM, YYYY in any language: at least two different masks, one of them that of a year."""
    masks = [line for line in lines.matching(_MASKS) if line.kind is not Kind.CELL]
    boxes = [
        line for line in lines if 8 <= len(line.normalised) <= 14 and _WHOLE_MASK.match(line.normalised)
        and not line.before_prose and line.kind is not Kind.CELL
    ]  # fmt: skip
    for group in groups(masks, max_distance=2):
        different = {line.normalised for line in group}
        if len(different) >= 2 and different & _YEAR_MASKS and not _is_subject(lines, group):
            run = lines.between(group[0].index, group[-1].index + 1)
            boxes += [line for line in run if line in group or line.text in _SEPARATORS]
    return boxes


def _is_subject(lines: Lines, masks: list[Line]) -> bool:
    """Whether masks in the body are what it is about: a sentence goes on after them, or the prose has one of a year."""
    if not lines.in_body(masks[0]):
        return False
    after = lines.between(masks[-1].index + 1, masks[-1].index + 2)
    if after and after[0].text[0].islower():
        return True
    years = tuple({line.normalised for line in masks} & _YEAR_MASKS)
    return any(line.is_prose and any(year in line.text.casefold() for year in years) for line in lines)


def _filled_boxes(lines: Lines) -> list[Line]:
    """Day, month, year on three lines, outside the body and outside tables and lists."""
    boxes: list[Line] = []
    candidates = [
        line
        for line in lines
        if not lines.in_body(line) and 0 < len(line.normalised) <= 12 and line.kind not in (Kind.CELL, Kind.ITEM)
    ]
    for three in zip(candidates, candidates[1:], candidates[2:], strict=False):
        first, last = three[0].index, three[2].index
        if last - first <= 4 and _is_date(*(line.normalised for line in three)):
            boxes += lines.between(first, last + 1)
    return boxes


def _is_date(day: str, month: str, year: str) -> bool:
    if not (len(year) == 4 and year.isdigit() and year[:2] in ("19", "20")):
        return False
    if day in _MONTHS:
        day, month = month, day
    return _is_number(day, 31) and (month in _MONTHS or _is_number(month, 12 if len(month) == 2 else 0))


def _is_number(text: str, maximum: int) -> bool:
    return text.isdigit() and len(text) <= 2 and 1 <= int(text) <= maximum


def _calendars(lines: Lines) -> list[Line]:
    """Runs of twenty days or more on lines of their own, after lines with at least five weekdays."""
    calendars: list[Line] = []
    for line in lines.by_text.get("1", []):
        start = line.index
        end = start + 1
        while end < len(lines) and end - start < 31 and lines[end].normalised == str(end - start + 1):
            end += 1
        if end - start < _MIN_CALENDAR_DAYS:
            continue
        first_weekday = start
        while first_weekday and lines[first_weekday - 1].normalised in _WEEKDAYS:
            first_weekday -= 1
        if start - first_weekday >= 5:
            calendars += lines.between(first_weekday, end)
    return calendars
