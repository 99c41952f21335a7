"""Lines without a letter or a figure: rulers, bullets, lone punctuation."""

from __future__ import annotations

from ...labeler import Voice
from ...page import Decisions, Kind, Verdicts
from ...reading import Reading
from ...reading.lines import drop

_MOST = 80  # characters


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    places = (
        place
        for place, key in enumerate(lines.keys)
        if not key and len(lines.blocks[place].text) <= _MOST and lines.blocks[place].kind not in (Kind.CODE, Kind.CELL)
    )
    return drop(lines, places, "a separator without words")


VOICE = Voice("rules.separators", speak)
