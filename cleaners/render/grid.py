"""The rows and columns of an HTML table, with cells that span several of either."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..page import Element

MAX_COLUMNS = 60
_SPAN = re.compile(r"\d{1,5}\Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's place: row and column of its upper left corner, and the columns and rows that it spans."""

    row: int
    column: int
    columns: int
    rows: int
    is_header: bool


def grid_of(table: int, elements: Sequence[Element]) -> dict[int, Cell]:
    """The cells of a table by element. Columns from `MAX_COLUMNS` on have no cells: such a table is not written.

    Spans are limited to the rows and columns there are, so that no cell makes the table larger than the page.
    """
    cells: dict[int, Cell] = {}
    taken: list[int] = [0] * (MAX_COLUMNS + 1)  # by column: the row up to which a cell from above reaches
    rows: dict[int, int] = {}
    group, next_column = -1, 0
    group_starts: list[int] = []
    for index in range(table + 1, len(elements)):
        element = elements[index]
        if element.depth <= elements[table].depth:
            break
        if element.tag == "tr" and element.parent not in cells:
            rows[index], next_column = len(rows), 0
            if element.parent != group:  # no cell spans rows of another part of the table
                group, taken = element.parent, [0] * (MAX_COLUMNS + 1)
                group_starts.append(rows[index])
        elif element.tag in ("td", "th") and element.parent in rows:
            row = rows[element.parent]
            while next_column < MAX_COLUMNS and taken[next_column] > row:
                next_column += 1
            columns = max(1, min(_span(element.attrs.get("colspan"), 1), MAX_COLUMNS + 1 - next_column))
            height = _span(element.attrs.get("rowspan"), len(elements))
            cells[index] = Cell(row, next_column, columns, height, element.tag == "th")
            taken[next_column : next_column + columns] = [row + height] * min(columns, len(taken) - next_column)
            next_column += columns
    group_starts.append(len(rows))
    return {index: _within(cell, group_starts[bisect_right(group_starts, cell.row)]) for index, cell in cells.items()}


def _within(cell: Cell, end: int) -> Cell:
    """A cell that spans no rows from ``end`` on."""
    return cell if cell.row + cell.rows <= end else replace(cell, rows=end - cell.row)


def _span(text: str | None, of_zero: int) -> int:
    """A number of rows or columns; ``of_zero`` where it is 0, which for rows means all that follow."""
    text = (text or "").strip()
    number = int(text) if _SPAN.match(text) else 1
    return number or of_zero
