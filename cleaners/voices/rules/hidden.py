"""Text that the page holds but does not show to a reader."""

from __future__ import annotations

from ...labeler import Voice
from ...page import Decisions, Verdict, Verdicts
from ...reading import Reading


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    return {
        block.index: Verdict(False, "not shown to a reader", block.hidden)
        for block in reading.page.blocks
        if block.hidden
    }


VOICE = Voice("rules.hidden", speak)
