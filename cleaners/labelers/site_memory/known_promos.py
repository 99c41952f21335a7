"""The promos that a site is known to have: lines with promo features that repeat, word for word or nearly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from ...reading.promo_features import PromoFeatures
from .copies import ArticleBits
from .counts import PageCount
from .normalised_line import NormalisedLine, likeness

MIN_ARTICLES, MANY_ARTICLES, _MIN_SHARE = 2, 4, 0.5  # other articles with the line; share of all other articles
_MIN_CERTAIN_ARTICLES = 3  # two besides the page that is cleaned
_MIN_BESIDE_SHARE = 0.6  # of the pages of both lines: those on which they are neighbours
_MAX_BESIDE_SPACES = 20  # in a line that belongs to a promo beside it
_MAX_SHARE_ELSEWHERE = 0.05  # of the articles that use a promo's word outside of promos


@dataclass(frozen=True, slots=True)
class KnownPromo:
    """A line with promo features that several articles have, word for word or nearly."""

    text: str
    shingles: frozenset[tuple[str, str]]
    articles: ArticleBits
    certain: bool


def join_promos(
    candidates: Sequence[tuple[NormalisedLine, PromoFeatures, ArticleBits]], min_likeness: float, article_count: int
) -> tuple[KnownPromo, ...]:
    """The candidates that several articles have; nearly equal ones count for each other."""
    joined = [articles for _, _, articles in candidates]
    for one, other in _similar_pairs([line.shingles for line, _, _ in candidates], min_likeness):
        joined[one] |= candidates[other][2]
        joined[other] |= candidates[one][2]
    return tuple(
        KnownPromo(line.text, line.shingles, articles, _is_certain(features, articles.bit_count(), article_count))
        for (line, features, _), articles in zip(candidates, joined, strict=True)
        if articles & (articles - 1)
    )


def is_repeated_promo(features: PromoFeatures, count: int, total: int) -> bool:
    """Whether a line on ``count`` of ``total`` articles is a promo; on more articles fewer features are enough."""
    if count < max(MIN_ARTICLES, total // 500) or not features.total:
        return False
    if features.is_promo:
        return True
    if count < max(MANY_ARTICLES, total // 100):
        return False
    if features.strong or (features.ask and features.total >= 2):
        return True
    return (features.price or features.address) and features.total >= 2 and count >= _MIN_SHARE * total


def _is_certain(features: PromoFeatures, count: int, article_count: int) -> bool:
    """Whether a line is a promo even for a page that is one of the counted ones."""
    return count >= _MIN_CERTAIN_ARTICLES and is_repeated_promo(features, count - 1, article_count - 1)


def vocabulary_of(
    promos: Sequence[KnownPromo],
    pages: Sequence[PageCount],
    article_count: int,
    normalise: Callable[[str], NormalisedLine],
) -> frozenset[str]:
    """The words of a site's certain promos and of the lines that are always beside them.

    Words that its articles also use elsewhere are left out.
    """
    certain = {promo.text for promo in promos if promo.certain}
    if not certain:
        return frozenset()
    texts = certain | _beside(certain, pages, normalise)
    words = {word for text in texts for word in NormalisedLine(text).terms}
    shingles = {shingle for text in texts for shingle in NormalisedLine(text).shingles}
    elsewhere: Counter[str] = Counter()
    for page in pages:
        used: set[str] = set()
        for text, _ in page.lines:
            line = normalise(text)
            if text not in texts and not words.isdisjoint(line.terms) and not _is_edition(line, shingles):
                used |= words & line.terms
        elsewhere.update(used)
    return frozenset(word for word in words if elsewhere[word] <= max(1, _MAX_SHARE_ELSEWHERE * article_count))


def _beside(promos: Set[str], pages: Sequence[PageCount], normalise: Callable[[str], NormalisedLine]) -> set[str]:
    """The short lines that are beside a promo on most pages of either of them."""
    promo_keys = {NormalisedLine(text).masked_key for text in promos}
    pair_counts: Counter[tuple[int, int]] = Counter()  # (promo, line beside it)
    page_counts: Counter[int] = Counter()
    texts: dict[int, str] = {}
    for page in pages:
        keys = []
        for text, _ in page.lines:
            keys.append(normalise(text).masked_key)
            texts[keys[-1]] = min(text, texts.get(keys[-1], text))
        page_counts.update(set(keys))
        pairs = {(a, b) for a, b in pairwise(keys) if a in promo_keys}
        pair_counts.update(pairs | {(b, a) for a, b in pairwise(keys) if b in promo_keys})
    return {
        texts[line]
        for (promo, line), count in pair_counts.items()
        if count >= max(_MIN_CERTAIN_ARTICLES, _MIN_BESIDE_SHARE * max(page_counts[promo], page_counts[line]))
        and texts[line].count(" ") < _MAX_BESIDE_SPACES
    }


def _is_edition(line: NormalisedLine, shingles: set[tuple[str, str]]) -> bool:
    """Whether at least half of a line's word pairs are those of promos: another edition of one."""
    return bool(line.shingles) and len(line.shingles & shingles) * 2 >= len(line.shingles)


def _similar_pairs(sets: Sequence[frozenset[tuple[str, str]]], min_likeness: float) -> list[tuple[int, int]]:
    """All pairs of sets at least so alike. They must share one of the rarest shingles of each."""
    frequency = Counter(shingle for shingles in sets for shingle in shingles)
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    pairs: list[tuple[int, int]] = []
    for number, shingles in enumerate(sets):
        rare_count = len(shingles) - int(min_likeness * len(shingles) + 0.999) + 1
        rarest = sorted(shingles, key=lambda s: (frequency[s], s))[:rare_count]
        near = {other for shingle in rarest for other in holders[shingle]}
        pairs += [(other, number) for other in sorted(near) if likeness(shingles, sets[other]) >= min_likeness]
        for shingle in rarest:
            holders[shingle].append(number)
    return pairs
