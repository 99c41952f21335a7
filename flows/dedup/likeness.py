"""How alike two texts are, told from a few numbers kept of each: no text is read again to compare it."""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from collections.abc import Collection, Sequence
from zlib import crc32

import numpy as np

from cleaners import scripts

FEWEST = 30  # words below which only the very same text is a copy
SKETCH = 128  # numbers kept of a text: likeness is right to within some 4 % (one standard deviation)
_NUMBER = 4  # bytes
_RUN = 3  # words
_WORD = re.compile(rf"[{scripts.UNSPACED}]|[^\W{scripts.UNSPACED}]+")
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # any odd numbers, one a place in a run


def words_of(text: str) -> list[str]:
    """The words of a text; case and punctuation do not count."""
    return _WORD.findall(text.casefold())


def marks_of(text: str) -> tuple[str, str]:
    """(digest of the words, sketch as base64) of a clean text; empty for an empty one, no sketch for a short one."""
    words = words_of(text)
    if not words:
        return "", ""
    digest = hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return digest, _sketch(words) if len(words) >= FEWEST else ""


def _sketch(words: Sequence[str]) -> str:
    """The smallest of the hashes of a text's runs of three words.

    Two texts have as large a share of the smallest hashes of both in common as of all
    their runs (a MinHash with one hash function and many minima).
    """
    hashes = np.fromiter((crc32(word.encode("utf-8", "surrogatepass")) for word in words), np.uint64, len(words))
    last = len(words) - _RUN + 1
    runs = np.zeros(last, np.uint64)
    for place, odd in enumerate(_ODD):
        runs ^= hashes[place : place + last] * np.uint64(odd)
    runs ^= runs >> np.uint64(31)
    runs *= np.uint64(_ODD[0])
    smallest = np.unique((runs >> np.uint64(32)).astype(">u4"))[:SKETCH]
    return base64.b64encode(smallest.tobytes()).decode()


def numbers_of(sketch: str, most: int = SKETCH) -> tuple[int, ...]:
    """The numbers of a sketch, the ``most`` smallest of them, in order."""
    data = base64.b64decode(sketch[: -(-most * _NUMBER // 3) * 4])[: most * _NUMBER]
    return struct.unpack(f">{len(data) // _NUMBER}I", data)


def likeness(one: Collection[int], other: Collection[int]) -> float:
    """The share of their runs of words that two texts have in common (Jaccard index), from their sketches."""
    both = set(one) & set(other)
    smallest = sorted({*one, *other})[:SKETCH]
    return sum(1 for number in smallest if number in both) / len(smallest) if smallest else 0.0


def at_most_alike(one: frozenset[int], other: frozenset[int]) -> float:
    """A bound that `likeness` never exceeds, and much cheaper."""
    return len(one & other) / max(len(one), len(other), 1)
