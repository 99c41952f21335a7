"""By-lines and dates above and right below the body: they become metadata, not text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.dates import date_regex, is_age_notice, is_date, is_relative_date
from ...reading.lines import Line, Lines, drop, groups
from ...reading.narration import narrates

_MAX_WORDS, _MAX_CHARS = 16, 140
_MAX_LINES_AFTER_TITLE = 15
_MAX_DATES = 15  # with more, they belong to the entries of a list or to posts
_LINES_AFTER_TITLE_IN_LIST = 6  # with so many dates, those this close to the title are still the page's own
_EXCLUDED_KINDS = (Kind.CELL, Kind.HEADING)
_LABELS = phrases("published") | phrases("by")
_PUBLISHED_WORDS, _BY_WORDS = first_words("published"), first_words("by")
_PUBLISHED_DATE = pattern(
    lambda: (
        rf"^(?:{any_of('published')})[:,]? ?(?:{any_of('published')})?:? ?(?:.{{0,30}}\W)?"
        rf"{date_regex()}(?:\W.{{0,40}})?$"
    )
)
_MIN_SENTENCE_WORDS, _MIN_ENTRIES = 6, 2
_SENTENCE_END = pattern(r"\w{4}[.!?]$|[。！？]$")  # not "p.m." and "г."
_DIGIT = pattern(r"\d")
_NAME = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ\u0590-\uffff][\w’'.-]*"
_NAME_LIST = rf"{_NAME}(?:[ ,&]+(?:and|und|et|y|e|en|и|ve|i|van|von|de|der|di|da|del|la|le|al|bin|{_NAME})){{0,9}}"
_BY_NAMES = pattern(lambda: rf"^(?:(?:(?i:{any_of('by')}))[:\s]\s*){_NAME_LIST}(?:[|·•,–-].{{0,60}})?$")
_BY_NAMES_AND_DATE = pattern(
    lambda: (
        rf"^(?:by|von|par|por|di|door|автор:?) \S.{{1,60}}?[\s,|·•–-]+"
        rf"(?:on |am |le |el |em |il |op )?{date_regex()}(?:\W.{{0,40}})?$"
    )
)


def label(reading: Reading, decided: Decisions) -> Labels:
    lines, forum = reading.lines, reading.is_forum
    title = lines.title(decided)
    tail = lines.is_article and not forum

    def about_page(candidates: Iterable[Line]) -> Iterator[Line]:
        return (
            line for line in candidates if line.kind not in _EXCLUDED_KINDS and _is_about_page(lines, title, line, tail)
        )

    short = (line for line in lines.with_digits if len(line.normalised) <= _MAX_CHARS and line.words <= _MAX_WORDS)
    published = lines.starting_with(_PUBLISHED_WORDS, _MAX_WORDS)
    dates = [line for line in about_page(short) if is_date(line.normalised) or is_relative_date(line.normalised)]
    dates += [
        line
        for line in about_page(published)
        if _matches_date(_PUBLISHED_DATE, line.normalised) and not _is_sentence(line)
    ]
    bylines = [
        line
        for line in about_page(lines.starting_with(_BY_WORDS, _MAX_WORDS))
        if not _is_sentence(line) and (_BY_NAMES.match(line.text) or _matches_date(_BY_NAMES_AND_DATE, line.normalised))
    ]
    if len(dates) > _MAX_DATES or forum:
        last = -1 if title is None else title.index + (0 if forum else _LINES_AFTER_TITLE_IN_LIST)
        dates = [line for line in dates if line.index <= last]
    entries = [line for line in dates if line.before_prose and line.index > lines.start]
    if len(entries) >= _MIN_ENTRIES:  # the entries of a diary, each under its date
        dates = [line for line in dates if not line.before_prose]
    labels = [line for line in lines.matching(_LABELS) if _is_about_page(lines, title, line, tail)]
    dates += _beside_dates(labels, dates)
    notices = (line for line in about_page(lines.short(_MAX_WORDS, _MAX_CHARS)) if is_age_notice(line.normalised))
    return {
        **drop(dates, "date of the page"),
        **drop(bylines, "by-line of the page"),
        **drop(notices, "notice of the page's age"),
    }


def _is_sentence(line: Line) -> bool:
    """Whether a line that starts like a by-line goes on like a sentence: "By Monday, the whole town knew."."""
    return narrates(line.text) or (line.words >= _MIN_SENTENCE_WORDS and bool(_SENTENCE_END.search(line.text)))


def _matches_date(date_pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text matches a pattern that requires a digit, which is tested first because it is quicker."""
    return bool(_DIGIT.search(text) and date_pattern.match(text))


def _is_about_page(lines: Lines, title: Line | None, line: Line, tail: bool) -> bool:
    """Whether a line is above the body, within a few lines of the title, or (with ``tail``) below the body."""
    distance = 0 if title is None else line.index - title.index
    if lines.in_head(line) and (lines.is_article or distance < 0):
        return True
    return 0 < distance <= _MAX_LINES_AFTER_TITLE or (tail and lines.in_tail(line))


def _beside_dates(labels: list[Line], dates: list[Line]) -> list[Line]:
    """The labels ("Published", "on", "By") on lines of their own next to a date."""
    date_lines = set(dates)
    with_date = [group for group in groups([*labels, *dates]) if not date_lines.isdisjoint(group)]
    return [line for group in with_date for line in group if line not in date_lines]
