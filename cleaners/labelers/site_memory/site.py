"""The memory of one site: an immutable snapshot of what its counts show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from .copies import ArticleBits, are_copies
from .known_promos import KnownPromo
from .normalised_line import NormalisedLine, likeness

MIN_PROSE_WORDS = 12  # of a line by which copies of an article are found
MIN_LIKENESS = 0.6  # Jaccard index of shingles from which two lines are nearly the same


@dataclass(frozen=True)
class SiteMemory:
    """What repeats on one site. ``fingerprint`` changes with the set of counted pages and with nothing else.

    ``article_count`` is the number of distinct articles (copies count once). ``exact`` and ``masked`` map
    the keys of lines that several articles have to these articles, ``pairs`` the masked keys of two neighbouring
    lines, ``prose`` the exact keys of all long lines. ``first_days`` and ``prose_lines`` (their number) are by article.
    """

    host: str
    fingerprint: str
    article_count: int = 0
    brand: str = ""
    first_days: tuple[str, ...] = ()
    sections: Mapping[str, ArticleBits] = field(default_factory=dict)
    exact: Mapping[int, ArticleBits] = field(default_factory=dict)
    masked: Mapping[int, ArticleBits] = field(default_factory=dict)
    pairs: Mapping[tuple[int, int], ArticleBits] = field(default_factory=dict)
    prose: Mapping[int, ArticleBits] = field(default_factory=dict)
    prose_lines: tuple[int, ...] = ()
    article_by_digest: Mapping[str, int] = field(default_factory=dict)
    article_by_address: Mapping[str, int] = field(default_factory=dict)
    promos: tuple[KnownPromo, ...] = ()
    promos_by_shingle: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()

    @property
    def all_articles(self) -> ArticleBits:
        return (1 << self.article_count) - 1

    def own_articles(self, digest: str, address: str, read_prose: Callable[[], frozenset[int]]) -> ArticleBits:
        """The article of the page that is cleaned, and its copies: they are no evidence for this page.

        ``read_prose`` returns the keys of the page's prose; it is called only for a page that was not counted.
        """
        own = 0
        if digest in self.article_by_digest:
            own |= 1 << self.article_by_digest[digest]
        if address in self.article_by_address:
            own |= 1 << self.article_by_address[address]
        if not own:
            prose = read_prose()
            shared = Counter(number for key in prose for number in set_bits(self.prose.get(key, 0)))
            own = sum(1 << n for n, count in shared.items() if are_copies(len(prose), self.prose_lines[n], count))
        return own

    def near_matches(self, line: NormalisedLine) -> tuple[ArticleBits, str]:
        """The articles that have a promo nearly like the line, and the text of the most similar promo."""
        candidates = {number for shingle in line.shingles for number in self.promos_by_shingle.get(shingle, ())}
        articles, best = 0, (0.0, "")
        for number in candidates:
            promo = self.promos[number]
            similarity = likeness(line.shingles, promo.shingles)
            if similarity >= MIN_LIKENESS:
                articles |= promo.articles
                best = max(best, (similarity, promo.text))
        return articles, best[1]

    def first_day(self, articles: ArticleBits) -> str:
        """The first day on which one of these articles was fetched; "" when no day is known."""
        return min((day for day in (self.first_days[n] for n in set_bits(articles)) if day), default="")


def set_bits(articles: ArticleBits) -> Iterable[int]:
    """The numbers of the bits that are set."""
    while articles:
        low = articles & -articles
        yield low.bit_length() - 1
        articles ^= low
