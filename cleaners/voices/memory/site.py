"""The memory of one site, ready to be asked: a snapshot of its counts that never changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from .copies import groups_of, shares_most
from .counts import Counts, PageCount
from .passage import Passage, likeness
from .promos import Known, known_promos, vocabulary_of
from .signs import Signs, brand_of, signs_of

PROSE = 12  # words from which a line can tell one article from another
ALIKE = 0.6  # Jaccard index of shingles from which two lines are nearly the same

Pages = int  # a set of articles, one bit each
K = TypeVar("K")


@dataclass(frozen=True)
class SiteMemory:
    """What repeats on one site. ``fingerprint`` changes with the pages it was made from, with nothing else.

    ``articles`` is the number of different articles (copies of one count once).
    ``exact`` and ``masked`` tell on which articles a passage stands, for passages
    that stand on two and more, ``pairs`` for two of them in a row; ``prose`` does so
    for every longer line.
    """

    host: str
    fingerprint: str
    articles: int = 0
    brand: str = ""
    first_seen: tuple[str, ...] = ()
    sections: Mapping[str, Pages] = field(default_factory=dict)
    exact: Mapping[int, Pages] = field(default_factory=dict)
    masked: Mapping[int, Pages] = field(default_factory=dict)
    pairs: Mapping[tuple[int, int], Pages] = field(default_factory=dict)
    prose: Mapping[int, Pages] = field(default_factory=dict)
    prose_lines: tuple[int, ...] = ()
    by_digest: Mapping[str, int] = field(default_factory=dict)
    by_address: Mapping[str, int] = field(default_factory=dict)
    known: tuple[Known, ...] = ()
    index: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()

    @classmethod
    def of(cls, counts: Counts) -> SiteMemory:
        """The memory that a site's counts make. The same set of pages makes the same memory."""
        return _Builder(counts).memory()

    @property
    def everywhere(self) -> Pages:
        return (1 << self.articles) - 1

    def own(self, digest: str, address: str, prose: frozenset[int]) -> Pages:
        """The judged page's own article and its copies: they do not count as evidence on it."""
        own = 0
        if digest in self.by_digest:
            own |= 1 << self.by_digest[digest]
        if address in self.by_address:
            own |= 1 << self.by_address[address]
        if not own:
            shared = Counter(number for key in prose for number in bits(self.prose.get(key, 0)))
            own = sum(1 << n for n, k in sorted(shared.items()) if shares_most(prose, self.prose_lines[n], k))
        return own

    def nearly(self, passage: Passage) -> tuple[Pages, str]:
        """The articles on which a known promo nearly like the passage stands, and the likest of these promos."""
        shared = Counter(number for shingle in passage.shingles for number in self.index.get(shingle, ()))
        pages, best = 0, (0.0, "")
        for number in sorted(shared):
            known = self.known[number]
            alike = likeness(passage.shingles, known.shingles)
            if alike >= ALIKE:
                pages |= known.pages
                best = max(best, (alike, known.text))
        return pages, best[1]

    def first(self, pages: Pages) -> str:
        """The first day on which one of these articles was fetched; "" when no day is known."""
        return min((day for day in (self.first_seen[n] for n in bits(pages)) if day), default="")


def bits(pages: Pages) -> Iterable[int]:
    """The numbers of the bits that are set."""
    while pages:
        low = pages & -pages
        yield low.bit_length() - 1
        pages ^= low


class _Builder:
    """One pass over the counted pages, then what follows from it."""

    def __init__(self, counts: Counts) -> None:
        self.host, self.fingerprint = counts.host, counts.fingerprint
        self.brand = brand_of(counts.host)
        self.pages: list[PageCount] = [page for page in counts if page.packed]
        self._passage = cache(Passage)
        self._signs = cache(lambda passage: signs_of(passage, self.brand))

    def memory(self) -> SiteMemory:
        lines = [page.lines for page in self.pages]
        prose = [self._prose(texts) for texts in lines]
        groups = groups_of([page.address for page in self.pages], prose)
        articles = max(groups, default=-1) + 1
        exact, masked = self._masks(lines, groups)
        known = known_promos(self._candidates(lines, masked), ALIKE)
        index: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, promo in enumerate(known):
            for shingle in sorted(promo.shingles):
                index[shingle].append(number)
        return SiteMemory(
            self.host, self.fingerprint, articles, self.brand,
            first_seen=self._first_seen(groups, articles),
            sections=_union((page.section, 1 << g) for page, g in zip(self.pages, groups, strict=True) if page.section),
            exact=_repeated(exact), masked=_repeated(masked), pairs=_repeated(self._pairs(lines, groups, masked)),
            prose=_union((key, 1 << g) for keys, g in zip(prose, groups, strict=True) for key in keys),
            prose_lines=_most([len(keys) for keys in prose], groups, articles),
            by_digest={page.digest: g for page, g in zip(self.pages, groups, strict=True)},
            by_address={page.address: g for page, g in zip(self.pages, groups, strict=True)},
            known=known, index={shingle: tuple(numbers) for shingle, numbers in index.items()},
            vocabulary=vocabulary_of(known, [[self._passage(t) for t, _ in page] for page in lines], articles),
        )  # fmt: skip

    def _prose(self, lines: Collection[tuple[str, int]]) -> frozenset[int]:
        passages = (self._passage(text) for text, _ in lines if len(text) >= PROSE * 2)
        return frozenset(p.exact_key for p in passages if p.size >= PROSE and not self._signs(p).promo)

    def _masks(
        self, lines: list[list[tuple[str, int]]], groups: list[int]
    ) -> tuple[dict[int, Pages], dict[int, Pages]]:
        exact: dict[int, Pages] = defaultdict(int)
        masked: dict[int, Pages] = defaultdict(int)
        for page, group in zip(lines, groups, strict=True):
            for text, _ in page:
                passage = self._passage(text)
                exact[passage.exact_key] |= 1 << group
                masked[passage.masked_key] |= 1 << group
        return exact, masked

    def _pairs(
        self, lines: list[list[tuple[str, int]]], groups: list[int], masked: Mapping[int, Pages]
    ) -> dict[tuple[int, int], Pages]:
        """On which articles two passages that both repeat stand one after the other."""
        pairs: dict[tuple[int, int], Pages] = defaultdict(int)
        for page, group in zip(lines, groups, strict=True):
            keys = [self._passage(text).masked_key for text, _ in page]
            for one, other in zip(keys, keys[1:], strict=False):
                if masked[one] & (masked[one] - 1) and masked[other] & (masked[other] - 1):
                    pairs[(one, other)] |= 1 << group
        return pairs

    def _candidates(
        self, lines: list[list[tuple[str, int]]], masked: Mapping[int, Pages]
    ) -> list[tuple[Passage, Signs, Pages]]:
        """The different passages that bear signs of a promo, in an order that the pages' order does not touch."""
        flags: dict[str, int] = {}
        for page in lines:
            for text, flag in page:
                flags[text] = flags.get(text, 0) | flag
        found: dict[int, tuple[Passage, Signs, Pages]] = {}
        for text in sorted(flags):
            passage = self._passage(text)
            if passage.masked_key not in found and 4 <= len(passage.masked) <= 60:
                signs = signs_of(passage, self.brand, flags[text])
                if signs.total:
                    found[passage.masked_key] = (passage, signs, masked[passage.masked_key])
        return list(found.values())

    def _first_seen(self, groups: list[int], articles: int) -> tuple[str, ...]:
        days: list[str] = [""] * articles
        for page, group in zip(self.pages, groups, strict=True):
            if page.seen and (not days[group] or page.seen < days[group]):
                days[group] = page.seen
        return tuple(days)


def _most(sizes: Sequence[int], groups: Sequence[int], articles: int) -> tuple[int, ...]:
    """The size of each article's longest copy."""
    most = [0] * articles
    for size, group in zip(sizes, groups, strict=True):
        most[group] = max(most[group], size)
    return tuple(most)


def _repeated(masks: Mapping[K, Pages]) -> dict[K, Pages]:
    return {key: pages for key, pages in masks.items() if pages & (pages - 1)}


def _union(pairs: Iterable[tuple[K, Pages]]) -> dict[K, Pages]:
    found: dict[K, Pages] = defaultdict(int)
    for key, pages in pairs:
        found[key] |= pages
    return dict(found)
