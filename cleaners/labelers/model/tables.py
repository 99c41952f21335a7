"""The learned log-odds of tokens, stored as 32-bit hashes and 8-bit values."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .tokens import Group, group_tokens

STEP = 1 / 20  # one unit of the 8-bit values, in log-odds
_NO_TOKENS = (0.0, math.inf, -math.inf, 0)
_MAX_CACHED = 200_000  # tokens; bounds the memory that a long run needs


def token_hash(token: str) -> int:
    """The 32-bit hash under which a token is stored."""
    return zlib.crc32(token.encode("utf-8", "replace"))


class Table:
    """Log-odds by token; 0 for a token that was not learned."""

    def __init__(self, hashes: NDArray[np.uint32], values: NDArray[np.int8]) -> None:
        log_odds = (values.astype(np.float32) * np.float32(STEP)).tolist()
        self._by_hash: dict[int, float] = dict(zip(hashes.tolist(), log_odds, strict=True))
        self._cache: dict[str, float] = {}

    def values_of(self, tokens: Sequence[str]) -> list[float]:
        """The value of each token, in order; tokens are cached."""
        try:
            return list(map(self._cache.__getitem__, tokens))
        except KeyError:  # rare, once some pages have been read
            self._look_up(tokens)
        return list(map(self._cache.__getitem__, tokens))

    def _look_up(self, tokens: Sequence[str]) -> None:
        if len(self._cache) >= _MAX_CACHED:
            self._cache.clear()
        for token in tokens:
            if token not in self._cache:
                self._cache[token] = self._by_hash.get(token_hash(token), 0.0)

    def uncached_values(self, tokens: Iterable[str]) -> list[float]:
        """The value of each token, in order, for tokens that hardly ever occur again: they are not cached."""
        find, crc32 = self._by_hash.get, zlib.crc32
        return [find(crc32(token.encode("utf-8", "replace")), 0.0) for token in tokens]


class Tables:
    """The tables of one model: markup names, words of the text, targets of links."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._markup, self._text, self._targets = (
            Table(arrays[f"{name}_hash"].astype(np.uint32), arrays[f"{name}_value"].astype(np.int8))
            for name in ("markup", "text", "target")
        )
        self._groups: dict[Group, tuple[float, float, float, int]] = {}
        self._elements: dict[tuple[Group, ...], tuple[float, float, float]] = {}

    def markup_spread(self, groups: tuple[Group, ...]) -> tuple[float, float, float]:
        """Mean, lowest and highest value of one element's tokens; equal elements and groups are looked up once."""
        spread = self._elements.get(groups)
        if spread is None:
            if len(self._elements) >= _MAX_CACHED // 4:
                self._elements.clear()
            totals, lows, highs, sizes = zip(*map(self._group, groups), strict=True)
            spread = self._elements[groups] = (sum(totals) / sum(sizes), min(lows), max(highs))
        return spread

    def _group(self, group: Group) -> tuple[float, float, float, int]:
        """Sum, lowest, highest and number of the values of one group's tokens."""
        totals = self._groups.get(group)
        if totals is None:
            if len(self._groups) >= _MAX_CACHED // 4:
                self._groups.clear()
            values = self._markup.values_of(group_tokens(group))
            totals = (sum(values), min(values), max(values), len(values)) if values else _NO_TOKENS
            self._groups[group] = totals
        return totals

    def text_values(self, words: Sequence[str], phrases: Iterable[str] = ()) -> list[float]:
        """The values of the words of a block's text, then those of its phrases."""
        return self._text.values_of(words) + self._text.uncached_values(phrases)

    def target_values(self, tokens: Sequence[str]) -> list[float]:
        """The values of the tokens of a block's links."""
        return self._targets.values_of(tokens)
