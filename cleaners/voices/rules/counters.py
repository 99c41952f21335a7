"""Counts of views, shares, comments and minutes to read."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.phrases import words
from ...page import Decisions, Kind, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Lines, drop, title_place

_LONGEST, _MOST = 60, 8  # characters and words of a count

_NUMBER = r"\d[\d.,\s\u202f\u00a0]*(?:k|m|mil|tys\.?|тыс\.?|bin|万|萬|千)?"
_COUNT = pattern(lambda: rf"^(?:{_NUMBER}\+? ?(?:{words('counted')})|(?:{words('counted')}) ?[:(]? ?{_NUMBER})\)?$")
_READING = pattern(
    lambda: (
        rf"^(?:(?:estimated |approx(?:imate)?\.? )?(?:{words('reading_time')})[:\s-]*)?"
        rf"(?:~|ca\.? )?\d{{1,3}}(?:[-–]\d{{1,3}})? ?(?:{words('minutes')})\b\.?[\s-]*(?:{words('to_read')})?$"
    )
)
_MINUTES_ONLY = pattern(lambda: rf"^\d{{1,3}} ?(?:{words('minutes')})$")
_BARE = pattern(r"^\d[\d.,]{0,8}[km]?\+?$")


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    title = title_place(lines, decided)
    counts, durations = [], []
    forum = reading.is_forum
    for place in lines.numbered:
        key = lines.keys[place]
        if len(key) > _LONGEST or lines.words[place] > _MOST or lines.blocks[place].kind in (Kind.CELL, Kind.HEADING):
            continue
        if not forum and _COUNT.match(key) and _may_be_count(lines, place):
            counts.append(place)
        elif _READING.match(key) and (not _MINUTES_ONLY.match(key) or _near(lines, title, place)):
            durations.append(place)
        elif _BARE.match(key) and _after_title(lines, title, place):
            counts.append(place)
    return {
        **drop(lines, counts, "count of views, shares or comments"),
        **drop(lines, durations, "time it takes to read"),
    }


def _may_be_count(lines: Lines, place: int) -> bool:
    """Not a figure that prose explains at once, as a list of numbers does."""
    return (lines.blocks[place].kind is not Kind.ITEM and not lines.before_prose(place)) or lines.in_head(place)


def _near(lines: Lines, title: int | None, place: int) -> bool:
    return title is not None and title < place < lines.start


def _after_title(lines: Lines, title: int | None, place: int) -> bool:
    return title is not None and 0 < place - title <= 2 and not lines.prose[place - 1]


VOICE = Voice("rules.counters", speak)
