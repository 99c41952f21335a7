"""Date boxes, their filled variants and calendars: day, month and year one a line."""

from __future__ import annotations

from ...months import LINE_MONTHS
from ...page import Decisions, Kind, Page, Verdicts, Voice
from ...patterns import pattern
from ..lines import Lines, drop, groups, lines_of
from ..phrases import phrases

_MASKS = frozenset(
    [
        "dd",
        "mm",
        "yyyy",
        "yy",
        "hh",
        "ss",
        "tt",
        "jjjj",
        "jj",
        "aaaa",
        "aa",
        "gg",
        "rrrr",
        "rr",
        "ηη",
        "μμ",
        "εεεε",
        "дд",
        "мм",
        "гггг",
        "年",
        "月",
        "日",
    ]
)
_LONG = frozenset(["yyyy", "jjjj", "aaaa", "rrrr", "гггг", "εεεε"])
_MASK_LINE = pattern(
    r"^(?:dd|tt|jj|gg|mm|дд|yyyy)[ ./-]{1,3}(?:mm|dd|aa|мм)[ ./-]{1,3}(?:yyyy|jjjj|aaaa|rrrr|гггг|dd|gg|yy)$"
)
_MONTHS, _WEEKDAYS = LINE_MONTHS, phrases("weekday")
_RULERS = frozenset(("/", "-", ".", "|"))
_CALENDAR = 20  # days in a row that only a calendar counts


def speak(page: Page, decided: Decisions) -> Verdicts:
    lines = lines_of(page)
    found = drop(lines, _empty(lines), "empty date box")
    found.update(drop(lines, _filled(lines), "date box outside the body"))
    found.update(drop(lines, _calendar(lines), "calendar"))
    return found


def _empty(lines: Lines) -> list[int]:
    """Runs of DD, MM, YYYY in any language: two different masks at least, one of them a long one."""
    masks = [place for place in lines.found(_MASKS) if lines.blocks[place].kind is not Kind.CELL]
    found = [
        place for place, key in enumerate(lines.keys) if 8 <= len(key) <= 14 and _MASK_LINE.match(key)
        and not lines.before_prose(place) and lines.blocks[place].kind is not Kind.CELL
    ]  # fmt: skip
    for group in groups(masks, apart=2):
        keys = {lines.keys[place] for place in group}
        if len(keys) >= 2 and keys & _LONG:
            found += [place for place in range(group[0], group[-1] + 1) if place in group or _ruler(lines, place)]
    return found


def _ruler(lines: Lines, place: int) -> bool:
    return lines.blocks[place].text in _RULERS


def _filled(lines: Lines) -> list[int]:
    """Day, month, year on three lines, outside the body and outside tables and lists."""
    found: list[int] = []
    edge = [
        place
        for place in range(len(lines))
        if (lines.in_head(place) or lines.in_tail(place)) and _ruler_free(lines, place)
    ]
    for number in range(len(edge) - 2):
        three = edge[number : number + 3]
        if three[2] - three[0] <= 4 and _is_date([lines.keys[place] for place in three]):
            found += range(three[0], three[2] + 1)
    return found


def _ruler_free(lines: Lines, place: int) -> bool:
    return 0 < len(lines.keys[place]) <= 12 and lines.blocks[place].kind not in (Kind.CELL, Kind.ITEM)


def _is_date(parts: list[str]) -> bool:
    if not (len(parts[2]) == 4 and parts[2].isdigit() and parts[2][:2] in ("19", "20")):
        return False
    day, month = parts[0], parts[1]
    if day in _MONTHS:
        day, month = month, day
    return _between(day, 31) and (month in _MONTHS or _between(month, 12 if len(month) == 2 else 0))


def _between(text: str, most: int) -> bool:
    return text.isdigit() and len(text) <= 2 and 1 <= int(text) <= most


def _calendar(lines: Lines) -> list[int]:
    """Twenty days or more counted one a line, with the weekdays before and the month around them."""
    found: list[int] = []
    run: list[int] = []
    for place in lines.at.get("1", []):
        run = [place]
        while run[-1] + 1 < len(lines) and lines.keys[run[-1] + 1] == str(len(run) + 1) and len(run) < 31:
            run.append(run[-1] + 1)
        if len(run) < _CALENDAR:
            continue
        before = run[0]
        while before and lines.keys[before - 1] in _WEEKDAYS:
            before -= 1
        if run[0] - before >= 5:
            found += range(before, run[-1] + 1)
    return found


VOICE = Voice("rules.date_box", speak)
