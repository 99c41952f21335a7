"""The kinds of pages that a site has, such as articles, lists and threads: those with one skeleton each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .reference import MIN_PAGES, Reference

_MIN_LIKENESS = 0.75  # of two skeletons of one kind
_MAX_KINDS, _MAX_PARTS = 8, 100  # of a site; of a kind


@dataclass
class PageKind:
    """Pages of one skeleton. ``parts`` counts the pages that have each part of the skeleton.

    ``trusted``: such pages belong to the site. ``now`` is what they are like, ``former``
    what they were like before the last incident.
    """

    parts: Counter[int] = field(default_factory=Counter)
    pages: int = 0
    trusted: bool = False
    now: Reference = field(default_factory=Reference)
    former: Reference | None = None

    def likeness(self, skeleton: frozenset[int]) -> float:
        """Between 0 and 1: high if the page has all parts that are common to the kind, and no new ones."""
        common = {part for part, count in self.parts.items() if 2 * count >= self.pages}
        whole = len(common) + len(skeleton)
        return (len(common & skeleton) + len(self.parts.keys() & skeleton)) / whole if whole else 1.0

    def count(self, skeleton: frozenset[int]) -> None:
        """Count a page as one of this kind."""
        self.pages += 1
        self.parts.update(skeleton)
        if len(self.parts) > 2 * _MAX_PARTS:
            self.parts = Counter(dict(self.parts.most_common(_MAX_PARTS)))
        self.trusted = self.trusted or self.pages >= MIN_PAGES  # a new kind has bands of its own by then

    def restart(self) -> None:
        """Start a new reference; the last one with enough pages becomes the former one."""
        self.former = self.now if self.now.ready else self.former
        self.now = Reference()

    def to_data(self) -> list[Any]:
        former = self.former.to_data() if self.former else None
        parts = [[part, count] for part, count in sorted(self.parts.items())]
        return [parts, self.pages, self.trusted, self.now.to_data(), former]

    @classmethod
    def from_data(cls, data: list[Any]) -> PageKind:
        former = Reference.from_data(data[4]) if data[4] else None
        return cls(Counter(dict(map(tuple, data[0]))), data[1], data[2], Reference.from_data(data[3]), former)


def kind_of(kinds: list[PageKind], skeleton: frozenset[int]) -> tuple[PageKind, bool]:
    """The kind of a page, and whether it belongs to the site. A new kind is added to ``kinds``."""
    similar = [(likeness, kind) for kind in kinds if (likeness := kind.likeness(skeleton)) >= _MIN_LIKENESS]
    if similar:
        _, best = max(similar, key=lambda pair: (pair[0], pair[1].trusted))
        return best, best.trusted
    if len(kinds) >= _MAX_KINDS:
        kinds.remove(min(kinds, key=lambda kind: (kind.trusted, kind.pages)))
    kinds.append(PageKind())
    return kinds[-1], False
