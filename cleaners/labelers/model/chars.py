"""Counts of character classes for every block at once: one look-up table, one pass over the page's text."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]  # float32 in columns, wider while they are computed

# The table holds all characters below _OTHERS, one entry for ideographs and all others, then the full-width forms of
# Latin letters and punctuation.
_OTHERS = 0x3400
_WIDE, _WIDE_END = 0xFF00, 0xFFF0
_STOPS = ".!?…。！？؟।"
_PLAIN = ".,!?;:'\"-()’“”。，、！？；：（）「」『』"  # punctuation of running text, not counted as symbols

# Classes of the look-up table, one bit each.
UPPER, LOWER, DIGIT, STOP, COMMA, SYMBOL, SPACE, WORD = (1 << k for k in range(8))
CLASSES = (UPPER, LOWER, DIGIT, STOP, COMMA, SYMBOL, SPACE, WORD)


@cache
def _table() -> NDArray[np.uint8]:
    table = np.zeros(_OTHERS + 1 + _WIDE_END - _WIDE, np.uint8)
    for index, code in enumerate((*range(_OTHERS), 0x4E00, *range(_WIDE, _WIDE_END))):
        char = chr(code)
        value = UPPER * char.isupper() | LOWER * char.islower() | DIGIT * char.isdigit() | SPACE * char.isspace()
        value |= WORD * (char.isalnum() or char == "_")
        value |= STOP * (char in _STOPS) | COMMA * (char in ",،、，;؛；")
        value |= SYMBOL * (not char.isalnum() and not char.isspace() and char not in _PLAIN)
        table[index] = value
    return table


def char_counts(text: str, spans: NDArray[np.int64]) -> dict[int, Floats]:
    """For each class, how many characters of each span ``[start, end)`` of ``text`` belong to it.

    The key UPPER | SPACE counts capitals that begin a word.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    indexes = np.minimum(codes, _OTHERS)
    if len(codes) and codes.max() >= _WIDE:
        indexes = np.where((codes >= _WIDE) & (codes < _WIDE_END), codes - _WIDE + _OTHERS + 1, indexes)
    kinds = _table()[indexes]
    counts: dict[int, Floats] = {}
    for kind in CLASSES:
        counts[kind] = _per_span((kinds & kind) != 0, spans)
    begins = ((kinds & UPPER) != 0) & np.concatenate(([True], (kinds[:-1] & WORD) == 0))
    counts[UPPER | SPACE] = _per_span(begins, spans)
    return counts


def _per_span(hits: NDArray[np.bool_], spans: NDArray[np.int64]) -> Floats:
    total = np.concatenate(([0], np.cumsum(hits, dtype=np.int32)))
    return (total[spans[:, 1]] - total[spans[:, 0]]).astype(np.float32)
