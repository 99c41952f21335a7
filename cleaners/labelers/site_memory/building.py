"""A site's counts to its memory: one pass over the counted pages, then what follows from it.

Only what repeats, or could, is kept: most lines of a site are seen once and forgotten here.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

import numpy as np

from .copies import groups_of
from .counts import Counts, PageCount
from .known_promos import Known, known_promos, vocabulary_of
from .passage import Passage
from .promo_features import Signs, brand_of, signs_of
from .site import ALIKE, PROSE, Pages, SiteMemory, bits

_CANDIDATE = (4, 60)  # masked tokens of a line that may be a promo's
_SIGNS = 2  # signs for which a line seen once is remembered
_PROSE_LINES = 60  # of a page: enough to know its copies by
_READ_AGAIN = 256  # pages on which the promos' words are looked for
_AT_HAND = 4096  # lines that are not read anew when they come again, as those of menus and footers do
K = TypeVar("K")


@dataclass(slots=True)
class _Read:
    """What is kept of one page: the keys of its lines, in order, and of its prose."""

    page: PageCount
    exact: array[int] = field(default_factory=lambda: array("Q"))
    masked: array[int] = field(default_factory=lambda: array("Q"))
    prose: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Reader:
    """A site's lines, each read once as long as it keeps coming back."""

    passage: Callable[[str], Passage]
    signs: Callable[[str, int], Signs]


def _reader(brand: str) -> _Reader:
    # Not methods: an object that holds a cache of its own methods would stay until cycles are searched for.
    passage = lru_cache(_AT_HAND)(Passage)
    signs = lru_cache(_AT_HAND)(lambda text, flags: signs_of(passage(text), brand, flags))
    return _Reader(passage, signs)


def memory_of(counts: Counts) -> SiteMemory:
    """The memory that a site's counts make; the same set of pages makes the same memory."""
    brand = brand_of(counts.host)
    candidates: dict[int, tuple[str, int]] = {}
    reader = _reader(brand)
    read = [_read(page, reader, candidates) for page in counts if page.packed]
    groups = groups_of([one.page.address for one in read], [one.prose for one in read])
    articles = max(groups, default=-1) + 1
    exact = _repeated([one.exact for one in read], groups)
    masked = _repeated([one.masked for one in read], groups)
    known = _known(read, groups, candidates, (reader, articles))
    return SiteMemory(
        counts.host, counts.fingerprint, articles, brand,
        first_seen=_first_seen(read, groups, articles),
        sections=_masks((filter(None, [one.page.section]) for one in read), groups),
        exact=exact, masked=masked, pairs=_several(_pairs(read, groups, masked)),
        prose=_masks((one.prose for one in read), groups),
        prose_lines=_most([len(one.prose) for one in read], groups, articles),
        by_digest={one.page.digest: group for one, group in zip(read, groups, strict=True)},
        by_address={one.page.address: group for one, group in zip(read, groups, strict=True)},
        known=known, index=_index(known),
        vocabulary=vocabulary_of(
            known, [one.page for one in read[:_READ_AGAIN]], min(articles, _READ_AGAIN), reader.passage
        ),
    )  # fmt: skip


def _read(page: PageCount, reader: _Reader, candidates: dict[int, tuple[str, int]]) -> _Read:
    """Read a page's lines once; those that may be promos go to the candidates, by masked key."""
    read, prose = _Read(page), set[int]()
    for text, flags in page.lines:
        passage = reader.passage(text)
        key = passage.masked_key
        read.exact.append(passage.exact_key)
        read.masked.append(key)
        size = len(passage.masked)
        long = size >= PROSE and passage.size >= PROSE
        signs = reader.signs(text, flags) if size >= _CANDIDATE[0] else None
        if long and len(prose) < _PROSE_LINES and not (signs and signs.promo):
            prose.add(passage.exact_key)
        if signs and signs.total and size <= _CANDIDATE[1]:
            least = min(candidates.get(key, (text, flags))[0], text)  # one of them, whatever their order
            candidates[key] = (least, flags | candidates.get(key, ("", 0))[1])
    read.prose = frozenset(prose)
    return read


def _known(
    read: Sequence[_Read], groups: Sequence[int], candidates: Mapping[int, tuple[str, int]], site: tuple[_Reader, int]
) -> tuple[Known, ...]:
    reader, articles = site
    wanted = _masks(([key for key in one.masked if key in candidates] for one in read), groups)
    found = []
    for key, (text, flags) in sorted(candidates.items(), key=lambda item: item[1]):
        passage, pages = reader.passage(text), wanted[key]
        signs = reader.signs(text, flags)
        if pages & (pages - 1) or signs.total >= _SIGNS:
            found.append((passage, signs, pages))
    return known_promos(found, ALIKE, articles)


def _masks(keys: Iterable[Iterable[K]], groups: Sequence[int]) -> dict[K, Pages]:
    """For each key the articles on which it stands."""
    found: dict[K, Pages] = defaultdict(int)
    for page, group in zip(keys, groups, strict=True):
        bit = 1 << group
        for key in page:
            found[key] |= bit
    return dict(found)


def _repeated(keys: Sequence[array[int]], groups: Sequence[int]) -> dict[int, Pages]:
    """The same, for keys on several articles only. Most are on one: they are sorted out while they are small."""
    every = np.concatenate([np.frombuffer(own, np.uint64) for own in keys] or [np.empty(0, np.uint64)])
    values, counts = np.unique(every, return_counts=True)
    often = set(values[counts > 1].tolist())
    return _several(_masks(([key for key in own if key in often] for own in keys), groups))


def _several(masks: Mapping[K, Pages]) -> dict[K, Pages]:
    return {key: pages for key, pages in masks.items() if pages & (pages - 1)}


def _pairs(read: Sequence[_Read], groups: Sequence[int], masked: Mapping[int, Pages]) -> dict[tuple[int, int], Pages]:
    """On which articles two passages that both repeat stand one after the other."""
    rows = ([(a, b) for a, b in pairwise(one.masked) if a in masked and b in masked] for one in read)
    return _masks(rows, groups)


def _first_seen(read: Sequence[_Read], groups: Sequence[int], articles: int) -> tuple[str, ...]:
    days: list[str] = [""] * articles
    for one, group in zip(read, groups, strict=True):
        if one.page.seen and (not days[group] or one.page.seen < days[group]):
            days[group] = one.page.seen
    return tuple(days)


def _most(sizes: Sequence[int], groups: Sequence[int], articles: int) -> tuple[int, ...]:
    """The size of each article's longest copy."""
    most = [0] * articles
    for size, group in zip(sizes, groups, strict=True):
        most[group] = max(most[group], size)
    return tuple(most)


def _index(known: Sequence[Known]) -> dict[tuple[str, str], tuple[int, ...]]:
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, promo in enumerate(known):
        for shingle in promo.shingles:
            index[shingle].append(number)
    return {shingle: tuple(numbers) for shingle, numbers in index.items()}


def repeated_lines(counts: Counts) -> list[tuple[str, int, int, bool, tuple[str, ...]]]:
    """The lines that stand on two articles and more: text, articles, of all, promo-like or not, days of these."""
    brand, memory = brand_of(counts.host), memory_of(counts)
    texts: dict[int, tuple[str, int]] = {}
    for page in counts:
        for text, flags in page.lines:
            key = Passage(text).masked_key
            if key in memory.masked:
                texts[key] = min(texts.get(key, (text, flags)), (text, flags))
    found = []
    for key, (text, flags) in texts.items():
        pages = memory.masked[key]
        promo = signs_of(Passage(text), brand, flags).promo
        days = sorted(filter(None, (memory.first_seen[number] for number in bits(pages))))
        found.append((text, pages.bit_count(), memory.articles, promo, tuple(days)))
    return sorted(found, key=lambda line: (-line[1], line[0]))
