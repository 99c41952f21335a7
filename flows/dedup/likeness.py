"""How alike two texts are, computed from a few numbers stored for each, so that no text is read again."""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from collections.abc import Collection, Sequence
from zlib import crc32

import numpy as np

from cleaners import characters

MIN_WORDS = 30  # of a text with a sketch; a shorter one has exact copies only
SKETCH_SIZE = 128  # numbers of a sketch: the likeness is right to within some 4 % (one standard deviation)
_NUMBER_BYTES = 4
_RUN_WORDS = 3
_WORD = re.compile(rf"[{characters.UNSPACED}]|[^\W{characters.UNSPACED}]+")
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # any odd numbers, one for each word


def words_of(text: str) -> list[str]:
    """The words of a text; case and punctuation do not count."""
    return _WORD.findall(text.casefold())


def text_fingerprint(text: str) -> tuple[str, str]:
    """(digest of the words, sketch as base64) of a clean text; both "" for an empty text, no sketch for a short one."""
    words = words_of(text)
    if not words:
        return "", ""
    digest = hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return digest, _sketch(words) if len(words) >= MIN_WORDS else ""


def _sketch(words: Sequence[str]) -> str:
    """The smallest of the hashes of a text's runs of three words.

    Two texts have the same share of their smallest hashes in common as of all their runs
    (a MinHash with one hash function and many minima).
    """
    hashes = np.fromiter((crc32(word.encode("utf-8", "surrogatepass")) for word in words), np.uint64, len(words))
    count = len(words) - _RUN_WORDS + 1
    runs = np.zeros(count, np.uint64)
    for index, multiplier in enumerate(_MULTIPLIERS):
        runs ^= hashes[index : index + count] * np.uint64(multiplier)
    runs ^= runs >> np.uint64(31)
    runs *= np.uint64(_MULTIPLIERS[0])
    smallest = np.unique((runs >> np.uint64(32)).astype(">u4"))[:SKETCH_SIZE]
    return base64.b64encode(smallest.tobytes()).decode()


def sketch_numbers(sketch: str, max_count: int = SKETCH_SIZE) -> tuple[int, ...]:
    """The smallest numbers of a sketch, in order."""
    data = base64.b64decode(sketch[: -(-max_count * _NUMBER_BYTES // 3) * 4])[: max_count * _NUMBER_BYTES]
    return struct.unpack(f">{len(data) // _NUMBER_BYTES}I", data)


def likeness(sketch: Collection[int], other: Collection[int]) -> float:
    """The share of their runs of words that two texts have in common (Jaccard index), from their sketches."""
    both = set(sketch) & set(other)
    smallest = sorted({*sketch, *other})[:SKETCH_SIZE]
    return sum(1 for number in smallest if number in both) / len(smallest) if smallest else 0.0


def likeness_bound(sketch: frozenset[int], other: frozenset[int]) -> float:
    """A bound that `likeness` never exceeds, and much cheaper."""
    return len(sketch & other) / max(len(sketch), len(other), 1)
