"""Calls to subscribe, to support and to install, and the small print of their forms."""

from __future__ import annotations

from ...labeler import Labeler
from ...lexicon.phrases import openers, phrases, words
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop

_WHOLE = phrases("newsletter")
_MOST = 22  # words
_CALL = pattern(lambda: rf"^(?:{words('subscribe_call')})\b")
_OBJECT = pattern(lambda: rf"(?<!\w)(?:{words('newsletter_word')})(?!\w)")
_CALL_OPENERS = openers("subscribe_call")


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    title = lines.title(decided)
    if title is not None and _OBJECT.search(title.normalised):
        return {}
    found = [line for line in lines.found(_WHOLE) if line is not title and not _heads_text(lines, line)]
    for line in lines.opened_by(_CALL_OPENERS, _MOST):
        text = line.normalised
        if line.kind is not Kind.ITEM and line is not title and _CALL.match(text) and _OBJECT.search(text):
            found.append(line)
    return drop(found, "call to subscribe or to support")


def _heads_text(lines: Lines, line: Line) -> bool:
    """A heading of the body, of a word or two: prose of some length follows, and more prose after it."""
    return line.before_prose and lines.in_body(line) and line.words <= (2 if line.kind is Kind.HEADING else 1)


LABELER = Labeler("rules.newsletter", label)
