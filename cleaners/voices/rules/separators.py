"""Lines without a letter or a figure: rulers, bullets, lone punctuation."""

from __future__ import annotations

from ...page import Decisions, Kind, Page, Verdicts, Voice
from ..lines import drop, lines_of

_MOST = 80  # characters


def speak(page: Page, decided: Decisions) -> Verdicts:
    lines = lines_of(page)
    places = (
        place
        for place, key in enumerate(lines.keys)
        if not key and len(lines.blocks[place].text) <= _MOST and lines.blocks[place].kind not in (Kind.CODE, Kind.CELL)
    )
    return drop(lines, places, "a separator without words")


VOICE = Voice("rules.separators", speak)
