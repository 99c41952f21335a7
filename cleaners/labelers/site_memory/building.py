"""A site's counts to its memory: one pass over the counted pages, then what follows from it.

Most lines of a site occur once. Only lines that repeat, or are similar to ones that do, get into the memory.
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

from ...reading.promo_features import PromoFeatures, find_features
from .copies import ArticleBits, article_numbers
from .counts import Counts, PageCount
from .known_promos import KnownPromo, join_promos, vocabulary_of
from .normalised_line import NormalisedLine
from .page_lines import brand_of
from .site import MIN_LIKENESS, MIN_PROSE_WORDS, SiteMemory, set_bits

_CANDIDATE_WORDS = (4, 60)  # masked tokens of a line that may be a promo, at least and at most
_MIN_FEATURES = 2  # from which a line that occurs once is a candidate
_MAX_PROSE_LINES = 60  # of a page: enough to find its copies by
_VOCABULARY_PAGES = 256  # in which the promos' words are looked up
_CACHED_LINES = 4096  # normalised lines: those of menus and footers occur again and again
K = TypeVar("K")


@dataclass(slots=True)
class _PageKeys:
    """The keys of a page's lines, in order, those of its prose, and the number of its article."""

    page: PageCount
    exact: array[int] = field(default_factory=lambda: array("Q"))
    masked: array[int] = field(default_factory=lambda: array("Q"))
    prose: frozenset[int] = frozenset()
    article: int = 0


@dataclass(frozen=True, slots=True)
class _Reader:
    """Normalises lines and finds their promo features, with a cache."""

    normalised: Callable[[str], NormalisedLine]
    features: Callable[[str, int], PromoFeatures]


def _reader(brand: str) -> _Reader:
    # Not methods: an object that holds a cache of its own methods is only freed by the cycle collector.
    normalised = lru_cache(_CACHED_LINES)(NormalisedLine)
    features = lru_cache(_CACHED_LINES)(
        lambda text, flags: find_features((line := normalised(text)).text, line.tokens, brand, flags)
    )
    return _Reader(normalised, features)


def memory_of(counts: Counts) -> SiteMemory:
    """The memory of a site from its counts; the same set of pages gives the same memory."""
    brand = brand_of(counts.host)
    candidates: dict[int, tuple[str, int]] = {}
    reader = _reader(brand)
    pages = [_read_page(page, reader, candidates) for page in counts if page.packed]
    numbers = article_numbers([keys.page.address for keys in pages], [keys.prose for keys in pages])
    for keys, number in zip(pages, numbers, strict=True):
        keys.article = number
    article_count = max(numbers, default=-1) + 1
    masked = _repeated([(keys.article, keys.masked) for keys in pages])
    promos = join_promos(_promo_candidates(pages, reader, candidates), MIN_LIKENESS, article_count)
    return SiteMemory(
        counts.host, counts.fingerprint, article_count, brand,
        first_days=_first_days(pages, article_count),
        sections=_articles_by_key((keys.article, filter(None, [keys.page.section])) for keys in pages),
        exact=_repeated([(keys.article, keys.exact) for keys in pages]), masked=masked,
        pairs=_on_several(_articles_by_key((keys.article, _pairs(keys, masked)) for keys in pages)),
        prose=_articles_by_key((keys.article, keys.prose) for keys in pages),
        prose_lines=_prose_lines(pages, article_count),
        article_by_digest={keys.page.digest: keys.article for keys in pages},
        article_by_address={keys.page.address: keys.article for keys in pages},
        promos=promos, promos_by_shingle=_by_shingle(promos),
        vocabulary=vocabulary_of(
            promos, [keys.page for keys in pages[:_VOCABULARY_PAGES]], min(article_count, _VOCABULARY_PAGES),
            reader.normalised,
        ),
    )  # fmt: skip


def _read_page(page: PageCount, reader: _Reader, candidates: dict[int, tuple[str, int]]) -> _PageKeys:
    """The keys of a page's lines; lines that may be promos are added to the candidates, by masked key."""
    keys, prose = _PageKeys(page), set[int]()
    for text, flags in page.lines:
        line = reader.normalised(text)
        key = line.masked_key
        keys.exact.append(line.exact_key)
        keys.masked.append(key)
        size = len(line.masked)
        is_long = size >= MIN_PROSE_WORDS and line.size >= MIN_PROSE_WORDS
        features = reader.features(text, flags) if size >= _CANDIDATE_WORDS[0] else None
        if is_long and len(prose) < _MAX_PROSE_LINES and not (features and features.is_promo):
            prose.add(line.exact_key)
        if features and features.total and size <= _CANDIDATE_WORDS[1]:
            smallest = min(candidates.get(key, (text, flags))[0], text)  # the same one for any order of the pages
            candidates[key] = (smallest, flags | candidates.get(key, ("", 0))[1])
    keys.prose = frozenset(prose)
    return keys


def _promo_candidates(
    pages: Sequence[_PageKeys], reader: _Reader, candidates: Mapping[int, tuple[str, int]]
) -> list[tuple[NormalisedLine, PromoFeatures, ArticleBits]]:
    articles_by_key = _articles_by_key(
        (keys.article, [key for key in keys.masked if key in candidates]) for keys in pages
    )
    chosen = []
    for key, (text, flags) in sorted(candidates.items(), key=lambda item: item[1]):
        features, articles = reader.features(text, flags), articles_by_key[key]
        if articles & (articles - 1) or features.total >= _MIN_FEATURES:
            chosen.append((reader.normalised(text), features, articles))
    return chosen


def _articles_by_key(keys: Iterable[tuple[int, Iterable[K]]]) -> dict[K, ArticleBits]:
    """For each key the articles that have it; ``keys`` are (article, its keys)."""
    articles_by_key: dict[K, ArticleBits] = defaultdict(int)
    for article, own in keys:
        bit = 1 << article
        for key in own:
            articles_by_key[key] |= bit
    return dict(articles_by_key)


def _repeated(keys: Sequence[tuple[int, array[int]]]) -> dict[int, ArticleBits]:
    """As `_articles_by_key`, for keys of several articles only. Keys that occur once are left out early, in numpy."""
    every = np.concatenate([np.frombuffer(own, np.uint64) for _, own in keys] or [np.empty(0, np.uint64)])
    values, counts = np.unique(every, return_counts=True)
    often = set(values[counts > 1].tolist())
    return _on_several(_articles_by_key((article, [key for key in own if key in often]) for article, own in keys))


def _on_several(articles_by_key: Mapping[K, ArticleBits]) -> dict[K, ArticleBits]:
    return {key: articles for key, articles in articles_by_key.items() if articles & (articles - 1)}


def _pairs(keys: _PageKeys, repeated: Mapping[int, ArticleBits]) -> list[tuple[int, int]]:
    """The neighbouring lines of a page that both repeat on the site."""
    return [(a, b) for a, b in pairwise(keys.masked) if a in repeated and b in repeated]


def _first_days(pages: Sequence[_PageKeys], article_count: int) -> tuple[str, ...]:
    """The first day on which each article was fetched; "" where no day is known."""
    days = [""] * article_count
    for keys in pages:
        day = keys.page.fetched_on
        if day and (not days[keys.article] or day < days[keys.article]):
            days[keys.article] = day
    return tuple(days)


def _prose_lines(pages: Sequence[_PageKeys], article_count: int) -> tuple[int, ...]:
    """The number of prose lines of each article's longest copy."""
    sizes = [0] * article_count
    for keys in pages:
        sizes[keys.article] = max(sizes[keys.article], len(keys.prose))
    return tuple(sizes)


def _by_shingle(promos: Sequence[KnownPromo]) -> dict[tuple[str, str], tuple[int, ...]]:
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, promo in enumerate(promos):
        for shingle in promo.shingles:
            numbers[shingle].append(number)
    return {shingle: tuple(own) for shingle, own in numbers.items()}


def repeated_lines(counts: Counts) -> list[tuple[str, int, int, bool, tuple[str, ...]]]:
    """The lines on several articles: text, number of its articles, of all, promo-like or not, days of its articles."""
    brand, memory = brand_of(counts.host), memory_of(counts)
    texts: dict[int, tuple[str, int]] = {}
    for page in counts:
        for text, flags in page.lines:
            key = NormalisedLine(text).masked_key
            if key in memory.masked:
                texts[key] = min(texts.get(key, (text, flags)), (text, flags))
    rows = []
    for key, (text, flags) in texts.items():
        articles = memory.masked[key]
        is_promo = find_features(text, NormalisedLine(text).tokens, brand, flags).is_promo
        days = sorted(filter(None, (memory.first_days[number] for number in set_bits(articles))))
        rows.append((text, articles.bit_count(), memory.article_count, is_promo, tuple(days)))
    return sorted(rows, key=lambda row: (-row[1], row[0]))
