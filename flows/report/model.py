"""The data of a report: a run in figures, and lists of its pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..drift import Incident
from ..job import FINE
from ..views.labelers import group_of

MAX_PAGES_LISTED = 50  # pages listed one by one; the ledger lists all
CONFIDENCE_STEPS = 20  # columns of the histogram of confidence
LENGTH_STEPS = (0, 50, 100, 200, 400, 800, 1600, 3200, 6400)  # words kept of a page, from which a column counts
SUMMARY = {
    "seconds": "seconds", "outcomes": "outcomes", "unchanged": "unchanged", "before": "failed_earlier", "kept": "kept",
    "removed": "removed", "removed_by": "removed_by",
}  # fmt: skip  # keys in the ledger's summary of a run, and the fields of `Report`


@dataclass(frozen=True)
class HostFigures:
    """The pages of one host in a run, and the words kept and removed of them."""

    name: str
    pages: int
    failed: int
    kept: int
    removed: int


@dataclass(frozen=True)
class FailureReason:
    """An outcome of failed pages, how many have it, and the detail of one of them."""

    outcome: str
    pages: int
    detail: str


@dataclass
class Report:
    """A run in figures. ``outcomes`` counts the pages that the run recorded.

    ``failed_earlier`` counts pages that failed in an earlier run and are unchanged since, ``gone`` clean pages whose
    raw file this run was the first to miss.
    ``kept`` and ``removed`` are words, ``removed_by`` words by labeler. ``pages`` and ``failures`` are rows of the
    ledger, at most ``MAX_PAGES_LISTED`` each; those of ``uncertain`` have a ``certainty`` as well.
    ``confidence_counts`` counts pages by confidence in steps of 1/``CONFIDENCE_STEPS``, ``length_counts`` by words
    kept from each of ``LENGTH_STEPS`` on. ``hosts`` are those with most pages, ``other_hosts`` the number of the rest.
    ``about``: which pages these are; ``started`` is ISO 8601, "" where it is not recorded.
    """

    run: int
    seconds: float
    outcomes: dict[str, int]
    unchanged: int
    failed_earlier: int
    kept: int
    removed: int
    removed_by: dict[str, int]
    pages: list[sqlite3.Row] = field(default_factory=list)
    failures: list[sqlite3.Row] = field(default_factory=list)
    slowest: list[sqlite3.Row] = field(default_factory=list)
    uncertain: list[sqlite3.Row] = field(default_factory=list)
    confidence_counts: list[int] = field(default_factory=list)
    length_counts: list[int] = field(default_factory=list)
    hosts: list[HostFigures] = field(default_factory=list)
    other_hosts: int = 0
    reasons: list[FailureReason] = field(default_factory=list)
    incidents: Sequence[Incident] = ()
    gone: int = 0
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
        """1 when pages failed in this run, else 0."""
        return 1 if self.failed else 0

    @property
    def gone_in_words(self) -> str:
        """A sentence on the raw files that are gone."""
        files = "1 raw file is" if self.gone == 1 else f"{self.gone:,} raw files are"
        return f"{files} gone; the clean pages stay: `winnow forget PAGE` removes one, `winnow verify` no longer tells"

    def summary(self) -> dict[str, Any]:
        """The figures that the ledger keeps of a run."""
        return {key: getattr(self, name) for key, name in SUMMARY.items()}


def words_by_group(removed_by: dict[str, int]) -> dict[str, int]:
    """Removed words by group of labelers (all rules are one group), most first."""
    groups: dict[str, int] = {}
    for labeler, words in removed_by.items():
        groups[group_of(labeler)] = groups.get(group_of(labeler), 0) + words
    return dict(sorted(groups.items(), key=lambda item: (-item[1], item[0])))
