"""Text of pages on its way out: safe to show, as one line, as one line of Markdown, and as JSON for a terminal."""

from __future__ import annotations

import json
import re
from typing import Any

# What moves or turns text on a screen, lone surrogates, and what no YAML or XML file may hold.
_MOVES = r"\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff"
_UNSAFE = re.compile(f"[{_MOVES}]")  # JSON writes the other controls as escapes by itself
_ACTS = re.compile(rf"[\x00-\x08\x0b-\x1f{_MOVES}]")
_INVISIBLE = re.compile(rf"[\x00-\x1f{_MOVES}]+")
_MARKS = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)|#+(?=\s*$)")
_LETTERS_AROUND = re.compile(r"(?<=[^\W_])\\_(?=[^\W_])")


def printable(text: str) -> str:
    """Text without the characters that move a cursor, change colours or turn the direction of writing."""
    return _ACTS.sub("", text)


def one_line(text: str) -> str:
    """Text that cannot break front matter, a terminal or a table: no control, direction or line-end marks."""
    return " ".join(_INVISIBLE.sub(" ", text).split())


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON text in UTF-8 letters; what could act on a terminal is written as an escape, so that nothing is lost."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def markdown_text(text: str) -> str:
    """A text as one line of Markdown (of a heading, or of a table's cell) that shows exactly that text."""
    return _LETTERS_AROUND.sub("_", _MARKS.sub(r"\\\g<0>", one_line(text)))
