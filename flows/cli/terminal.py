"""What is written for people: safe to print, as wide as their terminal, coloured only there."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TextIO

from ..safetext import unsafe

_CODES = {"red": "31", "green": "32", "yellow": "33", "cyan": "36", "dim": "2", "bold": "1"}


def printable(text: str) -> str:
    """Text without the characters that move a cursor, change colours or turn the direction of writing."""
    return text if text.isprintable() else unsafe("\r").sub("", text)


def line(text: str) -> str:
    """Text as one line that is safe to print: a page's text must not begin a line of its own in a log."""
    return " ".join(printable(text).split())


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
    """Text in at most so many columns, with an ellipsis where some of it had to go."""
    text = " ".join(printable(text).split())
    if cell_width(text) <= columns:
        return text
    kept, used = [], 1
    for char in text:
        used += cell_width(char)
        if used > columns:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def pad(text: str, columns: int) -> str:
    """Text followed by spaces up to so many columns."""
    return text + " " * (columns - cell_width(text))


def cell_width(text: str) -> int:
    """Columns that text takes: East Asian wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
