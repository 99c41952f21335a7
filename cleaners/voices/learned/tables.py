"""The learned keep-rates: a log-odds for each token, kept as 32-bit hashes and 8-bit values."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from .tokens import markup_tokens

STEP = 1 / 20  # one unit of the 8-bit values, in log-odds
_REMEMBERED = 200_000  # tokens whose hash is kept; the memory of a long run stays bounded


def token_hash(token: str) -> int:
    """The 32-bit hash by which a token is kept."""
    return zlib.crc32(token.encode("utf-8", "replace"))


class Table:
    """Values by token; a token that was not learned is worth 0."""

    def __init__(self, hashes: NDArray[np.uint32], values: NDArray[np.int8]) -> None:
        worth = (values.astype(np.float32) * np.float32(STEP)).tolist()
        self._by_hash: dict[int, float] = dict(zip(hashes.tolist(), worth, strict=True))
        self._by_token: dict[str, float] = {}

    def values(self, tokens: Iterable[str]) -> list[float]:
        """The value of each token, in order."""
        known, by_hash = self._by_token, self._by_hash
        found = []
        for token in tokens:
            value = known.get(token)
            if value is None:
                value = by_hash.get(token_hash(token), 0.0)
                if len(known) >= _REMEMBERED:
                    known.clear()
                known[token] = value
            found.append(value)
        return found


class Tables:
    """The tables of one model: markup names, words of the text, targets of links."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._markup, self._text, self._targets = (
            Table(arrays[f"{name}_hash"].astype(np.uint32), arrays[f"{name}_value"].astype(np.int8))
            for name in ("markup", "text", "target")
        )
        self._elements: dict[tuple[str, ...], list[float]] = {}

    def markup_values(self, key: tuple[str, ...]) -> list[float]:
        """The values of one element's tokens; equal elements are looked up once."""
        found = self._elements.get(key)
        if found is None:
            if len(self._elements) >= _REMEMBERED // 4:
                self._elements.clear()
            found = self._elements[key] = self._markup.values(markup_tokens(key))
        return found

    def text_values(self, tokens: Iterable[str]) -> list[float]:
        """The values of the tokens of a block's text."""
        return self._text.values(tokens)

    def target_values(self, tokens: Iterable[str]) -> list[float]:
        """The values of the tokens of a block's links."""
        return self._targets.values(tokens)
