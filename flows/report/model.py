"""What a report holds: a run in figures, and the pages worth naming."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..drift import Incident
from ..job import FINE
from ..views.labelers import group_of

SHOWN = 50  # pages named one by one; the ledger names all
CERTAINTY_STEPS = 20  # columns of the histogram of confidence
LENGTHS = (0, 50, 100, 200, 400, 800, 1600, 3200, 6400)  # words kept of a page: where the columns begin
SUMMARY = ("seconds", "outcomes", "unchanged", "before", "kept", "removed", "removed_by")


@dataclass(frozen=True)
class Host:
    """The pages of one host in a run, and the words kept and removed of them."""

    name: str
    pages: int
    failed: int
    kept: int
    removed: int


@dataclass(frozen=True)
class Reason:
    """Why pages failed: an outcome, how many have it, and what was said of one of them."""

    outcome: str
    pages: int
    detail: str


@dataclass
class Report:
    """A run in figures. ``outcomes`` counts the pages this run looked into.

    ``before`` counts pages that failed in an earlier run and are unchanged since.
    ``pages`` and ``failures`` are rows of the ledger, at most ``SHOWN`` each; those of
    ``uncertain`` have a ``certainty`` as well. ``certainty`` counts pages by confidence in
    steps of 1/``CERTAINTY_STEPS``, ``lengths`` by words kept from each of ``LENGTHS`` on.
    ``hosts`` are those with most pages, ``other_hosts`` the number of the rest.
    ``about``: which pages these are; ``started`` is ISO 8601, "" where nobody noted it.
    """

    run: int
    seconds: float
    outcomes: dict[str, int]
    unchanged: int
    before: int
    kept: int
    removed: int
    removed_by: dict[str, int]
    pages: list[sqlite3.Row] = field(default_factory=list)
    failures: list[sqlite3.Row] = field(default_factory=list)
    slowest: list[sqlite3.Row] = field(default_factory=list)
    uncertain: list[sqlite3.Row] = field(default_factory=list)
    certainty: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    hosts: list[Host] = field(default_factory=list)
    other_hosts: int = 0
    reasons: list[Reason] = field(default_factory=list)
    incidents: Sequence[Incident] = ()
    about: str = ""
    started: str = ""

    @property
    def cleaned(self) -> int:
        return self.outcomes.get("ok", 0)

    @property
    def failed(self) -> int:
        """Pages that failed in this run."""
        return sum(count for outcome, count in self.outcomes.items() if outcome not in FINE)

    @property
    def exit_code(self) -> int:
        """0 when every page of the store is well, 1 when some are not."""
        return 1 if self.failed or self.before else 0

    def summary(self) -> dict[str, Any]:
        """The figures alone."""
        return {name: getattr(self, name) for name in SUMMARY}


def grouped(removed_by: dict[str, int]) -> dict[str, int]:
    """Removed words by labeler, the rules as one, most first."""
    groups: dict[str, int] = {}
    for labeler, words in removed_by.items():
        groups[group_of(labeler)] = groups.get(group_of(labeler), 0) + words
    return dict(sorted(groups.items(), key=lambda item: (-item[1], item[0])))
