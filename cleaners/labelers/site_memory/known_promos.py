"""The promos a site is known to carry: lines with signs that come back, word for word or nearly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from .counts import PageCount
from .passage import Passage, likeness
from .promo_features import Signs, outweighs

_SURE = 3  # articles that make a promo known: two even where the judged page is one of them
_MOSTLY, _SHORT = 0.6, 20  # share of their pages on which lines stand side by side; words
_RARE = 0.05  # share of articles on which a promo's own word may stand outside of promos


@dataclass(frozen=True, slots=True)
class Known:
    """A line with signs that stands, as it is or nearly, on two articles and more (one bit of ``pages`` each)."""

    text: str
    shingles: frozenset[tuple[str, str]]
    pages: int
    promo: bool


def known_promos(candidates: Sequence[tuple[Passage, Signs, int]], alike: float, articles: int) -> tuple[Known, ...]:
    """Join the candidates (passage, signs, articles) that are nearly alike; keep what stands on two and more."""
    pages = [candidate[2] for candidate in candidates]
    for one, other in _pairs([candidate[0].shingles for candidate in candidates], alike):
        pages[one] |= candidates[other][2]
        pages[other] |= candidates[one][2]
    return tuple(
        Known(passage.text, passage.shingles, together, _is_sure(signs, together.bit_count(), articles))
        for (passage, signs, _), together in zip(candidates, pages, strict=True)
        if together & (together - 1)
    )


def _is_sure(signs: Signs, count: int, articles: int) -> bool:
    """Whether a line is a promo even for a page that is one of those on which it stands."""
    return count >= _SURE and outweighs(signs, count - 1, articles - 1)


def vocabulary_of(
    known: Sequence[Known], pages: Sequence[PageCount], articles: int, read: Callable[[str], Passage] = Passage
) -> frozenset[str]:
    """The words that the sure promos of a site, and the lines always beside them, bring with them.

    Words that its articles use as well are left out. ``read`` makes a passage of a line.
    """
    sure = [promo for promo in known if promo.promo]
    if not sure:
        return frozenset()
    texts = {promo.text for promo in sure}
    texts |= _beside(texts, pages, read)
    words = {word for text in texts for word in Passage(text).terms}
    shingles = {shingle for text in texts for shingle in Passage(text).shingles}
    elsewhere: Counter[str] = Counter()
    for page in pages:
        used: set[str] = set()
        for text, _ in page.lines:
            passage = read(text)
            if text not in texts and not words.isdisjoint(passage.terms) and not _covered(passage, shingles):
                used |= words & passage.terms
        elsewhere.update(used)
    return frozenset(word for word in words if elsewhere[word] <= max(1, _RARE * articles))


def _beside(texts: Set[str], pages: Sequence[PageCount], read: Callable[[str], Passage]) -> set[str]:
    """The short lines that stand beside a promo wherever either of them stands, nearly."""
    sure = {Passage(text).masked_key for text in texts}
    pairs: Counter[tuple[int, int]] = Counter()  # (promo, line beside it)
    everywhere: Counter[int] = Counter()
    lines: dict[int, str] = {}
    for page in pages:
        keys = []
        for text, _ in page.lines:
            keys.append(read(text).masked_key)
            lines[keys[-1]] = min(text, lines.get(keys[-1], text))
        everywhere.update(set(keys))
        rows = {(a, b) for a, b in pairwise(keys) if a in sure}
        pairs.update(rows | {(b, a) for a, b in pairwise(keys) if b in sure})
    return {
        lines[line]
        for (promo, line), count in pairs.items()
        if count >= max(_SURE, _MOSTLY * max(everywhere[promo], everywhere[line])) and lines[line].count(" ") < _SHORT
    }


def _covered(passage: Passage, shingles: set[tuple[str, str]]) -> bool:
    """Whether a line is mostly made of the promos' own pairs of words: another of their editions."""
    return bool(passage.shingles) and len(passage.shingles & shingles) * 2 >= len(passage.shingles)


def _pairs(sets: Sequence[frozenset[tuple[str, str]]], alike: float) -> list[tuple[int, int]]:
    """All pairs at least so alike, found by the rarest shingles of each: they must share one of these."""
    often = Counter(shingle for shingles in sets for shingle in shingles)
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    found: list[tuple[int, int]] = []
    for number, shingles in enumerate(sets):
        rarest = sorted(shingles, key=lambda s: (often[s], s))[: len(shingles) - int(alike * len(shingles) + 0.999) + 1]
        near = {other for shingle in rarest for other in holders[shingle]}
        found += [(other, number) for other in sorted(near) if likeness(shingles, sets[other]) >= alike]
        for shingle in rarest:
            holders[shingle].append(number)
    return found
