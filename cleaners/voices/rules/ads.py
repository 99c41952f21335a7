"""Labels of advertisements."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.phrases import phrases
from ...page import Decisions, Kind, Verdicts
from ...reading import Reading
from ...reading.lines import drop

_LABELS = phrases("ad_label")


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    labels = (
        place
        for place in lines.found(_LABELS)
        if lines.blocks[place].kind not in (Kind.CELL, Kind.ITEM)
        and (not _is_terse(lines.keys[place]) or not lines.before_prose(place))
    )
    return drop(lines, labels, "label of an advertisement")


def _is_terse(key: str) -> bool:
    """ "Ad" or "PR": too short to be sure of where prose follows."""
    return key.isascii() and len(key) <= 3


VOICE = Voice("rules.ads", speak)
