"""Text that the page contains but does not show to a reader."""

from __future__ import annotations

from ...page import Decisions, Label, Labels
from ...reading import Reading


def label(reading: Reading, decided: Decisions) -> Labels:
    return {
        block.index: Label(False, "not shown to a reader", block.hidden)
        for block in reading.page.blocks
        if block.hidden
    }
