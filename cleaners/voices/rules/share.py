"""Share bars and calls to follow."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.phrases import phrases
from ...page import Decisions, Kind, Verdicts
from ...reading import Reading
from ...reading.lines import drop, groups

_CALLS = phrases("share")
_NETWORKS = phrases("network")
_RUN = 2


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    calls = [place for place in lines.found(_CALLS) if not lines.before_prose(place) or lines.words[place] >= 2]
    found = drop(lines, calls, "call to share or follow")
    names = [
        place for place in lines.found(_NETWORKS)
        if lines.blocks[place].kind not in (Kind.HEADING, Kind.CELL) and not lines.before_prose(place)
    ]  # fmt: skip
    for run in groups([*names, *calls], apart=2):
        if len({lines.keys[place] for place in run}) >= _RUN:
            found.update(drop(lines, (place for place in run if place in names), "button of a share bar"))
    return found


VOICE = Voice("rules.share", speak)
