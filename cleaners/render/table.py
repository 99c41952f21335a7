"""A run of cells of one table, as a Markdown table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..page import Block
from .inline import inline
from .places import Places

_MOST_COLUMNS = 60
_SPAN = re.compile(r"[1-9]\d?\Z")
_LONG_CELL = 600  # characters: a longer cell is a column of a layout


def table(blocks: Sequence[Block], places: Places, base: str | None) -> str:
    """The kept cells of one table in rows and columns; "" when they are no table of data.

    A cell of which nothing is kept is empty; a cell's paragraphs are set in one line.
    """
    rows: dict[int, dict[int, list[Block]]] = {}
    for block in blocks:
        place = places.of(block)
        rows.setdefault(place.row, {}).setdefault(place.cell, []).append(block)
    if len(rows) < 2 or any(len(block.text) > _LONG_CELL for block in blocks):
        return ""
    columns = _columns(rows, places)
    grid = [_cells(row, cells, columns, base) for row, cells in rows.items()]
    width = max(map(len, grid))
    if width < 2 or width > _MOST_COLUMNS:
        return ""
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in grid]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _columns(rows: dict[int, dict[int, list[Block]]], places: Places) -> dict[int, list[tuple[int, int]]]:
    """For every row its cells in order, each with the columns it spans."""
    found: dict[int, list[tuple[int, int]]] = {row: [] for row in rows}
    first, last = min(rows), max(max(cells) for cells in rows.values())
    for index in range(first, last + 1):
        element = places.elements[index]
        if element.tag in ("td", "th") and element.parent in found:
            match = _SPAN.match(element.attrs.get("colspan") or "")
            found[element.parent].append((index, int(match[0]) if match else 1))
    return found


def _cells(
    row: int, cells: dict[int, list[Block]], columns: dict[int, list[tuple[int, int]]], base: str | None
) -> list[str]:
    texts: list[str] = []
    for cell, span in columns[row]:
        text = " ".join(_cell(block, base) for block in cells.get(cell, ()))
        texts += [text, *[""] * (span - 1)]
    return texts


def _cell(block: Block, base: str | None) -> str:
    # A bare bar ends the cell, even in code; the escaped ones of the text are safe already.
    text = " ".join(inline(block, base).split())
    parts = text.split("|")
    for at in range(len(parts) - 1):
        bare = (len(parts[at]) - len(parts[at].rstrip("\\"))) % 2 == 0
        parts[at] += "\\" if bare else ""
    return "|".join(parts)
