"""Blocks that stay or go with their neighbours: the cells of a table, code in the text that explains it."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from ...page import Block, Decisions, Kind, Page

_WORDS_OF_CELL = 15  # mean words of a cell: a table with more is there for layout


def pool_tables(page: Page, kept: NDArray[np.float64], words: NDArray[np.float64]) -> None:
    """Judge the cells of a table with headers together: a header may not go where its column stays."""
    tables: dict[int, list[int]] = {}
    for block in page.blocks:
        if block.kind is Kind.CELL:
            around = _table_around(page, block)
            if around >= 0:
                tables.setdefault(around, []).append(block.index)
    for cells in tables.values():
        weight = words[cells] + 1
        headed = any(page.elements[page.blocks[cell].element].tag == "th" for cell in cells)
        if headed and len(cells) > 3 and weight.mean() < _WORDS_OF_CELL:
            kept[cells] = np.average(kept[cells], weights=weight)


def raise_code(page: Page, kept: NDArray[np.float64], decided: Decisions) -> list[int]:
    """Take code for body as much as the text on both sides of it; the blocks for which that changes something.

    A listing has words of its own on every page, so that the model knows it least where it is longest.
    """
    gone = {index for index, decision in decided.items() if not decision.kept}
    text = [block.index for block in page.blocks if block.kind is not Kind.CODE and block.index not in gone]
    found = []
    for before, behind in itertools.pairwise(text):
        around = min(kept[before], kept[behind])
        for index in range(before + 1, behind):
            if page.blocks[index].kind is Kind.CODE and kept[index] < around:
                kept[index] = around
                found.append(index)
    return found


def _table_around(page: Page, block: Block) -> int:
    index = block.element
    while index >= 0 and page.elements[index].tag != "table":
        index = page.elements[index].parent
    return index
