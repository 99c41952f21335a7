"""The promos a site is known to carry: lines with signs that come back, as they were or nearly, and their words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .counts import PageCount
from .passage import Passage, likeness
from .signs import Signs

_SURE = 3  # articles that make a promo known: two even where the judged page is one of them
_RARE = 0.05  # share of articles on which a promo's own word may stand outside of promos


@dataclass(frozen=True, slots=True)
class Known:
    """A line with signs that stands, as it is or nearly, on two articles and more (``pages``: one bit each)."""

    text: str
    shingles: frozenset[tuple[str, str]]
    pages: int
    promo: bool


def known_promos(candidates: Sequence[tuple[Passage, Signs, int]], alike: float) -> tuple[Known, ...]:
    """Join the candidates (passage, signs, articles) that are nearly alike; keep what then stands on two and more."""
    pages = [candidate[2] for candidate in candidates]
    for one, other in _pairs([candidate[0].shingles for candidate in candidates], alike):
        pages[one] |= candidates[other][2]
        pages[other] |= candidates[one][2]
    return tuple(
        Known(passage.text, passage.shingles, together, signs.promo and together.bit_count() >= _SURE)
        for (passage, signs, _), together in zip(candidates, pages, strict=True)
        if together & (together - 1)
    )


def vocabulary_of(known: Sequence[Known], pages: Iterable[PageCount], articles: int) -> frozenset[str]:
    """The words that the sure promos of a site bring with them and its articles hardly use."""
    sure = [promo for promo in known if promo.promo]
    texts = {promo.text for promo in sure}
    words = {word for text in texts for word in Passage(text).terms}
    shingles = {shingle for promo in sure for shingle in promo.shingles}
    elsewhere: Counter[str] = Counter()
    for page in pages if words else ():
        used: set[str] = set()
        for text, _ in page.lines:
            passage = Passage(text)
            if text not in texts and not words.isdisjoint(passage.terms) and not _covered(passage, shingles):
                used |= words & passage.terms
        elsewhere.update(used)
    return frozenset(word for word in words if elsewhere[word] <= max(1, _RARE * articles))


def _covered(passage: Passage, shingles: set[tuple[str, str]]) -> bool:
    """Whether a line is mostly made of the promos' own pairs of words: another of their editions."""
    return bool(passage.shingles) and len(passage.shingles & shingles) * 2 >= len(passage.shingles)


def _pairs(sets: Sequence[frozenset[tuple[str, str]]], alike: float) -> list[tuple[int, int]]:
    """All pairs at least so alike, found by the rarest shingles of each: alike sets must share one of these."""
    often = Counter(shingle for shingles in sets for shingle in shingles)
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    found: list[tuple[int, int]] = []
    for number, shingles in enumerate(sets):
        rarest = sorted(shingles, key=lambda s: (often[s], s))[
            : len(shingles) - int(alike * len(shingles) + 0.999) + 1
        ]
        near = {other for shingle in rarest for other in holders[shingle]}
        found += [(other, number) for other in sorted(near) if likeness(shingles, sets[other]) >= alike]
        for shingle in rarest:
            holders[shingle].append(number)
    return found
