"""Cookie notices and consent buttons."""

from __future__ import annotations

from ...lexicon.phrases import any_of, phrases
from ...page import Decisions, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop

_WHOLE = phrases("cookie")
_COOKIE = pattern(lambda: any_of("cookie_word"))
_CONSENT = pattern(lambda: any_of("consent_word"))
_MOST = 120  # words
_SUBJECT = 4  # paragraphs on cookies: then the page is about them


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    title = lines.title(decided)
    found = [line for line in lines.matching(_WHOLE) if line is not title and not line.before_prose]
    named = [line for line in lines if line.words <= _MOST and _names_cookies(line.text)]
    if named and not _is_subject(reading, title, named):
        found += [line for line in named if _CONSENT.search(line.text.casefold()) and _at_edge(lines, line)]
    return drop(found, "notice on cookies and consent")


def _names_cookies(text: str) -> bool:
    return "ookie" in text or (not text.isascii() and bool(_COOKIE.search(text.casefold())))


def _at_edge(lines: Lines, line: Line) -> bool:
    """Among the first or the last lines of the page, where the notices are put."""
    return line.index < 40 or line.index >= len(lines) - 60 or lines.in_tail(line) or lines.in_head(line)


def _is_subject(reading: Reading, title: Line | None, named: list[Line]) -> bool:
    names = [*reading.declared_titles, title.normalised if title else ""]
    return any(_COOKIE.search(name.casefold()) or "privacy" in name.casefold() for name in names) or (
        sum(1 for line in named if line.words >= 40) > _SUBJECT
    )
