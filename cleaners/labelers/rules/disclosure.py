"""Notes of the site on what it earns by the article or answers for: affiliate links, no advice, views of the writer."""

from __future__ import annotations

from functools import cache

from ...lexicon.phrase_matcher import matcher
from ...lexicon.phrases import phrases
from ...lexicon.text import tokens_of
from ...page import Decisions, Kind, Labels
from ...reading import Reading
from ...reading.lines import Line, drop
from ...reading.narration import narrates

_MAX_WORDS = 70
_MAX_NOTES = 2
_STEM_CHARS = 7
_EXCLUDED_KINDS = (Kind.CODE, Kind.CELL, Kind.HEADING)


def label(reading: Reading, decided: Decisions) -> Labels:
    texts = [line.text.casefold() for line in reading.lines]
    whole = "\n".join(texts)
    stems = [stem for stem in _stems() if stem in whole]
    if not stems:
        return {}
    title = reading.lines.title(decided)
    notes = [
        line
        for line, text in zip(reading.lines, texts, strict=True)
        if any(stem in text for stem in stems) and line is not title and _may_be_note(line) and _is_note(text)
    ]
    # The page is about such notes if it has several of them, or if its title is one.
    if len(notes) > _MAX_NOTES or (title and _is_note(title.text)):
        return {}
    return drop(notes, "note of the site on what it earns or answers for")


def _may_be_note(line: Line) -> bool:
    return line.words <= _MAX_WORDS and line.kind not in _EXCLUDED_KINDS


@cache
def _stems() -> frozenset[str]:
    """The starts of the longest words of the phrases: a quick test for the many pages without such a note."""
    return frozenset(max(phrase.split(), key=len)[:_STEM_CHARS] for phrase in phrases("disclosure"))


def _is_note(text: str) -> bool:
    return bool(matcher("disclosure").find(tokens_of(text))) and not narrates(text)
