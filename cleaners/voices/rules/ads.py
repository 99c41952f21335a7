"""Labels of advertisements."""

from __future__ import annotations

from ...page import Decisions, Kind, Page, Verdicts, Voice
from ..lines import drop, lines_of
from ..phrases import phrases

_LABELS = phrases("ad_label")


def speak(page: Page, decided: Decisions) -> Verdicts:
    lines = lines_of(page)
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
