"""Lines without a letter or a figure: rulers, bullets, lone punctuation."""

from __future__ import annotations

from ...page import Decisions, Kind, Labels
from ...reading import Reading
from ...reading.lines import drop

_MOST = 80  # characters


def label(reading: Reading, decided: Decisions) -> Labels:
    found = (
        line
        for line in reading.lines
        if not line.normalised and len(line.text) <= _MOST and line.kind not in (Kind.CODE, Kind.CELL)
    )
    return drop(found, "a separator without words")
