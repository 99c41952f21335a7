"""Cookie notices and consent buttons."""

from __future__ import annotations

from ...lexicon.phrase_matcher import matcher
from ...lexicon.phrases import any_of, phrases
from ...lexicon.text import tokens_of
from ...page import Decisions, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop
from ...reading.narration import narrates

_NOTICE_LINES = phrases("cookie")
_COOKIE = pattern(lambda: any_of("cookie_word"))
_CONSENT = pattern(lambda: any_of("consent_word"))
_MAX_WORDS = 120
_MAX_PARAGRAPHS = 4  # with more paragraphs on cookies, the page is about them


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    title = lines.title(decided)
    notices = [line for line in lines.matching(_NOTICE_LINES) if line is not title and not line.before_prose]
    naming = [line for line in lines if line.words <= _MAX_WORDS and _names_cookies(line.text)]
    if naming and not _is_subject(reading, title, naming):
        notices += [line for line in naming if _is_near_edge(lines, line) and _asks_for_consent(line.text)]
    return drop(notices, "notice on cookies and consent")


def _names_cookies(text: str) -> bool:
    return "ookie" in text or (not text.isascii() and bool(_COOKIE.search(text.casefold())))


def _asks_for_consent(text: str) -> bool:
    """Whether a text that names cookies says what the site does with them: a recipe or a story does not."""
    if not _CONSENT.search(text.casefold()) or narrates(text):
        return False
    return bool(matcher("cookie_purpose").find(tokens_of(text)))


def _is_near_edge(lines: Lines, line: Line) -> bool:
    """Whether a line is among the first or the last lines of the page, where the notices are."""
    return line.index < 40 or line.index >= len(lines) - 60 or lines.in_tail(line) or lines.in_head(line)


def _is_subject(reading: Reading, title: Line | None, naming: list[Line]) -> bool:
    """Whether the page is about cookies, by its titles or by the number of paragraphs that name them."""
    titles = [text.casefold() for text in (*reading.declared_titles, title.normalised if title else "")]
    if any(_COOKIE.search(text) or "privacy" in text for text in titles):
        return True
    return sum(line.words >= 40 for line in naming) > _MAX_PARAGRAPHS
