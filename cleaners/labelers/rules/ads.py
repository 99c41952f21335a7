"""Labels of advertisements."""

from __future__ import annotations

from ...lexicon.phrases import phrases
from ...page import Decisions, Kind, Labels
from ...reading import Reading
from ...reading.lines import drop

_LABELS = phrases("ad_label")


def label(reading: Reading, decided: Decisions) -> Labels:
    labels = (
        line
        for line in reading.lines.matching(_LABELS)
        if line.kind not in (Kind.CELL, Kind.ITEM) and not (line.before_prose and _is_terse(line.normalised))
    )
    return drop(labels, "label of an advertisement")


def _is_terse(text: str) -> bool:
    """Whether a label is as short as "Ad" or "PR": before prose it may be something else."""
    return text.isascii() and len(text) <= 3
