"""What recent pages of one kind were like: robust bands of their measures, and how many have each trait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log1p
from statistics import median
from typing import Any

from .observation import Observation

MIN_PAGES, _MAX_PAGES = 12, 48  # from which a band is made; the oldest are dropped
_USUAL_SHARE = 0.9  # of pages: a trait of so many is usual, a note that so many lack is unusual
_PAGES_PER_OUTLIER = 24  # one page of so many, on each side, does not widen the band
_HALVING_PAGES = 400  # after so many pages all counts of traits are halved
_GROUPS = (
    "site_rules",
    "rules",
    "site_memory",
    "propagation",
    "model",
)  # in the order in which stored measures have them
# The distances from the median, and from the recent values, that a value outside of the band has at least.
_MIN_DISTANCES = {"length": (0.7, 0.35), "ratio": (0.15, 0.05), "confidence": (0.15, 0.05)}
_MIN_DISTANCES |= {f"share {group}": (0.15, 0.05) for group in _GROUPS}
MEASURES = tuple(_MIN_DISTANCES)
SIGNS = [f"{name} {side}" for name in MEASURES for side in ("low", "high") if (name, side) != ("confidence", "high")]


@dataclass(frozen=True, slots=True)
class SignTest:
    """Whether a page shows a sign of a change (``hit``), which a share ``rate`` of usual pages show as well."""

    sign: str
    hit: bool
    rate: float


@dataclass
class Reference:
    """The measures of the last usual pages (``recent``), and how many of ``pages`` have each trait.

    ``tested`` counts the pages compared with the bands, ``outside`` those outside of each.
    """

    recent: list[list[float]] = field(default_factory=list)
    pages: int = 0
    traits: Counter[str] = field(default_factory=Counter)
    tested: int = 0
    outside: Counter[str] = field(default_factory=Counter)

    @property
    def ready(self) -> bool:
        return self.pages >= MIN_PAGES

    def add(self, page: Observation) -> None:
        """Count a page as usual."""
        self.recent = [*self.recent[-_MAX_PAGES + 1 :], measures_of(page)]
        self.pages += 1
        self.traits.update(traits_of(page))
        if self.pages == MIN_PAGES:  # compare the pages of the first bands with these
            self.tested += MIN_PAGES
            for values in self.recent:
                self.outside.update(self.outside_of(values))
        if self.pages > _HALVING_PAGES:
            self.pages //= 2
            self.traits = Counter({trait: count // 2 for trait, count in self.traits.items() if count > 1})

    def median_of(self, measure: str) -> float:
        """The median of a measure over the last pages."""
        index = MEASURES.index(measure)
        return median(values[index] for values in self.recent)

    def outside_of(self, values: Sequence[float]) -> Iterator[str]:
        """The signs of measures outside of their bands, such as "length low"."""
        trim = len(self.recent) // _PAGES_PER_OUTLIER
        columns = zip(*self.recent, strict=True)
        for name, value, column in zip(MEASURES, values, columns, strict=True):
            from_median, from_recent = _MIN_DISTANCES[name]
            ordered = sorted(column)
            middle = median(ordered)
            if value < min(middle - from_median, ordered[trim] - from_recent):
                yield f"{name} low"
            elif value > max(middle + from_median, ordered[-1 - trim] + from_recent):
                yield f"{name} high"

    def test(self, page: Observation, former: Reference | None) -> Iterator[SignTest]:
        """Compare a page with the usual ones. What was usual in the ``former`` reference is accepted as well."""
        values = measures_of(page)
        outside = set(self.outside_of(values))
        outside_before = set(former.outside_of(values)) if former else outside
        for sign in SIGNS:
            hit = sign in outside and sign in outside_before
            yield SignTest(sign, hit, (self.outside[sign] + 1) / (self.tested + 20))
        self.tested += 1
        self.outside.update(outside)
        yield from self._trait_tests(set(traits_of(page)))

    def _trait_tests(self, traits: set[str]) -> Iterator[SignTest]:
        for trait in sorted(self.traits.keys() | traits):
            count = self.traits[trait]
            if trait.startswith("note "):
                if count <= (1 - _USUAL_SHARE) * self.pages:
                    yield SignTest(trait, trait in traits, (count + 1) / (self.pages + 2))
            elif count >= _USUAL_SHARE * self.pages:
                yield SignTest(f"no {trait}", trait not in traits, (self.pages - count + 1) / (self.pages + 2))

    def to_data(self) -> list[Any]:
        return [self.recent, self.pages, dict(self.traits), self.tested, dict(self.outside)]

    @classmethod
    def from_data(cls, data: list[Any]) -> Reference:
        return cls(data[0], data[1], Counter(data[2]), data[3], Counter(data[4]))


def measures_of(page: Observation) -> list[float]:
    """The measures of a page, in the order of `MEASURES`; the length as a logarithm, shares between 0 and 1."""
    whole = page.whole or 1
    shares = dict.fromkeys(_GROUPS, 0.0)
    for labeler, removed in page.removed.items():
        group = labeler.partition(".")[0]
        shares[group if group in shares else "model"] += removed / whole  # stored measures have no others
    values = [log1p(page.kept), page.kept / whole, page.confidence, *(shares[group] for group in _GROUPS)]
    return [round(value, 3) for value in values]


def traits_of(page: Observation) -> Iterator[str]:
    """The traits of a page: labelers that removed something, metadata it has, its language, its notes."""
    yield from (f"removal by {labeler}" for labeler in page.removed)
    yield from sorted(page.metadata)
    if page.language:
        yield f"language {page.language}"
    yield from (f"note {note}" for note in page.notes)
