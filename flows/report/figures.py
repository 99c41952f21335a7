"""The figures of a run, read from the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from ..bounded import read_object
from ..drift import Incident
from ..store.ledger import Ledger
from ..store.report_queries import PageFigures, last_run, runs, unchanged_counts
from .model import CONFIDENCE_STEPS, LENGTH_STEPS, MAX_PAGES_LISTED, SUMMARY, FailureReason, HostFigures, Report

__all__ = ["last_run", "report_again", "report_of", "report_of_store", "runs"]

_MAX_PAGES_NAMED = 10  # of the slowest pages and of the least certain ones
_MAX_HOSTS = 30


def report_of(ledger: Ledger, run: int, seconds: float, incidents: Sequence[Incident] = ()) -> Report:
    """The report of the run that has just ended: its plan is still in the ledger. ``incidents`` are those it opened."""
    report = _figures(ledger, run)
    report.seconds, report.incidents = round(seconds, 3), incidents
    report.unchanged, report.failed_earlier = unchanged_counts(ledger, run)
    return report


def report_again(ledger: Ledger, run: int, incidents: Sequence[Incident] = ()) -> Report:
    """The report of an earlier run: the summary written when it ended, and the pages that no later run cleaned."""
    report = _figures(ledger, run)
    report.incidents = incidents
    row = next(row for row in runs(ledger) if row["run"] == run)
    report.started, report.about = row["started_at"], "This run did not end: these are the pages it had finished."
    summary = read_object(row["summary"] or "")
    if set(SUMMARY) <= set(summary) and isinstance(summary.get("outcomes"), dict):
        report.about = ""
        cleaned_again = sum(summary["outcomes"].values()) - sum(report.outcomes.values())
        if cleaned_again > 0:
            report.about = f"{cleaned_again:,} of its pages were cleaned again since; they count in the totals only."
        for key, name in SUMMARY.items():
            setattr(report, name, summary[key])
    return report


def report_of_store(ledger: Ledger, incidents: Sequence[Incident] = ()) -> Report:
    """The report of all pages of the store, each as its last run left it."""
    report = _figures(ledger, None)
    report.incidents, report.about = incidents, "All pages of the store, each as its last run left it."
    return report


def _figures(ledger: Ledger, run: int | None) -> Report:
    """The figures of the pages that a run recorded; of all pages for None."""
    figures = PageFigures(ledger, run)
    kept, removed, seconds = figures.totals()
    hosts = [HostFigures(name or "no host", *counts) for name, *counts in figures.sites()]
    return Report(
        run or 0, round(seconds, 3), figures.outcomes(), unchanged=0, failed_earlier=0, kept=kept, removed=removed,
        removed_by=figures.removed_by(),
        pages=figures.cleaned(MAX_PAGES_LISTED), failures=figures.failures(MAX_PAGES_LISTED),
        slowest=figures.slowest(_MAX_PAGES_NAMED), uncertain=figures.uncertain(_MAX_PAGES_NAMED),
        confidence_counts=figures.certainty(CONFIDENCE_STEPS), length_counts=figures.lengths(LENGTH_STEPS),
        hosts=hosts[:_MAX_HOSTS], other_hosts=max(0, len(hosts) - _MAX_HOSTS),
        reasons=[FailureReason(*row) for row in figures.failure_reasons()],
    )  # fmt: skip
