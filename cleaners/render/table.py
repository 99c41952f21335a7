"""The tables of data of a page, and how Markdown writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..page import Block, Kind, Mark
from .formulas import FORMULAS
from .grid import MAX_COLUMNS, Cell
from .inline import inline
from .nesting import PageNesting

# Characters of a text in a cell; a longer one is a column of the page layout. Tables with header cells are data.
_MAX_PLAIN_CELL, _MAX_CELL = 600, 4_000
_ENDS = (".", ",", ";", ":", "!", "?", "…", "。", "、")


@dataclass(frozen=True)
class Table:
    """A table of data: by row the kept cells with their blocks, and the number of columns."""

    rows: list[list[tuple[Cell, list[Block]]]]
    width: int


def data_table(blocks: Sequence[Block], page_nesting: PageNesting) -> Table | None:
    """The kept cells of one table; None where they are no table of data: one row, one column, a column of prose."""
    nestings = [page_nesting.of(block) for block in blocks]
    longest = max(len(block.text) for block in blocks)
    max_cell = _MAX_CELL if page_nesting.has_header(nestings[0].table) else _MAX_PLAIN_CELL
    if nestings[0].table < 0 or nestings[0].row == nestings[-1].row or longest > max_cell:
        return None
    grid = page_nesting.grid(nestings[0].table)
    by_row: dict[int, dict[int, list[Block]]] = {}
    for block, nesting in zip(blocks, nestings, strict=True):
        if nesting.cell not in grid:
            return None
        by_row.setdefault(grid[nesting.cell].row, {}).setdefault(nesting.cell, []).append(block)
    places = sorted(((cell, index) for index, cell in grid.items() if cell.row in by_row), key=_place)
    rows: dict[int, list[tuple[Cell, list[Block]]]] = {}
    for cell, index in places:
        rows.setdefault(cell.row, []).append((cell, by_row[cell.row].get(index, [])))
    width = max(cell.column + cell.columns for cell, _ in places)
    return Table(list(rows.values()), width) if len(rows) >= 2 and 2 <= width <= MAX_COLUMNS else None


def _place(cell: tuple[Cell, int]) -> tuple[int, int]:
    return cell[0].row, cell[0].column


def table(data: Table, base: str | None) -> list[str]:
    """The lines of a table in Markdown.

    The first row is the header, as GitHub's Markdown needs one. What a cell spans beyond its first column
    and row stays empty, so that every cell is in its own column; the parts of a cell become one line.
    """
    lines = []
    for row in data.rows:
        texts = [""] * data.width
        for cell, cell_blocks in row:
            texts[cell.column] = _cell_text(cell_blocks, base)
        lines.append("| " + " | ".join(texts) + " |")
    lines.insert(1, "|" + " --- |" * data.width)
    return lines


def _cell_text(blocks: Sequence[Block], base: str | None) -> str:
    text = ""
    for block in blocks:
        written = _block_text(block, base)
        is_next_item = block.kind is Kind.ITEM and text and not text.endswith(_ENDS)
        text += f"{'; ' if is_next_item else ' ' if text else ''}{written}"
    return text


def in_cell(block: Block) -> Block:
    """A block as a cell has it: code of one line is a mark there."""
    is_code = block.kind is Kind.CODE
    return replace(block, kind=Kind.CELL, marks=(Mark("code", 0, len(block.text)),)) if is_code else block


def _block_text(block: Block, base: str | None) -> str:
    block = in_cell(block)
    # A "|" ends the cell even in code; with a backslash it does not, but some parsers show the backslash in code.
    marks = (mark for mark in block.marks
             if mark.kind not in ("code", *FORMULAS) or "|" not in block.text[mark.start : mark.end])  # fmt: skip
    return " ".join(inline(replace(block, marks=tuple(marks)), base).split())
