"""Calls to subscribe, to support and to install, and the small print of their forms."""

from __future__ import annotations

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop

_WHOLE = phrases("newsletter")
_MOST = 22  # words
_CALL = pattern(lambda: rf"^(?:{any_of('subscribe_call')})\b")
_OBJECT = pattern(lambda: rf"(?<!\w)(?:{any_of('newsletter_word')})(?!\w)")
_CALL_OPENERS = first_words("subscribe_call")


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    title = lines.title(decided)
    if title is not None and _OBJECT.search(title.normalised):
        return {}
    found = [line for line in lines.matching(_WHOLE) if line is not title and not _heads_text(lines, line)]
    for line in lines.starting_with(_CALL_OPENERS, _MOST):
        text = line.normalised
        if line.kind is not Kind.ITEM and line is not title and _CALL.match(text) and _OBJECT.search(text):
            found.append(line)
    return drop(found, "call to subscribe or to support")


def _heads_text(lines: Lines, line: Line) -> bool:
    """A heading of the body, of a word or two: prose of some length follows, and more prose after it."""
    return line.before_prose and lines.in_body(line) and line.words <= (2 if line.kind is Kind.HEADING else 1)
