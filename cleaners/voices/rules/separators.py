"""Lines without a letter or a figure: rulers, bullets, lone punctuation."""

from __future__ import annotations

from ...labeler import Voice
from ...page import Decisions, Kind, Verdicts
from ...reading import Reading
from ...reading.lines import drop

_MOST = 80  # characters


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    found = (
        line
        for line in reading.lines
        if not line.normalised and len(line.text) <= _MOST and line.kind not in (Kind.CODE, Kind.CELL)
    )
    return drop(found, "a separator without words")


VOICE = Voice("rules.separators", speak)
