"""Text of pages on its way out: as one line of Markdown, and as JSON that is safe on a terminal."""

from __future__ import annotations

import json
import re
from typing import Any

# Controls that JSON leaves as they are, and what moves or turns text on a screen.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_MARKS = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)|#+(?=\s*$)")
_LETTERS_AROUND = re.compile(r"(?<=[^\W_])\\_(?=[^\W_])")


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON text in UTF-8 letters; what could act on a terminal is written as an escape, so that nothing is lost."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def markdown_text(text: str) -> str:
    """A text as one line of Markdown (of a heading, or of a table's cell) that shows exactly that text."""
    line = " ".join(_INVISIBLE.sub(" ", text).split())
    return _LETTERS_AROUND.sub("_", _MARKS.sub(r"\\\g<0>", line))
