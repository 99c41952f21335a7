"""Reads dates as pages write them, and returns them as ISO 8601."""

from __future__ import annotations

import re
from datetime import date

from ..months import DATE_MONTHS
from ..patterns import pattern

_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_BUDDHIST = 543  # years of the Thai calendar before the common era
_ISO = pattern(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T\s]+(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_COMPACT = pattern(r"\A(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?\Z")
_YEAR_FIRST_NUMERIC = pattern(r"(?<![\d.])(\d{4})\s?[/.年년]\s?(\d{1,2})\s?[/.月월]\s?(\d{1,2})[日일.]?(?!\d)")
_ERA = pattern(r"(令和|平成|民國|民国)\s?(元|\d{1,3})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_ERA_STARTS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}  # the year before the first
_NUMERIC = pattern(r"(?<![\d./-])(\d{1,2})(\.|/|-)\s?(\d{1,2})\2\s?(\d{4})(?!\d)")
# With the vowel signs of scripts of India and of Thai, which are no letters to Python.
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0d7f\u0e00-\u0e7f\u200c])"
_MONTH_WORD = rf"((?:كانون|تشرين)\s(?:الأول|الثاني)|[\u0e01-\u0e4e]{{1,3}}\.[\u0e01-\u0e2e]|{_LETTER}{{2,14}})"
_DAY_FIRST = pattern(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]?(?:de\s|d['’]\s?|of\s|del\s)?"
    rf"{_MONTH_WORD}\.?,?[\s-]?(?:de\s|del\s)?(?:พ\.ศ\.\s?)?(\d{{4}})(?!\d)",
    re.I,
)
_MONTH_FIRST = pattern(rf"{_MONTH_WORD}\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?:at\s)?(\d{{4}})(?!\d)", re.I)
_YEAR_FIRST = pattern(rf"(?<!\d)(\d{{4}})\.?,?\s(?:m\.\s|gada\s)?{_MONTH_WORD}\.?\s(\d{{1,2}})(?!\d)", re.I)
_YEAR_FIRST_DAY = pattern(rf"(?<!\d)(\d{{4}})\.\sgada\s(\d{{1,2}})\.\s{_MONTH_WORD}", re.I)  # Latvian
# Each with its groups of year, month and day.
_ORDERS = ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_YEAR_FIRST, (1, 2, 3)), (_YEAR_FIRST_DAY, (1, 3, 2)))
_VIETNAMESE = pattern(r"(?<!\d)(\d{1,2})\s(?:tháng|thg)\s(\d{1,2})(?:\s?,\s?|\snăm\s|\s)(\d{4})(?!\d)", re.I)
_TIME = pattern(r"\A\D{0,12}?\b(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]\.?m)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?", re.I)
_IN_URL = pattern(r"(?<!\d)((?:19|20)\d{2})[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?!\d)")


def parse_date(text: str, month_first: bool = False) -> str:
    """The first date of a text as ISO 8601, with the time if there is one; "" for no date.

    With ``month_first`` 03/04/2025 is the 4th of March.
    """
    text = text.strip()[:200]
    match = _ISO.search(text)
    if match:
        day = _day(match[1], match[2], match[3])
        return _join_time(day, match[4], match[5], match[6], match[7]) if day and match[4] else day
    match = _COMPACT.match(text) or _YEAR_FIRST_NUMERIC.search(text)
    if match:
        return _day(match[1], match[2], match[3])
    return _written(text) or _numeric(text, month_first)


def _written(text: str) -> str:
    """The first date of a text with the name of a month, or in the manner of one language."""
    if match := _VIETNAMESE.search(text):
        return _day(match[3], match[2], match[1])
    if match := _ERA.search(text):
        year = _ERA_STARTS[match[1]] + (1 if match[2] == "元" else int(match[2]))
        return _day(str(year), match[3], match[4])
    for written, order in _ORDERS:
        for match in written.finditer(text):
            month = DATE_MONTHS.get(" ".join(match[order[1]].lower().split()))
            day = _day(match[order[0]], str(month), match[order[2]]) if month else ""
            if day:
                return _with_time_after(day, text[match.end() :])
    return ""


def _numeric(text: str, month_first: bool) -> str:
    match = _NUMERIC.search(text)
    if not match:
        return ""
    first, second = match[1], match[3]
    is_month_first = int(second) > 12 or (month_first and match[2] != "." and int(first) <= 12)
    return _day(match[4], first, second) if is_month_first else _day(match[4], second, first)


def _day(year: str, month: str, day: str) -> str:
    try:
        number = int(year)
        parsed = date(number - _BUDDHIST if number >= _FIRST_YEAR + _BUDDHIST else number, int(month), int(day))
    except ValueError:
        return ""
    return parsed.isoformat() if _FIRST_YEAR <= parsed.year <= _LAST_YEAR else ""


def _join_time(day: str, hour: str, minute: str, second: str | None, zone: str | None) -> str:
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        return day
    if zone in ("Z", "UTC", "GMT"):
        zone = "+00:00"
    elif zone and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{day}T{hour}:{minute}:{second or '00'}{zone or ''}"


def _with_time_after(day: str, rest: str) -> str:
    match = _TIME.match(rest)
    if not match:
        return day
    hour = int(match[1])
    am_pm = (match[4] or "").lower()
    if am_pm:
        hour = hour % 12 + (12 if am_pm[0] == "p" else 0)
    return _join_time(day, f"{hour:02}", match[2], match[3], (match[5] or "").upper() or None)


def url_date(url: str) -> str:
    """The date in an address with a path such as /2025/06/01/; "" for none."""
    match = _IN_URL.search(url)
    return _day(match[1], match[2], match[3]) if match else ""
