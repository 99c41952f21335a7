"""Lines without a letter or a digit: rulers, bullets, lone punctuation."""

from __future__ import annotations

from ...page import Decisions, Kind, Labels
from ...reading import Reading
from ...reading.lines import ELLIPSES, PROMPTS, Line, Lines, drop
from ...reading.markup import is_code_like

_MAX_CHARS = 80
_MAX_CODE_CHARS = 4
_CODE_SIGNS = frozenset("()[]>.;#|/")


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    separators = (line for line in lines if not line.normalised and _is_separator(line, lines))
    return drop(separators, "a separator without words")


def _is_separator(line: Line, lines: Lines) -> bool:
    """Whether a line without words separates: dots in flattened text stand for words that were left out."""
    if len(line.text) > _MAX_CHARS or line.kind in (Kind.CODE, Kind.CELL):
        return False
    if line.kind is Kind.LINE and (line.text in ELLIPSES or line.text.startswith(PROMPTS)):
        return False
    return not (_may_be_code(line.text) and any(map(_is_code, lines.between(line.index - 3, line.index + 4))))


def _may_be_code(text: str) -> bool:
    """Whether a line is like ")", "[]", "..." or ">>>", which a program may have on a line of its own."""
    return len(text) <= _MAX_CODE_CHARS and bool(set(text) & _CODE_SIGNS)


def _is_code(line: Line) -> bool:
    return bool(line.normalised) and (line.kind is Kind.CODE or is_code_like(line.text))
