"""Calls to subscribe, to support and to install, and the small print of their forms."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.phrases import openers, phrases, words
from ...page import Decisions, Kind, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Lines, drop, title_place

_WHOLE = phrases("newsletter")
_MOST = 22  # words
_CALL = pattern(lambda: rf"^(?:{words('subscribe_call')})\b")
_OBJECT = pattern(lambda: rf"(?<!\w)(?:{words('newsletter_word')})(?!\w)")
_CALL_OPENERS = openers("subscribe_call")


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    title = title_place(lines, decided)
    if title is not None and _OBJECT.search(lines.keys[title]):
        return {}
    found = [place for place in lines.found(_WHOLE) if place != title and not _heads_text(lines, place)]
    for place in lines.opened_by(_CALL_OPENERS, _MOST):
        key = lines.keys[place]
        if lines.blocks[place].kind is not Kind.ITEM and place != title and _CALL.match(key) and _OBJECT.search(key):
            found.append(place)
    return drop(lines, found, "call to subscribe or to support")


def _heads_text(lines: Lines, place: int) -> bool:
    """A heading of the body: prose of some length follows, and more prose after it."""
    return lines.before_prose(place) and lines.start <= place < lines.end and _could_head(lines, place)


def _could_head(lines: Lines, place: int) -> bool:
    return lines.words[place] <= (2 if lines.blocks[place].kind is Kind.HEADING else 1)


VOICE = Voice("rules.newsletter", speak)
