"""The memory of one site, ready to be asked: a snapshot of its counts that never changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from .copies import shares_most
from .known_promos import Known
from .passage import Passage, likeness

PROSE = 12  # words from which a line can tell one article from another
ALIKE = 0.6  # Jaccard index of shingles from which two lines are nearly the same

Pages = int  # a set of articles, one bit each


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

    @property
    def everywhere(self) -> Pages:
        return (1 << self.articles) - 1

    def own(self, digest: str, address: str, read_prose: Callable[[], frozenset[int]]) -> Pages:
        """The judged page's own article and its copies: they do not count as evidence on it.

        ``read_prose`` gives the keys of its prose; it is called only for a page that was not counted.
        """
        own = 0
        if digest in self.by_digest:
            own |= 1 << self.by_digest[digest]
        if address in self.by_address:
            own |= 1 << self.by_address[address]
        if not own:
            prose = read_prose()
            shared = Counter(number for key in prose for number in bits(self.prose.get(key, 0)))
            own = sum(1 << n for n, k in sorted(shared.items()) if shares_most(prose, self.prose_lines[n], k))
        return own

    def nearly(self, passage: Passage) -> tuple[Pages, str]:
        """The articles on which a promo nearly like the passage stands, and the likest of these promos."""
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
