"""Date boxes, their filled variants and calendars: day, month and year one a line."""

from __future__ import annotations

from ...lexicon.phrases import phrases
from ...months import LINE_MONTHS
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop, groups

_MASKS = frozenset("dd mm yyyy yy hh ss tt jjjj jj aaaa aa gg rrrr rr ηη μμ εεεε дд мм гггг 年 月 日".split())
_LONG = frozenset(["yyyy", "jjjj", "aaaa", "rrrr", "гггг", "εεεε"])
_MASK_LINE = pattern(
    r"^(?:dd|tt|jj|gg|mm|дд|yyyy)[ ./-]{1,3}(?:mm|dd|aa|мм)[ ./-]{1,3}(?:yyyy|jjjj|aaaa|rrrr|гггг|dd|gg|yy)$"
)
_MONTHS, _WEEKDAYS = LINE_MONTHS, phrases("weekday")
_RULERS = frozenset(("/", "-", ".", "|"))
_CALENDAR = 20  # days in a row that only a calendar counts


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    found = drop(_empty(lines), "empty date box")
    found.update(drop(_filled(lines), "date box outside the body"))
    found.update(drop(_calendar(lines), "calendar"))
    return found


def _empty(lines: Lines) -> list[Line]:
    """Runs of DD, MM, YYYY in any language: two different masks at least, one of them a long one."""
    masks = [line for line in lines.matching(_MASKS) if line.kind is not Kind.CELL]
    found = [
        line for line in lines if 8 <= len(line.normalised) <= 14 and _MASK_LINE.match(line.normalised)
        and not line.before_prose and line.kind is not Kind.CELL
    ]  # fmt: skip
    for group in groups(masks, max_distance=2):
        different = {line.normalised for line in group}
        if len(different) >= 2 and different & _LONG:
            run = lines.between(group[0].index, group[-1].index + 1)
            found += [line for line in run if line in group or line.text in _RULERS]
    return found


def _filled(lines: Lines) -> list[Line]:
    """Day, month, year on three lines, outside the body and outside tables and lists."""
    found: list[Line] = []
    edge = [
        line
        for line in lines
        if not lines.in_body(line) and 0 < len(line.normalised) <= 12 and line.kind not in (Kind.CELL, Kind.ITEM)
    ]
    for three in zip(edge, edge[1:], edge[2:], strict=False):
        first, last = three[0].index, three[2].index
        if last - first <= 4 and _is_date([line.normalised for line in three]):
            found += lines.between(first, last + 1)
    return found


def _is_date(parts: list[str]) -> bool:
    if not (len(parts[2]) == 4 and parts[2].isdigit() and parts[2][:2] in ("19", "20")):
        return False
    day, month = parts[0], parts[1]
    if day in _MONTHS:
        day, month = month, day
    return _between(day, 31) and (month in _MONTHS or _between(month, 12 if len(month) == 2 else 0))


def _between(text: str, most: int) -> bool:
    return text.isdigit() and len(text) <= 2 and 1 <= int(text) <= most


def _calendar(lines: Lines) -> list[Line]:
    """Twenty days or more counted one a line, with the weekdays before and the month around them."""
    found: list[Line] = []
    for first in lines.by_text.get("1", []):
        start = first.index
        end = start + 1
        while end < len(lines) and end - start < 31 and lines[end].normalised == str(end - start + 1):
            end += 1
        if end - start < _CALENDAR:
            continue
        before = start
        while before and lines[before - 1].normalised in _WEEKDAYS:
            before -= 1
        if start - before >= 5:
            found += lines.between(before, end)
    return found
