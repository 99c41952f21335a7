"""Headings that the text under them brings along: a heading in the body is part of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...page import Block, Decisions, Kind, Page

_MIN_PROBABILITY = 0.2  # of a heading that is kept with its text
_MAX_STEPS = 3  # from a heading up to the element that holds its text as well
_OUTSIDE = frozenset("nav aside footer form dialog".split())

HEADING_REASON = "heading of text that is kept"


def spare_headings(
    page: Page, kept: NDArray[np.bool_], probability: NDArray[np.float64], decided: Decisions
) -> list[int]:
    """Keep each heading right above a kept block of its own section, below the begin of the body.

    A heading has few words of its own to judge by: where a contents list repeats it, or it links to itself,
    it looks like an entry of a menu. Returns the headings that this kept.
    """
    visible = [block for block in page.blocks if not block.hidden]
    first = next((number for number, block in enumerate(visible) if kept[block.index]), len(visible))
    spared: list[int] = []
    for number in range(len(visible) - 2, first, -1):
        block, following = visible[number], visible[number + 1]
        if (
            block.kind is Kind.HEADING and not kept[block.index] and block.index not in decided
            and kept[following.index] and probability[block.index] >= _MIN_PROBABILITY
            and _is_above(page, block, following)
        ):  # fmt: skip
            kept[block.index] = True
            spared.append(block.index)
    return spared


def _is_above(page: Page, heading: Block, text: Block) -> bool:
    """Whether a text is in the part of the page that a heading is of."""
    if text.kind is Kind.HEADING and text.level <= heading.level:
        return False
    index = heading.element
    for _ in range(_MAX_STEPS):
        if index < 0 or page.elements[index].tag in _OUTSIDE:
            return False
        if page.elements[index].end > text.index:
            return True
        index = page.elements[index].parent
    return False
