"""What is written for people: safe to print, as wide as their terminal, coloured only there."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO

from ..safe_text import one_line, printable
from ..safe_text import one_line as line  # the name that other commands know

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["Cell", "Paint", "console", "cut", "line", "note", "print_table", "printable", "width"]

Cell = str | tuple[str, str]
"""A cell of a table: its text, or its text and colour."""

_CODES = {"red": "31", "green": "32", "yellow": "33", "cyan": "36", "dim": "2", "bold": "1"}
_AT_ONCE = 500  # rows of a table whose columns are measured together, so that a long one comes as it is read


def note(text: str) -> None:
    """Tell the user something on standard error."""
    print(f"winnow: {printable(text)}", file=sys.stderr, flush=True)


def width(most: int = 100) -> int:
    """Columns to write in: the terminal's, 80 where there is none, and never more than can be read well."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, most))


class Paint:
    """Colours for one stream, or none: in a pipe, with NO_COLOR set, or on a terminal that has none."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stdout
        plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
        self.on = self.stream.isatty() and not plain

    def __call__(self, text: str, colour: str) -> str:
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.on and text else text


def cut(text: str, columns: int) -> str:
    """Text as one line in at most so many columns, with an ellipsis where some of it had to go."""
    from rich.cells import cell_len, set_cell_size

    text = one_line(text)
    return text if cell_len(text) <= columns else set_cell_size(text, columns - 1).rstrip() + "…"


def print_table(
    headers: Sequence[str], rows: Iterable[Sequence[Cell]], stream: TextIO | None = None, most: int = 120
) -> None:
    """Write a table; a header that ends in > stands over figures.

    On a terminal the columns are aligned and long cells are cut, so that a row is one line of at most ``most``
    columns. Elsewhere nothing is cut: a row is a line, its cells divided by tabs.
    """
    stream = stream or sys.stdout
    if not stream.isatty():
        for row in chain([[name.rstrip(">") for name in headers]], rows):
            stream.write("\t".join(one_line(text) for text, _ in map(_parts, row)) + "\n")
        return
    left, screen, first = iter(rows), console(stream, most), True
    while (some := list(islice(left, _AT_ONCE))) or first:
        screen.print(_table(headers, some, first))
        first = False


def console(stream: TextIO, most: int | None = None) -> Console:
    """Rich's console for a stream: at most so many columns wide, coloured as `Paint`; no text is markup to it."""
    from rich.console import Console

    return Console(
        file=stream, width=width(most) if most else None, force_terminal=stream.isatty(), markup=False, emoji=False,
        highlight=False, color_system="standard" if Paint(stream).on else None,
    )  # fmt: skip


def _table(headers: Sequence[str], rows: Sequence[Sequence[Cell]], with_header: bool) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=with_header, header_style="bold")
    for name in headers:
        figures = name.endswith(">")
        table.add_column(Text(name.rstrip(">")), justify="right" if figures else "left", no_wrap=figures)
    for row in rows:
        parts = map(_parts, row)
        table.add_row(*(Text(one_line(text), colour, no_wrap=True, overflow="ellipsis") for text, colour in parts))
    return table


def _parts(cell: Cell) -> tuple[str, str]:
    return (cell, "") if isinstance(cell, str) else cell
