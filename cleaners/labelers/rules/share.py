"""Share bars, and calls to share or to follow."""

from __future__ import annotations

from ...lexicon.phrases import phrases
from ...page import Decisions, Kind, Labels
from ...reading import Reading
from ...reading.lines import Line, Lines, drop, groups

_CALLS = phrases("share")
_NETWORKS = phrases("network")
_MIN_BUTTONS = 2


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    calls = [line for line in lines.matching(_CALLS) if not line.before_prose or line.words >= 2]
    labels = drop(calls, "call to share or follow")
    networks = {
        line
        for line in lines.matching(_NETWORKS)
        if line.kind not in (Kind.HEADING, Kind.CELL) and not line.before_prose
    }
    if len(prose_names := {line.normalised for line in networks if _is_in_prose(lines, line)}) >= _MIN_BUTTONS:
        networks = {line for line in networks if line.normalised not in prose_names}  # the page is about them
    for run in groups([*networks, *calls], max_distance=2):
        if len({line.normalised for line in run}) >= _MIN_BUTTONS:
            labels.update(drop(networks.intersection(run), "button of a share bar"))
    return labels


def _is_in_prose(lines: Lines, line: Line) -> bool:
    return any(other.is_prose and line.text in other.text for other in lines)
