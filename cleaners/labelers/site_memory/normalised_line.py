"""When two lines are the same: word for word, but for numbers and dates, or nearly.

A block of an HTML page and the same line in flattened text are equal: inline markup,
bullets, case, punctuation and the spelling of quotes do not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise

from ...characters import UNSPACED
from ...lexicon.text import tokens_of
from ...months import MASKED_MONTHS
from ...patterns import pattern

_CHARACTER = pattern(rf"[{UNSPACED}]")
_MASK = "0"

MAX_CHARS = 300  # of a line; lines that differ only after that are rare


@dataclass(frozen=True)
class NormalisedLine:
    """A line in the forms in which lines are compared. ``text`` has at most ``MAX_CHARS`` characters."""

    text: str

    @classmethod
    def of(cls, text: str) -> NormalisedLine:
        return cls(" ".join(text.split())[:MAX_CHARS])

    @cached_property
    def tokens(self) -> list[str]:
        return tokens_of(self.text)

    @cached_property
    def _unspaced(self) -> bool:
        """Whether any of the tokens is a character of a script without spaces."""
        return not self.text.isascii() and _CHARACTER.search("".join(self.tokens)) is not None

    @cached_property
    def masked(self) -> list[str]:
        """The tokens, with every run of numbers and names of months replaced by one "0"."""
        if "".join(self.tokens).isalpha() and MASKED_MONTHS.isdisjoint(self.tokens):
            return self.tokens
        masked: list[str] = []
        for token in self.tokens:
            if token in MASKED_MONTHS or not token.isalpha():
                if not masked or masked[-1] != _MASK:
                    masked.append(_MASK)
            else:
                masked.append(token)
        return masked

    @cached_property
    def exact_key(self) -> int:
        return _key(self.tokens)

    @cached_property
    def masked_key(self) -> int:
        """The key of the masked tokens; the exact key where fewer than two words are left."""
        if self.masked is self.tokens:
            return self.exact_key
        words = sum(1 for token in self.masked if token != _MASK)
        return _key(self.masked) if words >= 2 else self.exact_key

    @cached_property
    def size(self) -> int:
        """The length in words; two characters of a script without spaces count as a word."""
        characters = sum(1 for t in self.tokens if _CHARACTER.match(t)) if self._unspaced else 0
        return len(self.tokens) - characters + characters // 2

    @cached_property
    def shingles(self) -> frozenset[tuple[str, str]]:
        """The pairs of neighbouring masked tokens."""
        return frozenset(pairwise(self.masked))

    @cached_property
    def terms(self) -> frozenset[str]:
        """Words of three letters and more, and pairs of characters where words have no spaces."""
        words = frozenset(t for t in self.masked if len(t) >= 3)
        if not self._unspaced:
            return words
        return words.union(a + b for a, b in pairwise(self.masked) if _CHARACTER.match(a) and _CHARACTER.match(b))


def likeness(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> float:
    """The Jaccard index of two sets of shingles, between 0 and 1."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def _key(tokens: Sequence[str]) -> int:
    return int.from_bytes(blake2b(" ".join(tokens).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
