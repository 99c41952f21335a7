"""The figures of a run, read from the ledger."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..drift import Incident
from ..store.ledger import Ledger
from ..store.report_queries import PageFigures, last_run, runs, unchanged_counts
from .model import CERTAINTY_STEPS, LENGTHS, SHOWN, SUMMARY, Host, Reason, Report

__all__ = ["last_run", "report_again", "report_of", "report_of_store", "runs"]

NAMED = 10  # of the slowest and of the least certain
HOSTS = 30


def report_of(ledger: Ledger, run: int, seconds: float, incidents: Sequence[Incident] = ()) -> Report:
    """The report of a run whose plan is still at hand; ``incidents`` are those that it opened."""
    report = _figures(ledger, run)
    report.seconds, report.incidents = round(seconds, 3), incidents
    report.unchanged, report.before = unchanged_counts(ledger, run)
    return report


def report_again(ledger: Ledger, run: int, incidents: Sequence[Incident] = ()) -> Report:
    """The report of a run of the past: what it noted when it ended, and the rows that are still its own."""
    report = _figures(ledger, run)
    report.incidents = incidents
    row = next(row for row in runs(ledger) if row["run"] == run)
    report.started, report.about = row["started_at"], "This run did not end: these are the pages it was done with."
    if row["summary"]:
        summary, report.about = json.loads(row["summary"]), ""
        again = sum(summary["outcomes"].values()) - sum(report.outcomes.values())
        if again > 0:
            report.about = f"{again:,} of its pages were cleaned again since; they count in the totals only."
        for name in SUMMARY:
            setattr(report, name, summary[name])
    return report


def report_of_store(ledger: Ledger, incidents: Sequence[Incident] = ()) -> Report:
    """The report of all pages of the store, each as its last run left it."""
    report = _figures(ledger, None)
    report.incidents, report.about = incidents, "All pages of the store, each as its last run left it."
    return report


def _figures(ledger: Ledger, run: int | None) -> Report:
    """The figures of the pages that a run recorded, or of all."""
    figures = PageFigures(ledger, run)
    kept, removed, seconds = figures.totals()
    hosts = [Host(name or "no host", *counts) for name, *counts in figures.sites()]
    return Report(
        run or 0, round(seconds, 3), figures.outcomes(), unchanged=0, before=0, kept=kept, removed=removed,
        removed_by=figures.removed_by(), pages=figures.cleaned(SHOWN), failures=figures.failures(SHOWN),
        slowest=figures.slowest(NAMED), uncertain=figures.uncertain(NAMED),
        certainty=figures.certainty(CERTAINTY_STEPS), lengths=figures.lengths(LENGTHS),
        hosts=hosts[:HOSTS], other_hosts=max(0, len(hosts) - HOSTS),
        reasons=[Reason(*row) for row in figures.failure_reasons()],
    )  # fmt: skip
