"""The kinds of pages that a site has, told apart by their skeletons: articles, lists, threads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .reference import READY, Reference

ALIKE = 0.75  # from here on two skeletons are of one kind
_MOST, _PARTS = 8, 100  # kinds of a site; parts that are counted of a kind
TRUSTED = READY  # pages from which a kind that came later belongs to the site: then it has bands of its own


@dataclass
class Kind:
    """Pages of one skeleton. ``parts`` counts on how many of its ``pages`` each part of the skeleton was found.

    ``trusted``: such pages belong to the site. ``now`` is what they are like, ``former``
    what they were like before the last incident.
    """

    parts: Counter[int] = field(default_factory=Counter)
    pages: int = 0
    trusted: bool = False
    now: Reference = field(default_factory=Reference)
    former: Reference | None = None

    def likeness(self, skeleton: frozenset[int]) -> float:
        """Between 0 and 1: high if the page has all that is common to the kind, and nothing new."""
        common = {part for part, count in self.parts.items() if 2 * count >= self.pages}
        whole = len(common) + len(skeleton)
        return (len(common & skeleton) + len(self.parts.keys() & skeleton)) / whole if whole else 1.0

    def count(self, skeleton: frozenset[int]) -> None:
        """Take a page as one of this kind."""
        self.pages += 1
        self.parts.update(skeleton)
        if len(self.parts) > 2 * _PARTS:
            self.parts = Counter(dict(self.parts.most_common(_PARTS)))
        self.trusted = self.trusted or self.pages >= TRUSTED

    def restart(self) -> None:
        """Forget what was usual, but for the last state that was well known."""
        self.former = self.now if self.now.ready else self.former
        self.now = Reference()

    def to_data(self) -> list[Any]:
        former = self.former.to_data() if self.former else None
        parts = [[part, count] for part, count in sorted(self.parts.items())]
        return [parts, self.pages, self.trusted, self.now.to_data(), former]

    @classmethod
    def from_data(cls, data: list[Any]) -> Kind:
        former = Reference.from_data(data[4]) if data[4] else None
        return cls(Counter(dict(map(tuple, data[0]))), data[1], data[2], Reference.from_data(data[3]), former)


def kind_of(kinds: list[Kind], skeleton: frozenset[int]) -> tuple[Kind, bool]:
    """The kind of a page, which may be new in ``kinds``, and whether it belongs to the site already."""
    near = [(alike, kind) for kind in kinds if (alike := kind.likeness(skeleton)) >= ALIKE]
    if near:
        _, best = max(near, key=lambda pair: (pair[0], pair[1].trusted))
        return best, best.trusted
    if len(kinds) >= _MOST:
        kinds.remove(min(kinds, key=lambda kind: (kind.trusted, kind.pages)))
    kinds.append(Kind())
    return kinds[-1], False
