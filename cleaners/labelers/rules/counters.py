"""Numbers of views, shares and comments, and the time it takes to read the article."""

from __future__ import annotations

from ...lexicon.phrases import any_of
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.dates import is_date, is_relative_date
from ...reading.lines import Line, Lines, drop

_MAX_CHARS, _MAX_WORDS = 60, 8
_NUMBER = r"\d[\d.,\s\u202f\u00a0]*(?:k|m|mil|tys\.?|тыс\.?|bin|万|萬|千)?"
_COUNT = pattern(lambda: rf"^(?:{_NUMBER}\+? ?(?:{any_of('counted')})|(?:{any_of('counted')}) ?[:(]? ?{_NUMBER})\)?$")
_READING_TIME = pattern(
    lambda: (
        rf"^(?:(?:estimated |approx(?:imate)?\.? )?(?:{any_of('reading_time')})[:\s-]*)?"
        rf"(?:~|ca\.? )?\d{{1,3}}(?:[-–]\d{{1,3}})? ?(?:{any_of('minutes')})\b\.?[\s-]*(?:{any_of('to_read')})?$"
    )
)
_MINUTES_ONLY = pattern(lambda: rf"^\d{{1,3}} ?(?:{any_of('minutes')})$")
_NUMBER_ONLY = pattern(r"^\d[\d.,]{0,8}[km]?\+?$")
_BETWEEN = pattern(r"[·•|]")


def label(reading: Reading, decided: Decisions) -> Labels:
    lines, forum = reading.lines, reading.is_forum
    title = lines.title(decided)
    counts, reading_times, rows = [], [], []
    for line in lines.with_digits:
        text = line.normalised
        if len(text) > _MAX_CHARS or line.words > _MAX_WORDS or line.kind in (Kind.CELL, Kind.HEADING):
            continue
        distance = 0 if title is None else line.index - title.index
        if _COUNT.match(text) and _may_be_count(lines, line) and (not forum or _is_under_posts(lines, line)):
            counts.append(line)
        elif _READING_TIME.match(text) and (not _MINUTES_ONLY.match(text) or (distance > 0 and lines.in_head(line))):
            reading_times.append(line)
        elif distance > 0 and lines.in_head(line) and _is_row(text):
            rows.append(line)
        elif _NUMBER_ONLY.match(text) and 0 < distance <= 2 and not _is_part(lines, line):
            counts.append(line)
    return {
        **drop(counts, "count of views, shares or comments"),
        **drop(reading_times, "time it takes to read"),
        **drop(rows, "date of the page, and numbers about it"),
    }


def _is_row(text: str) -> bool:
    """Whether a line is a row such as "3 May 2025 · 4 min read": dates, reading times and counts, and nothing else."""
    parts = [part.strip() for part in _BETWEEN.split(text)]
    return len(parts) > 1 and all(
        is_date(part) or is_relative_date(part) or _READING_TIME.match(part) or _COUNT.match(part) for part in parts
    )


def _is_part(lines: Lines, line: Line) -> bool:
    """Whether a number heads a numbered part: prose is before it, or the next number is on the page, too."""
    text = line.normalised
    return lines[line.index - 1].is_prose or (text.isdigit() and str(int(text) + 1) in lines.by_text)


def _is_under_posts(lines: Lines, line: Line) -> bool:
    """Whether the count is under several posts of a forum: a single one may be what somebody wrote."""
    word = line.normalised.lstrip("0123456789., ")
    return sum(other.normalised.endswith(word) and other.words == line.words for other in lines.with_digits) > 1


def _may_be_count(lines: Lines, line: Line) -> bool:
    """Whether a line is not part of a list of facts: it is above the body, or no list item and not before prose."""
    return (line.kind is not Kind.ITEM and not line.before_prose) or lines.in_head(line)
