"""Writes a table of data as HTML, with its spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ..page import Block, Kind
from .grid import Cell
from .html_marks import Links, inline_html
from .nesting import PageNesting
from .table import Table, in_cell

_Row = list[tuple[Cell, list[Block]]]


def table_html(table: Table, caption: str, page_nesting: PageNesting, links: Links) -> str:
    """A table as HTML; ``caption`` is HTML already. Rows of header cells at its top become its head."""
    numbers = [row[0][0].row for row in table.rows]
    head = 0
    while head < len(table.rows) - 1 and all(cell.is_header for cell, _ in table.rows[head]):
        head += 1
    lines = ["<table>"] + ([f"<caption>{caption}</caption>"] if caption else [])
    for tag, start, end in (("thead", 0, head), ("tbody", head, len(table.rows))):
        if start < end:
            rows = (_row(row, numbers, end, page_nesting, links) for row in table.rows[start:end])
            lines += [f"<{tag}>", *rows, f"</{tag}>"]
    return "\n".join([*lines, "</table>"])


def _row(row: _Row, numbers: Sequence[int], end: int, page_nesting: PageNesting, links: Links) -> str:
    """One row; ``numbers`` are those of the rows that are written, ``end`` the index after its part of the table."""
    parts = ["<tr>"]
    for cell, blocks in row:
        tag = "th" if cell.is_header else "td"
        rows = min(bisect_left(numbers, cell.row + cell.rows), end) - bisect_left(numbers, cell.row)
        spans = (("colspan", cell.columns), ("rowspan", rows))
        attributes = "".join(f' {name}="{number}"' for name, number in spans if number > 1)
        parts.append(f"<{tag}{attributes}>{_content(blocks, page_nesting, links)}</{tag}>")
    return "".join([*parts, "</tr>"])


def _content(blocks: Sequence[Block], page_nesting: PageNesting, links: Links) -> str:
    """The content of a cell: its one text, or its paragraphs and items."""
    if len(blocks) == 1 and blocks[0].kind is not Kind.ITEM:
        return inline_html(in_cell(blocks[0]), links)
    parts: list[str] = []
    open_list = ""
    for block in blocks:
        containers = page_nesting.of(block).containers
        is_item = block.kind is Kind.ITEM and bool(containers)
        wanted = ("ol" if containers[-1] in page_nesting.numbers else "ul") if is_item else ""
        if wanted != open_list:
            parts += [f"</{open_list}>"] * bool(open_list) + [f"<{wanted}>"] * bool(wanted)
            open_list = wanted
        tag = "li" if is_item else "p"
        parts.append(f"<{tag}>{inline_html(in_cell(block), links)}</{tag}>")
    return "".join([*parts, *[f"</{open_list}>"] * bool(open_list)])
