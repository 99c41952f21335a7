"""Calls to subscribe, to support or to install something, and the small print of their forms."""

from __future__ import annotations

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop
from ...reading.narration import narrates

_CALL_LINES = phrases("newsletter")
_MAX_WORDS = 22
_CALL = pattern(lambda: rf"^(?:{any_of('subscribe_call')})\b")
_NEWSLETTER_WORD = pattern(lambda: rf"(?<!\w)(?:{any_of('newsletter_word')})(?!\w)")
_CALL_OPENERS = first_words("subscribe_call")


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    title = lines.title(decided)
    if title is not None and _NEWSLETTER_WORD.search(title.normalised):
        return {}
    calls = [line for line in lines.matching(_CALL_LINES) if line is not title and not _is_heading(lines, line)]
    for line in lines.starting_with(_CALL_OPENERS, _MAX_WORDS):
        text = line.normalised
        is_call = _CALL.match(text) and _NEWSLETTER_WORD.search(text) and not narrates(text)
        if is_call and line.kind is not Kind.ITEM and line is not title:
            calls.append(line)
    return drop(calls, "call to subscribe or to support")


def _is_heading(lines: Lines, line: Line) -> bool:
    """Whether a line is a heading in the body: prose follows, and it has one word, or two if it is marked as such."""
    return line.before_prose and lines.in_body(line) and line.words <= (2 if line.kind is Kind.HEADING else 1)
