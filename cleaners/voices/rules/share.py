"""Share bars and calls to follow."""

from __future__ import annotations

from ...page import Decisions, Kind, Page, Verdicts, Voice
from ..lines import drop, groups, lines_of
from ..phrases import phrases

_CALLS = phrases("share")
_NETWORKS = phrases("network")
_RUN = 2


def speak(page: Page, decided: Decisions) -> Verdicts:
    lines = lines_of(page)
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
