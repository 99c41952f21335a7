"""Finds the phrases of a table in a list of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from ..characters import HANGUL
from ..patterns import pattern
from .phrases import phrases
from .text import tokens_of

_HANGUL = pattern(f"[{HANGUL}]")
_STEM_KEY_CHARS = 2  # first characters by which stems are looked up


class PhraseMatcher:
    """Finds phrases in a list of tokens. A single word that ends in "*" matches all words that start with it.

    ``before``: words that may come before an opening phrase, such as "please".
    """

    def __init__(self, phrases: Iterable[str], before: Iterable[str] = ()) -> None:
        self._before = frozenset(before)
        self._rests: dict[str, list[tuple[str, ...]]] = defaultdict(list)  # by first word: the other words
        self._stems: dict[str, list[str]] = defaultdict(list)
        for phrase in phrases:
            tokens = tokens_of(phrase)
            if len(tokens) == 1 and (phrase.endswith("*") or _HANGUL.search(phrase)):
                self._stems[tokens[0][:_STEM_KEY_CHARS]].append(tokens[0])
            else:
                self._rests[tokens[0]].append(tuple(tokens[1:]))

    def find(self, tokens: Sequence[str]) -> str:
        """The first phrase in the tokens; "" if there is none."""
        rests, stems = self._rests, self._stems
        for i, token in enumerate(tokens):
            if token in rests or token[:_STEM_KEY_CHARS] in stems:
                phrase = self._phrase_at(tokens, i)
                if phrase:
                    return phrase
        return ""

    def opening_phrase(self, tokens: Sequence[str]) -> str:
        """The phrase with which the tokens start, possibly after a word of ``before``; "" if there is none."""
        return self._phrase_at(tokens, 0) or (
            self._phrase_at(tokens, 1) if tokens[:1] and tokens[0] in self._before else ""
        )

    def may_open(self, token: str) -> bool:
        """Whether a phrase may start with the token."""
        return token in self._rests or any(map(token.startswith, self._stems.get(token[:_STEM_KEY_CHARS], ())))

    def _phrase_at(self, tokens: Sequence[str], i: int) -> str:
        token = tokens[i] if i < len(tokens) else ""
        for rest in self._rests.get(token, ()):
            if not rest or tuple(tokens[i + 1 : i + 1 + len(rest)]) == rest:
                return " ".join((token, *rest))
        for stem in self._stems.get(token[:_STEM_KEY_CHARS], ()):
            if token.startswith(stem):
                return token
        return ""


@cache
def matcher(table: str, before: str = "") -> PhraseMatcher:
    """The matcher for the phrases of one table; ``before`` names the table of the words that may come before them."""
    return PhraseMatcher(phrases(table), phrases(before) if before else ())
