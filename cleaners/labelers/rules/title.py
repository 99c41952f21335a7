"""The title is kept, and its copies near it are dropped."""

from __future__ import annotations

from collections.abc import Iterator

from ...page import Decisions, Label, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines

_MAX_COPY_DISTANCE = 12  # lines below the title; farther down, the same text may be a refrain
_MIN_PROBABILITY = 0.15  # of the line that is labelled as the title
_MIN_PROBABILITY_TO_DROP = 0.5  # for its copies to be dropped
_SITE_TAIL = pattern(r" (?:[|–—·»-]|::) .{1,60}$")


def label(reading: Reading, decided: Decisions) -> Labels:
    title, probability = reading.title or (None, 0.0)
    if title is None or probability < _MIN_PROBABILITY:
        return {}
    labels = {title.block.index: Label(True, "the title of the page", title.text[:120], round(probability, 2), "title")}
    if probability < _MIN_PROBABILITY_TO_DROP:
        return labels
    for line in _candidates(reading.lines, title):
        if line is not title and not line.is_prose and _is_copy(line.normalised, title.normalised, reading.title_parts):
            labels[line.block.index] = Label(False, "copy of the title", line.text[:120])
    return labels


def _candidates(lines: Lines, title: Line) -> Iterator[Line]:
    """The lines that may be copies: all above the title, and those near it up to the second paragraph of the body."""
    for line in lines:
        yield line
        below = line.index - title.index
        if below >= _MAX_COPY_DISTANCE or (below >= 0 and line.is_prose and line.index > lines.start):
            return


def _is_copy(text: str, title: str, parts: dict[str, int]) -> bool:
    """Whether a text is the title, where either may have the site's name after it."""
    if not text or not title:
        return False
    if text == title or (text in parts and title in text):
        return True
    shorter, longer = sorted((text, title), key=len)
    return longer.startswith(shorter) and bool(_SITE_TAIL.match(longer[len(shorter) :]))
