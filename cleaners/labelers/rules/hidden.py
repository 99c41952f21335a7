"""Text that the page contains but does not show to a reader, and signs that only link to the text beside them."""

from __future__ import annotations

from ...page import Decisions, Label, Labels
from ...reading import Reading
from ...segment import LINK_SIGNS, LISTING_PARTS

_UNSEEN = "not shown to a reader"
_REASONS = {
    **dict.fromkeys(LISTING_PARTS, "beside the code of a listing"),
    **dict.fromkeys(LINK_SIGNS, "sign beside a text, no part of it"),
}


def label(reading: Reading, decided: Decisions) -> Labels:
    return {
        block.index: Label(False, _REASONS.get(block.hidden, _UNSEEN), block.hidden)
        for block in reading.page.blocks
        if block.hidden
    }
