"""What pages of one kind were like lately: robust bands for what is measured, rates for what is found or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log1p
from statistics import median
from typing import Any

from .observation import Observation

RECENT, READY = 48, 12  # pages that make a band; pages from which there is one
USUAL = 0.9  # share of pages from which a thing counts as usual there (or, being absent, as unusual)
_TRIM = 24  # of so many pages, one on each side may be odd without widening the band
_FORGET = 400  # pages after which what was found on them counts half
_LABELERS = ("site_rules", "rules", "site_memory", "propagation", "model")
# How far from the middle, and how far beyond what was seen lately, a value must at least lie to be outside.
_LEAST = {"length": (0.7, 0.35), "ratio": (0.15, 0.05), "confidence": (0.15, 0.05)}
_LEAST |= {f"share {labeler}": (0.15, 0.05) for labeler in _LABELERS}
MEASURES = tuple(_LEAST)
SIGNS = [f"{name} {side}" for name in MEASURES for side in ("low", "high") if (name, side) != ("confidence", "high")]


@dataclass(frozen=True, slots=True)
class Tested:
    """One thing about a page: ``hit`` if it is not as usual, which happens to a share ``rate`` of usual pages."""

    sign: str
    hit: bool
    rate: float


@dataclass
class Reference:
    """``recent`` holds the measures of the last pages, ``found`` on how many of ``pages`` each mark was found.

    ``tested`` and ``outside`` count the pages compared with the bands, and those that were outside.
    """

    recent: list[list[float]] = field(default_factory=list)
    pages: int = 0
    found: Counter[str] = field(default_factory=Counter)
    tested: int = 0
    outside: Counter[str] = field(default_factory=Counter)

    @property
    def ready(self) -> bool:
        return self.pages >= READY

    def add(self, page: Observation) -> None:
        """Take a page as usual."""
        self.recent = [*self.recent[-RECENT + 1 :], measures_of(page)]
        self.pages += 1
        self.found.update(marks_of(page))
        if self.pages == READY:  # how the pages that made the bands themselves lie in them
            self.tested += READY
            for values in self.recent:
                self.outside.update(self.outside_of(values))
        if self.pages > _FORGET:
            self.pages //= 2
            self.found = Counter({mark: count // 2 for mark, count in self.found.items() if count > 1})

    def usual(self, measure: str) -> float:
        """The middle of the last pages."""
        place = MEASURES.index(measure)
        return median(row[place] for row in self.recent)

    def outside_of(self, values: Sequence[float]) -> Iterator[str]:
        """Which measures lie outside of their bands, and on which side."""
        trim = len(self.recent) // _TRIM
        columns = zip(*self.recent, strict=True)
        for (name, (off, beyond)), value, column in zip(_LEAST.items(), values, columns, strict=True):
            seen = sorted(column)
            middle = (seen[len(seen) // 2] + seen[(len(seen) - 1) // 2]) / 2
            if value < min(middle - off, seen[trim] - beyond):
                yield f"{name} low"
            elif value > max(middle + off, seen[-1 - trim] + beyond):
                yield f"{name} high"

    def test(self, page: Observation, former: Reference | None) -> Iterator[Tested]:
        """Compare a page with what is usual. What was usual at a ``former`` time is accepted as well."""
        values = measures_of(page)
        outside = set(self.outside_of(values))
        outside_before = set(former.outside_of(values)) if former else outside
        for sign in SIGNS:
            yield Tested(
                sign, sign in outside and sign in outside_before, (self.outside[sign] + 1) / (self.tested + 20)
            )
        self.tested += 1
        self.outside.update(outside)
        yield from self._tested_marks(set(marks_of(page)))

    def _tested_marks(self, marks: set[str]) -> Iterator[Tested]:
        for mark in sorted(self.found.keys() | marks):
            known = self.found[mark]
            if mark.startswith("note "):
                if known <= (1 - USUAL) * self.pages:
                    yield Tested(mark, mark in marks, (known + 1) / (self.pages + 2))
            elif known >= USUAL * self.pages:
                yield Tested(f"no {mark}", mark not in marks, (self.pages - known + 1) / (self.pages + 2))

    def to_data(self) -> list[Any]:
        return [self.recent, self.pages, dict(self.found), self.tested, dict(self.outside)]

    @classmethod
    def from_data(cls, data: list[Any]) -> Reference:
        return cls(data[0], data[1], Counter(data[2]), data[3], Counter(data[4]))


def measures_of(page: Observation) -> list[float]:
    """The measures of a page, in the order of `MEASURES`; the length as a logarithm, shares between 0 and 1."""
    whole = page.whole or 1
    shares = dict.fromkeys(_LABELERS, 0.0)
    for labeler, removed in page.removed.items():
        shares[labeler.partition(".")[0]] += removed / whole
    values = [log1p(page.kept), page.kept / whole, page.confidence, *(shares[labeler] for labeler in _LABELERS)]
    return [round(value, 3) for value in values]


def marks_of(page: Observation) -> Iterator[str]:
    """What is found on a page or not: labelers that removed something, metadata, its language, notes."""
    yield from (f"removal by {labeler}" for labeler in page.removed)
    yield from sorted(page.metadata)
    if page.language:
        yield f"language {page.language}"
    yield from (f"note {note}" for note in page.notes)
