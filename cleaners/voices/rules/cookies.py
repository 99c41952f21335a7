"""Cookie notices and consent buttons."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.phrases import phrases, words
from ...page import Decisions, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Lines, drop, title_place

_WHOLE = phrases("cookie")
_COOKIE = pattern(lambda: words("cookie_word"))
_CONSENT = pattern(lambda: words("consent_word"))
_MOST = 120  # words
_SUBJECT = 4  # paragraphs on cookies: then the page is about them


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    title = title_place(lines, decided)
    found = [place for place in lines.found(_WHOLE) if place != title and not lines.before_prose(place)]
    named = [
        place for place, block in enumerate(lines.blocks) if lines.words[place] <= _MOST and _names_cookies(block.text)
    ]
    if named and not _is_subject(reading, title, named):
        found += [
            place for place in named if _CONSENT.search(lines.blocks[place].text.casefold()) and _at_edge(lines, place)
        ]
    return drop(lines, found, "notice on cookies and consent")


def _names_cookies(text: str) -> bool:
    return "ookie" in text or (not text.isascii() and bool(_COOKIE.search(text.casefold())))


def _at_edge(lines: Lines, place: int) -> bool:
    """Among the first or the last lines of the page, where the notices are put."""
    return place < 40 or place >= len(lines) - 60 or lines.in_tail(place) or lines.in_head(place)


def _is_subject(reading: Reading, title: int | None, named: list[int]) -> bool:
    lines = reading.lines
    names = [*reading.declared_titles, lines.keys[title] if title is not None else ""]
    return any(_COOKIE.search(name.casefold()) or "privacy" in name.casefold() for name in names) or (
        sum(1 for place in named if lines.words[place] >= 40) > _SUBJECT
    )


VOICE = Voice("rules.cookies", speak)
