"""The words of promos in many languages, read once from ``promo_words.toml``: data, and one look-up."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ..patterns import pattern
from ..scripts import HANGUL
from .text import tokens_of

_HANGUL = pattern(f"[{HANGUL}]")
_STEM = 2  # letters by which stems are found


class Phrases:
    """Phrases to be found in a row of tokens. A single word that ends in "*" is a stem.

    ``before``: words that may stand before an opening phrase."""

    def __init__(self, phrases: Iterable[str], before: str = "") -> None:
        self._before = frozenset(before.split())
        self._whole: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)
        for phrase in phrases:
            tokens = tokens_of(phrase)
            if len(tokens) == 1 and (phrase.endswith("*") or _HANGUL.search(phrase)):
                self._stems[tokens[0][:_STEM]].append(tokens[0])
            else:
                self._whole[tokens[0]].append(tuple(tokens[1:]))

    def find(self, tokens: Sequence[str]) -> str:
        """The first phrase of the list that stands in the tokens; "" if none does."""
        whole, stems = self._whole, self._stems
        for i, token in enumerate(tokens):
            if token in whole or token[:_STEM] in stems:
                found = self._at(tokens, i)
                if found:
                    return found
        return ""

    def opens(self, tokens: Sequence[str]) -> str:
        """The phrase with which the tokens open, a word of courtesy or haste aside; "" if they do not."""
        return self._at(tokens, 1 if tokens[:1] and tokens[0] in self._before else 0)

    def _at(self, tokens: Sequence[str], i: int) -> str:
        token = tokens[i] if i < len(tokens) else ""
        for rest in self._whole.get(token, ()):
            if not rest or tuple(tokens[i + 1 : i + 1 + len(rest)]) == rest:
                return " ".join((token, *rest))
        for stem in self._stems.get(token[:_STEM], ()):
            if token.startswith(stem):
                return token
        return ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What ``promo_words.toml`` holds, ready for use."""

    calls: Phrases
    asks: Phrases
    offers: Phrases
    boxes: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read when it is first asked for: a page of an unknown site never needs it."""
    data = tomllib.loads((files(__package__) / "promo_words.toml").read_text("utf-8"))
    return Lexicon(
        Phrases(_all(data["calls"])),
        Phrases(_all(data["asks"]), data["before"]["words"]),
        Phrases(_all(data["offers"])),
        frozenset(data["boxes"]["names"]),
    )


def _all(section: Mapping[str, Any]) -> Iterable[str]:
    return (phrase for phrases in section.values() for phrase in phrases)
