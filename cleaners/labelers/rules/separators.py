"""Lines without a letter or a digit: rulers, bullets, lone punctuation."""

from __future__ import annotations

from ...page import Decisions, Kind, Labels
from ...reading import Reading
from ...reading.lines import drop

_MAX_CHARS = 80


def label(reading: Reading, decided: Decisions) -> Labels:
    separators = (
        line
        for line in reading.lines
        if not line.normalised and len(line.text) <= _MAX_CHARS and line.kind not in (Kind.CODE, Kind.CELL)
    )
    return drop(separators, "a separator without words")
