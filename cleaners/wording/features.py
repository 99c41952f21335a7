"""The features of a line's wording: hashed words, their beginnings and ends, pairs and triples of words, and shape.

Nothing here belongs to one language: one table of weights holds all of them. In scripts without spaces each
character is a word, so pairs and triples of characters are what words are elsewhere.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..patterns import pattern
from ..words import SPACELESS

Ids = NDArray[np.uint32]

BITS = 16  # of a feature's number
_HEAD_CHARS, _TAIL_CHARS = 320, 120  # of a long line only its first and last characters are read
_TOKEN = pattern(rf"[{SPACELESS}]|[^\W\d_{SPACELESS}]+|\d+|[^\w\s.,'’]")
_STEMS, _ENDINGS = (3, 4, 5, 6, 7), (3, 4)  # characters
_MIN_STEMMED = 5  # characters of a word whose beginnings and ends are features
_FIRST, _LAST, _PAIR, _TRIPLE = (np.uint32(odd) for odd in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F))
_STOPS = ".!?…。！？।؟"


def features_of(texts: Sequence[str]) -> tuple[Ids, NDArray[np.int64]]:
    """The features of some lines, below 2 ** `BITS`, line after line, and the index of the first of each line's.

    A feature that a line has twice is there twice. Every line has at least those of its shape.
    """
    tokens = [_tokens(text) for text in texts]
    ids, lines = zip(*_parts(texts, tokens), strict=True)
    line = np.concatenate(lines)
    order = np.argsort(line, kind="stable")
    start = np.searchsorted(line[order], np.arange(len(texts)))
    return np.concatenate(ids)[order] >> np.uint32(32 - BITS), start


def _tokens(text: str) -> list[str]:
    """The words, numbers and signs of a line, lower-cased; of a long line those at its two ends."""
    if len(text) > _HEAD_CHARS + _TAIL_CHARS:
        text = f"{text[:_HEAD_CHARS]} {text[-_TAIL_CHARS:]}"
    found: list[str] = _TOKEN.findall(text.lower())
    return found


def _parts(texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[tuple[Ids, NDArray[np.int64]]]:
    """The features of each sort, each with the number of its line."""
    shapes = [_shape(text, own) for text, own in zip(texts, tokens, strict=True)]
    parts = [_numbered(shapes)]
    words = [_word(token) for token in itertools.chain.from_iterable(tokens)]
    line = np.repeat(np.arange(len(texts)), [len(own) for own in tokens])
    ids, token = _numbered(words)
    parts.append((ids, line[token]))
    own = ids[np.searchsorted(token, np.arange(len(words)))]  # the first of each token's features
    pair = own[:-1] * _PAIR + own[1:]
    triple = pair[:-1] * _TRIPLE + own[2:]
    is_pair, is_triple = line[:-1] == line[1:], line[:-2] == line[2:]
    begins = np.append(True, ~is_pair)[: len(own)]
    ends = np.append(~is_pair, True)[: len(own)]
    parts += [(pair[is_pair], line[:-1][is_pair]), (triple[is_triple], line[:-2][is_triple])]
    parts += [(own[begins] * _FIRST, line[begins]), (own[ends] * _LAST, line[ends])]
    first, last = is_pair & begins[:-1], is_pair & ends[1:]
    parts += [(pair[first] * _FIRST, line[:-1][first]), (pair[last] * _LAST, line[:-1][last])]
    return parts


def _numbered(parts: Sequence[bytes]) -> tuple[Ids, NDArray[np.int64]]:
    ids = np.frombuffer(b"".join(parts), np.uint32)
    return ids, np.repeat(np.arange(len(parts)), [len(part) // 4 for part in parts])


@lru_cache(1 << 16)
def _word(token: str) -> bytes:
    """The features of one token: first its own, then its beginnings and ends. A number counts by its length."""
    if token.isdigit():
        is_year = len(token) == 4 and token[:2] in ("19", "20")
        return _hashes("year" if is_year else "0" * min(len(token), 5))
    if len(token) < _MIN_STEMMED:
        return _hashes(token)
    stems = (f"<{token[:size]}" for size in _STEMS if size < len(token))
    return _hashes(token, *stems, *(f"{token[-size:]}>" for size in _ENDINGS))


def _shape(text: str, tokens: Sequence[str]) -> bytes:
    """The features of a line's form: its length, its first and last characters, capitals, ends of sentences."""
    stops = min(sum(map(text.count, _STOPS)), 4)
    starts = [word[0] for word in text[:200].split()]
    capitals = 4 * sum(map(str.isupper, starts)) // max(len(starts), 1)
    form = _size(len(tokens)), _character(text[-1:]), _character(text[:1]), stops, capitals, text[:80].isupper()
    return _form(*form)


@lru_cache(4096)
def _form(size: int, end: str, begin: str, stops: int, capitals: int, is_upper: bool) -> bytes:
    names = f"size {size}", f"end {end}", f"begin {begin}", f"end {end} {size}"
    return _hashes(*(f"#{name}" for name in (*names, f"stops {stops}", f"capitals {capitals}", f"upper {is_upper}")))


def _size(tokens: int) -> int:
    """A number that grows with the logarithm of the length."""
    return tokens if tokens < 4 else int(4 * np.log2(tokens)) - 4


def _character(char: str) -> str:
    """A character, or "a", "A" or "0" for all of its class."""
    if char.isdigit():
        return "0"
    return ("A" if char.isupper() else "a") if char.isalpha() else char


def _hashes(*names: str) -> bytes:
    return b"".join(zlib.crc32(name.encode()).to_bytes(4, "little") for name in names)
