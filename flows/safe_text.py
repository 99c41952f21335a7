"""Text of pages made safe for output: for a terminal, as one line, as one line of Markdown, and as JSON."""

from __future__ import annotations

import json
import os
import re
import traceback
from functools import cache
from typing import Any

_SURROGATES = re.compile("[\ud800-\udfff]")
_MARKUP = re.compile(
    r"(?<![^\W_])_|_(?![^\W_])|[\\`*\[\]|]|\{(?![%#!])"
    r"|(?P<reference><(?!\s)|&(?=#|\w+;)|[~^]|(?<=\S)\$(?!\d)|%(?=%)|:(?=(?:[a-z+-][\w+-]*|100|1234|8ball):)|\{)"
)
_NAMES = {"<": "&lt;", "&": "&amp;"}


@cache
def unsafe(others: str = "") -> re.Pattern[str]:
    """One of the characters that act on a screen or break a file, or one of ``others``.

    The library with their table is imported here: that takes 0.2 s, and most commands print plain text only.
    """
    from cleaners import characters

    return re.compile(f"[{characters.UNSAFE}{others}]")


def printable(text: str) -> str:
    """Text without the characters that move a cursor, change colours or turn the direction of writing."""
    return text if text.isprintable() else unsafe("\r").sub("", text)


def one_line(text: str) -> str:
    """Text as one line, safe in front matter, a terminal or a table: without control and direction characters."""
    return " ".join((text if text.isprintable() else unsafe("\t\n\r").sub(" ", text)).split())


def storable(text: str) -> str:
    """Text that files and databases can hold: lone surrogates, of JSON or of undecodable bytes, become U+FFFD."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def crash_text(error: Exception) -> str:
    """An unexpected error as one line of at most 300 characters: its type, where it was raised, its message."""
    frames = traceback.extract_tb(error.__traceback__)
    location = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "nowhere"
    return one_line(f"{type(error).__name__} at {location}: {error}")[:300]


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON text in UTF-8 letters; characters that act on a terminal are written as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text if text.isprintable() else unsafe().sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def markdown_text(text: str) -> str:
    """A text as one line of Markdown (of a heading, or of a table's cell) that shows exactly that text.

    A backslash is an escape before "<" only for some programs; references are understood by all (`cleaners.render`).
    """
    line = one_line(text)
    body = line.rstrip("#")
    return _MARKUP.sub(_escaped, body) + "\\#" * (len(line) - len(body))


def _escaped(match: re.Match[str]) -> str:
    sign = match[0]
    return _NAMES.get(sign) or (f"&#{ord(sign)};" if match["reference"] else f"\\{sign}")
