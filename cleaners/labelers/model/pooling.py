"""Blocks decided with their neighbours: the cells of a table, code and formulas within the text that explains them."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from ...page import Block, Decisions, Kind, Page

_MAX_BESIDE = 12  # characters beside a formula
_MIN_SENTENCE_WORDS = 5
_MAX_CLIMBED = 8  # elements around a listing in which the text beside it is looked for
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


def raise_code_probability(
    page: Page, probability: NDArray[np.float64], words: NDArray[np.float64], decided: Decisions
) -> list[int]:
    """Make code at least as likely body as the text before or after it; returns the blocks that this changed.

    A listing has words of its own on every page, so the model is least reliable where it is longest. A formula on
    lines of its own has none.
    """
    listings = [block for block in page.blocks if _is_code(block)]
    if not listings:
        return []  # true for most pages
    dropped = {index for index, decision in decided.items() if not decision.kept}
    text = [block.index for block in page.blocks if not _is_code(block) and block.index not in dropped]
    sentences = [index for index in text if words[index] >= _MIN_SENTENCE_WORDS]
    raised = []
    for block in listings:
        if block.index not in dropped:
            # A short text beside it may be its label: "js", "Copy", the name of a file.
            beside = [*_text_beside(page, block, text), *_text_beside(page, block, sentences)]
            likely = max((probability[other] for other in beside), default=0.0)
            if probability[block.index] < likely:
                probability[block.index] = likely
                raised.append(block.index)
    return raised


def _text_beside(page: Page, code: Block, text: list[int]) -> list[int]:
    """The text before and after a listing: of them, what is in the smallest element that has any.

    A listing at the end of a section belongs to the text before it, not to the footer that may come next.
    """
    following = bisect_left(text, code.index)
    beside = text[max(following - 1, 0) : following + 1]
    index = code.element
    for _ in range(_MAX_CLIMBED):
        if index < 0:
            break
        element = page.elements[index]
        if element.tag in ("body", "main"):
            break  # no section: what is at its end may be anything
        inside = [other for other in beside if element.start <= other < element.end]
        if inside:
            return inside
        index = element.parent
    return beside if len(beside) > 1 else []


def _is_code(block: Block) -> bool:
    """Whether a block is a listing, or nothing but a formula."""
    if block.kind is Kind.CODE:
        return True
    marks = block.marks
    return bool(marks) and all(mark.kind in ("formula", "display") for mark in marks) and _is_covered(block)


def _is_covered(block: Block) -> bool:
    """Whether a block has hardly any text beside its formulas: a full stop, the number of an equation."""
    size = sum(mark.end - mark.start for mark in block.marks)
    return len(block.text) - size <= _MAX_BESIDE


def _enclosing_table(page: Page, block: Block) -> int:
    index = block.element
    while index >= 0 and page.elements[index].tag != "table":
        index = page.elements[index].parent
    return index
