"""Text that the page contains but does not show to a reader, and signs that only link to the text beside them."""

from __future__ import annotations

from ...page import Decisions, Label, Labels
from ...reading import Reading
from ...segment import LINK_SIGNS

_REASON, _SIGN_REASON = "not shown to a reader", "sign beside a text, no part of it"


def label(reading: Reading, decided: Decisions) -> Labels:
    return {
        block.index: Label(False, _SIGN_REASON if block.hidden in LINK_SIGNS else _REASON, block.hidden)
        for block in reading.page.blocks
        if block.hidden
    }
