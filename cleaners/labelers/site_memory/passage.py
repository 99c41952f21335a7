"""When two lines are the same passage: alike as they stand, alike but for numbers and dates, or nearly alike.

A block of an HTML page and a line of flattened text give the same passage: marks,
bullets, case, punctuation and the spelling of quotes do not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from ...lexicon.text import tokens_of
from ...months import MASKED_MONTHS
from ...patterns import pattern
from ...scripts import UNSPACED

_CHARACTER = pattern(rf"[{UNSPACED}]")
_MASK = "0"

LONGEST = 300  # characters of a line that count; what follows cannot tell two lines apart in practice


@dataclass(frozen=True)
class Passage:
    """A line as the memory sees it. ``text`` is cut to ``LONGEST`` characters."""

    text: str

    @classmethod
    def of(cls, text: str) -> Passage:
        return cls(" ".join(text.split())[:LONGEST])

    @cached_property
    def tokens(self) -> list[str]:
        return tokens_of(self.text)

    @cached_property
    def _unspaced(self) -> bool:
        """Whether any of the tokens is a character of a script without spaces."""
        return not self.text.isascii() and _CHARACTER.search("".join(self.tokens)) is not None

    @cached_property
    def masked(self) -> list[str]:
        """The tokens with every run of numbers and names of months put as one "0"."""
        if "".join(self.tokens).isalpha() and MASKED_MONTHS.isdisjoint(self.tokens):
            return self.tokens  # as most lines are
        found: list[str] = []
        for token in self.tokens:
            if token in MASKED_MONTHS or not token.isalpha():
                if not found or found[-1] != _MASK:
                    found.append(_MASK)
            else:
                found.append(token)
        return found

    @cached_property
    def exact_key(self) -> int:
        return _key(self.tokens)

    @cached_property
    def masked_key(self) -> int:
        """As ``exact_key``, of the masked tokens; where hardly a word is left, numbers do count."""
        if self.masked is self.tokens:
            return self.exact_key
        words = sum(1 for token in self.masked if token != _MASK)
        return _key(self.masked) if words >= 2 else self.exact_key

    @cached_property
    def size(self) -> int:
        """The length in words; two characters of a script without spaces make a word."""
        characters = sum(1 for t in self.tokens if _CHARACTER.match(t)) if self._unspaced else 0
        return len(self.tokens) - characters + characters // 2

    @cached_property
    def shingles(self) -> frozenset[tuple[str, str]]:
        """The pairs of neighbouring masked tokens."""
        return frozenset(zip(self.masked, self.masked[1:], strict=False))

    @cached_property
    def terms(self) -> frozenset[str]:
        """Words of three letters and more, and pairs of characters where words have no spaces."""
        words = frozenset(t for t in self.masked if len(t) >= 3)
        if not self._unspaced:
            return words
        pairs = zip(self.masked, self.masked[1:], strict=False)
        return words.union(a + b for a, b in pairs if _CHARACTER.match(a) and _CHARACTER.match(b))


def likeness(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> float:
    """The Jaccard index of two sets of shingles, between 0 and 1."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def _key(tokens: Sequence[str]) -> int:
    return int.from_bytes(blake2b(" ".join(tokens).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
