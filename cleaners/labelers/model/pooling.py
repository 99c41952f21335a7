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
_MIN_TABLE_PROBABILITY = 0.2  # of a table that an article keeps; a comparison of products has less
_MIN_LIKELY = 0.6  # probability of the sentences that make a page an article
_MIN_PROSE_NEAR, _MIN_PROSE = 0.4, 0.3  # their share of the words around a table, and of the page's
_MAX_LINKED = 0.5  # of a table's characters; above it the table lists other pages


def pool_tables(page: Page, probability: NDArray[np.float64], words: NDArray[np.float64]) -> list[list[int]]:
    """Give all cells of a table with headers their mean: a header is not dropped where its column is kept.

    Returns the cells of each such table.
    """
    tables: dict[int, list[int]] = {}
    cell = Kind.CELL
    for block in page.blocks:
        if block.kind is cell:
            table = _enclosing_table(page, block)
            if table >= 0:
                tables.setdefault(table, []).append(block.index)
    pooled = []
    for cells in tables.values():
        weight = words[cells] + 1
        has_header = any(page.elements[page.blocks[cell].element].tag == "th" for cell in cells)
        if has_header and len(cells) > 3 and weight.mean() < _MAX_MEAN_CELL_WORDS:
            probability[cells] = np.average(probability[cells], weights=weight)
            pooled.append(cells)
    return pooled


def raise_beside_text(
    page: Page, probability: NDArray[np.float64], words: NDArray[np.float64], decided: Decisions
) -> list[int]:
    """Make code and the tables of an article at least as likely body as the text beside them.

    A listing has words of its own on every page, so the model is least reliable where it is longest. A formula on
    lines of its own has none, and a small table few. Returns the blocks that this changed.
    """
    tables = pool_tables(page, probability, words)
    listings = [block for block in page.blocks if _is_code(block)]
    if not listings and not tables:
        return []  # true for most pages
    dropped = {index for index, decision in decided.items() if not decision.kept}
    text = [block.index for block in page.blocks if not _is_code(block) and block.index not in dropped]
    sentences = [i for i in text if words[i] >= _MIN_SENTENCE_WORDS and _is_running_text(page, page.blocks[i])]
    likely = {
        # A short text beside a listing may be its label: "js", "Copy", the name of a file.
        block.index: max(
            (probability[i] for side in (text, sentences) for i in _text_beside(page, block, side)), default=0
        )
        for block in listings
    }
    for cells in tables:
        likely |= dict.fromkeys(cells, _probability_in_article(page, cells, probability, words, sentences))
    raised = [index for index, value in likely.items() if index not in dropped and probability[index] < value]
    probability[raised] = [likely[index] for index in raised]
    return raised


def _probability_in_article(
    page: Page, cells: list[int], probability: NDArray[np.float64], words: NDArray[np.float64], sentences: list[int]
) -> float:
    """The probability of the text before a table in an article; 0 for tables of products, forums and navigation.

    An article is mostly sentences that are likely body, both near the table and on the whole page.
    """
    before = bisect_left(sentences, cells[0]) - 1
    chars = sum(len(page.blocks[index].text) for index in cells)
    is_index = sum(page.blocks[index].linked for index in cells) > _MAX_LINKED * chars
    if before < 0 or is_index or probability[cells[0]] < _MIN_TABLE_PROBABILITY:
        return 0.0
    last = sentences[before]
    section = next((part for part in page.ancestors(page.blocks[cells[0]]) if part.start <= last < part.end), None)
    if section is None:
        return 0.0
    likely = [index for index in sentences if probability[index] >= _MIN_LIKELY]
    near = [index for index in likely if section.start <= index < section.end]
    is_article = (
        words[near].sum() >= _MIN_PROSE_NEAR * words[section.start : section.end].sum()
        and words[likely].sum() >= _MIN_PROSE * words.sum()
    )
    return float(probability[last]) if is_article else 0.0


def _is_running_text(page: Page, block: Block) -> bool:
    """Whether a text may explain what comes next: no heading, cell or caption, which stand for themselves."""
    is_caption = block.element >= 0 and page.elements[block.element].tag == "figcaption"
    return block.kind not in (Kind.HEADING, Kind.CELL) and not is_caption


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
