"""Output for people: safe to print, as wide as the terminal, in colour only there."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO

from ..safe_text import one_line, printable
from ..safe_text import one_line as line  # a shorter name for the commands

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["Cell", "Paint", "console", "cut", "line", "line_width", "note", "print_table", "printable", "width"]

Cell = str | tuple[str, str]
"""A cell of a table: its text, or its text and colour."""

_CODES = {"red": "31", "green": "32", "yellow": "33", "cyan": "36", "dim": "2", "bold": "1"}
_ROWS_AT_ONCE = 500  # rows of a table that are aligned together: a long table is printed while it is read


def note(text: str) -> None:
    """Print a message on standard error, after what was written to standard output, where both go to one file."""
    with suppress(OSError, ValueError):  # an output that cannot be written has its own message at the end
        sys.stdout.flush()
    print(f"winnow: {printable(text)}", file=sys.stderr, flush=True)


def width(max_columns: int = 100) -> int:
    """The columns of the terminal, 80 where there is none; at least 40 and at most ``max_columns``."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, max_columns))


def line_width(stream: TextIO) -> int:
    """The columns for lines written to a stream: those of the terminal; no limit in a pipe or file."""
    return width() if stream.isatty() else sys.maxsize


class Paint:
    """Colours text for one stream. Does nothing in a pipe, with NO_COLOR set, or on a terminal without colours."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stdout
        plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
        self.on = self.stream.isatty() and not plain

    def __call__(self, text: str, colour: str) -> str:
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.on and text else text


def cut(text: str, columns: int) -> str:
    """Text as one line in at most so many columns; an ellipsis marks what was cut off."""
    from rich.cells import cell_len, set_cell_size

    text = one_line(text)
    return text if cell_len(text) <= columns else set_cell_size(text, columns - 1).rstrip() + "…"


def print_table(
    headers: Sequence[str], rows: Iterable[Sequence[Cell]], stream: TextIO | None = None, max_columns: int = 120
) -> None:
    """Write a table. A column whose header ends in > holds figures, aligned to the right.

    On a terminal the columns are aligned and long cells are cut, so that a row is one line of at most
    ``max_columns``. Elsewhere nothing is cut: a row is a line, with tabs between its cells.
    """
    stream = stream or sys.stdout
    if not stream.isatty():
        for row in chain([[name.rstrip(">") for name in headers]], rows):
            stream.write("\t".join(one_line(text) for text, _ in map(_parts, row)) + "\n")
        return
    remaining, screen, first = iter(rows), console(stream, max_columns), True
    while (batch := list(islice(remaining, _ROWS_AT_ONCE))) or first:
        screen.print(_table(headers, batch, first))
        first = False


def console(stream: TextIO, max_columns: int | None = None) -> Console:
    """Rich's console for a stream: coloured as by `Paint`, and without markup in texts."""
    from rich.console import Console

    return Console(
        file=stream, width=width(max_columns) if max_columns else None, force_terminal=stream.isatty(),
        markup=False, emoji=False, highlight=False, color_system="standard" if Paint(stream).on else None,
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
