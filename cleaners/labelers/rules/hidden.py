"""Text that the page contains but does not show to a reader."""

from __future__ import annotations

from ...page import Decisions, Label, Labels
from ...reading import Reading
from ...segment.listing_chrome import LISTING_PARTS

_UNSEEN, _NO_CODE = "not shown to a reader", "beside the code of a listing"


def label(reading: Reading, decided: Decisions) -> Labels:
    return {
        block.index: Label(False, _NO_CODE if block.hidden in LISTING_PARTS else _UNSEEN, block.hidden)
        for block in reading.page.blocks
        if block.hidden
    }
