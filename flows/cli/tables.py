"""The table of what a run did."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from ..report import SHOWN, Report, grouped
from .terminal import Paint, cut, pad, width


def print_report(report: Report, clean: Path, stream: TextIO) -> None:
    """Write the table of a run: pages cleaned, pages that failed and why, and the sum."""
    paint, columns = Paint(stream), width(120)
    for line in (*_pages(report, paint, columns), *_failures(report, paint, columns), *_sum(report, clean, columns)):
        stream.write(line.rstrip() + "\n")


def _pages(report: Report, paint: Paint, columns: int) -> Iterator[str]:
    if not report.pages:
        return
    right = 26 if columns < 100 else 40
    left = columns - right - 7 - 9 - 4
    yield paint(f"{pad('page', left)} {'kept':>7} {'removed':>8}  {pad('removed by', right)}", "bold")
    for row in report.pages:
        voices = " ".join(f"{voice} {words}" for voice, words in grouped(json.loads(row["removed_by"])).items())
        figures = f"{row['kept']:>7,} {row['removed']:>8,}"
        yield f"{pad(cut(_name(row), left), left)} {figures}  {cut(voices or '-', right)}"
    if report.cleaned > len(report.pages):
        yield f"... and {report.cleaned - len(report.pages):,} more: `winnow ledger` lists all"
    yield ""


def _failures(report: Report, paint: Paint, columns: int) -> Iterator[str]:
    if not report.failures:
        return
    left = (columns - 16) * 2 // 5
    yield paint(f"{pad('failed page', left)} {'outcome':<13} why", "bold")
    for row in report.failures:
        why = cut(row["detail"], columns - left - 15)
        yield (
            f"{pad(cut(row['url'] or row['raw'], left), left)} " + paint(f"{row['outcome']:<13}", "yellow") + f" {why}"
        )
    if report.failed > len(report.failures):
        yield f"... and {report.failed - SHOWN:,} more: `winnow ledger --failed` lists all"
    yield ""


def _sum(report: Report, clean: Path, columns: int) -> Iterator[str]:
    parts = [f"{report.cleaned:,} cleaned", f"{report.unchanged:,} unchanged", f"{report.failed:,} failed"]
    parts += [
        f"{count:,} {outcome}" for outcome, count in report.outcomes.items() if outcome in ("superseded", "ignored")
    ]
    yield f"{', '.join(parts)} in {report.seconds:.1f} s; clean pages are in {clean}"
    if report.cleaned:
        voices = ", ".join(f"{voice} {words:,}" for voice, words in grouped(report.removed_by).items())
        yield cut(f"{report.kept:,} words kept, {report.removed:,} removed{': ' + voices if voices else ''}", columns)
    if report.before:
        yield f"{report.before:,} of the unchanged pages failed earlier: `winnow ledger --failed` says why"
    if report.incidents:
        count = len(report.incidents)
        yield f"{count:,} site{'s have' if count > 1 else ' has'} changed: `winnow drift` tells how"
    if not (report.outcomes or report.unchanged):
        yield "there are no pages in the raw folder: pages end in .html, .htm, .xhtml or .txt (also .gz)"


def _name(row: sqlite3.Row) -> str:
    return str(row["title"] or row["url"] or row["raw"])
