"""The report of a run, printed as tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from ..bounded import read_counts
from ..report import Report, page_names, words_by_group
from ..views.labelers import display_name
from .terminal import print_table


def print_report(report: Report, clean: Path, stream: TextIO) -> None:
    """Write the tables of a run: the cleaned pages, the pages that failed and why, and the totals."""
    if report.pages:
        pages = (
            (name, f"{row['kept']:,}", f"{row['removed']:,}", _by_labeler(read_counts(row["removed_by"])) or "-")
            for name, row in zip(page_names(report.pages), report.pages, strict=True)
        )  # fmt: skip
        print_table(("page", "kept>", "removed>", "removed by"), pages, stream)
        _more(report.cleaned - len(report.pages), "winnow ledger", stream)
    if report.failures:
        failed = ((row["url"] or row["raw"], (row["outcome"], "yellow"), row["detail"]) for row in report.failures)
        print_table(("failed page", "outcome", "why"), failed, stream)
        _more(report.failed - len(report.failures), "winnow ledger --failed", stream)
    stream.writelines(f"{line}\n" for line in _totals(report, clean))


def _more(count: int, command: str, stream: TextIO) -> None:
    stream.write(f"... and {count:,} more: `{command}` lists all\n\n" if count > 0 else "\n")


def _by_labeler(removed_by: dict[str, int]) -> str:
    return ", ".join(f"{display_name(group)} {words:,}" for group, words in words_by_group(removed_by).items())


def _totals(report: Report, clean: Path) -> Iterator[str]:
    parts = [f"{report.cleaned:,} cleaned", f"{report.unchanged:,} unchanged", f"{report.failed:,} failed"]
    parts += [
        f"{count:,} {outcome}" for outcome, count in report.outcomes.items() if outcome in ("superseded", "ignored")
    ]
    yield f"{', '.join(parts)} in {report.seconds:.1f} s; clean pages are in {clean}"
    if report.cleaned:
        labelers = _by_labeler(report.removed_by)
        yield f"{report.kept:,} words kept, {report.removed:,} removed{': ' + labelers if labelers else ''}"
    if report.failed_earlier:
        yield f"{report.failed_earlier:,} of the unchanged pages failed earlier: `winnow ledger --failed` says why"
    if report.gone:
        yield report.gone_in_words
    if report.incidents:
        count = len(report.incidents)
        yield f"{count:,} site{'s have' if count > 1 else ' has'} changed: `winnow drift` tells how"
    if not (report.outcomes or report.unchanged):
        yield "there are no pages in the raw folder: pages end in .html, .htm, .xhtml or .txt (also .gz)"
