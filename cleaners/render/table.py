"""Writes a run of cells of one table as a Markdown table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..page import Block, Kind, Mark
from .inline import inline
from .nesting import PageNesting

_MAX_COLUMNS = 60
_SPAN = re.compile(r"[1-9]\d?\Z")
_MAX_CELL = 600  # characters: a longer cell is a column of the page layout


def table(blocks: Sequence[Block], page_nesting: PageNesting, base: str | None) -> str:
    """The kept cells of one table as Markdown; "" when they are no table of data.

    A cell without kept blocks is empty; the paragraphs of a cell become one line.
    """
    rows: dict[int, dict[int, list[Block]]] = {}
    for block in blocks:
        nesting = page_nesting.of(block)
        rows.setdefault(nesting.row, {}).setdefault(nesting.cell, []).append(block)
    if len(rows) < 2 or any(len(block.text) > _MAX_CELL for block in blocks):
        return ""
    columns = _columns(rows, page_nesting)
    grid = [_cells(row, cells, columns, base) for row, cells in rows.items()]
    width = max(map(len, grid))
    if width < 2 or width > _MAX_COLUMNS:
        return ""
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in grid]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _columns(rows: dict[int, dict[int, list[Block]]], page_nesting: PageNesting) -> dict[int, list[tuple[int, int]]]:
    """By row: its cells in order, each with the number of columns that it spans."""
    columns: dict[int, list[tuple[int, int]]] = {row: [] for row in rows}
    first_cell, last_cell = min(rows), max(max(cells) for cells in rows.values())
    for index in range(first_cell, last_cell + 1):
        element = page_nesting.elements[index]
        if element.tag in ("td", "th") and element.parent in columns:
            match = _SPAN.match(element.attrs.get("colspan") or "")
            columns[element.parent].append((index, int(match[0]) if match else 1))
    return columns


def _cells(
    row: int, cells: dict[int, list[Block]], columns: dict[int, list[tuple[int, int]]], base: str | None
) -> list[str]:
    texts: list[str] = []
    for cell, span in columns[row]:
        text = " ".join(_cell(block, base) for block in cells.get(cell, ()))
        texts += [text, *[""] * (span - 1)]
    return texts


def _cell(block: Block, base: str | None) -> str:
    if block.kind is Kind.CODE:
        block = replace(block, kind=Kind.CELL, marks=(Mark("code", 0, len(block.text)),))
    # A "|" ends the cell even in code; with a backslash it does not, but some parsers show the backslash in code.
    marks = (mark for mark in block.marks if mark.kind != "code" or "|" not in block.text[mark.start : mark.end])
    return " ".join(inline(replace(block, marks=tuple(marks)), base).split())
