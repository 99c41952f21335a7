"""Lines without a letter or a digit: rulers, bullets, lone punctuation."""

from __future__ import annotations

from ...page import Decisions, Kind, Labels
from ...reading import Reading
from ...reading.lines import ELLIPSES, PROMPTS, Line, drop

_MAX_CHARS = 80


def label(reading: Reading, decided: Decisions) -> Labels:
    separators = (line for line in reading.lines if not line.normalised and _is_separator(line))
    return drop(separators, "a separator without words")


def _is_separator(line: Line) -> bool:
    """Whether a line without words separates: dots in flattened text stand for words that were left out."""
    if len(line.text) > _MAX_CHARS or line.kind in (Kind.CODE, Kind.CELL):
        return False
    return line.kind is not Kind.LINE or not (line.text in ELLIPSES or line.text.startswith(PROMPTS))
