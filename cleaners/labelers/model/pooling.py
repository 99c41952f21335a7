"""Blocks that are decided with their neighbours: the cells of a table, code within the text that explains it."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from ...page import Block, Decisions, Kind, Page

_MAX_MEAN_CELL_WORDS = 15  # a table with longer cells is there for layout


def pool_tables(page: Page, probability: NDArray[np.float64], words: NDArray[np.float64]) -> None:
    """Give all cells of a table with headers their mean: a header is not dropped where its column is kept."""
    tables: dict[int, list[int]] = {}
    cell = Kind.CELL
    for block in page.blocks:
        if block.kind is cell:
            table = _enclosing_table(page, block)
            if table >= 0:
                tables.setdefault(table, []).append(block.index)
    for cells in tables.values():
        weight = words[cells] + 1
        has_header = any(page.elements[page.blocks[cell].element].tag == "th" for cell in cells)
        if has_header and len(cells) > 3 and weight.mean() < _MAX_MEAN_CELL_WORDS:
            probability[cells] = np.average(probability[cells], weights=weight)


def raise_code_probability(page: Page, probability: NDArray[np.float64], decided: Decisions) -> list[int]:
    """Make code at least as likely body as the text before and after it; returns the blocks that this changed.

    A listing has words of its own on every page, so the model is least reliable where it is longest.
    """
    code = Kind.CODE
    if all(block.kind is not code for block in page.blocks):
        return []  # true for most pages
    dropped = {index for index, decision in decided.items() if not decision.kept}
    text = [block.index for block in page.blocks if block.kind is not code and block.index not in dropped]
    raised = []
    for before, after in itertools.pairwise(text):
        lower = min(probability[before], probability[after])
        for index in range(before + 1, after):
            if page.blocks[index].kind is code and probability[index] < lower:
                probability[index] = lower
                raised.append(index)
    return raised


def _enclosing_table(page: Page, block: Block) -> int:
    index = block.element
    while index >= 0 and page.elements[index].tag != "table":
        index = page.elements[index].parent
    return index
