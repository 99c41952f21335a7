"""The report of a run as one HTML page."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from ..bounded import read_counts
from ..views.frame import render, style_of
from ..views.labelers import group_of
from .model import CONFIDENCE_STEPS, LENGTH_STEPS, Report, words_by_group
from .names import page_names

_MAX_RULES = 20


def html_report(report: Report, clean: str, links: Mapping[str, str], notes: Sequence[str] = ()) -> str:
    """The report as one HTML file that loads nothing and runs nothing.

    ``clean`` names the folder of clean pages; ``links`` has the address of a page's view by the page's path in that
    folder; ``notes`` are further sentences for the top.
    """
    name = f"Run {report.run}" if report.run else "All pages"
    rules = [(labeler, words) for labeler, words in report.removed_by.items() if labeler != group_of(labeler)]
    pages = [row | {"removed_by": words_by_group(read_counts(row["removed_by"]))} for row in _named(report.pages)]
    return render(
        "report/page.html.j2", style_of("report/page.css"), title=f"winnow: {name}", name=name, report=report,
        clean=clean, links=links, notes=(report.about, *notes), rules=rules, max_rules=_MAX_RULES,
        pages=pages, uncertain=_named(report.uncertain), slowest=_named(report.slowest),
        groups=words_by_group(report.removed_by), lengths=[f"{words:,}+" for words in LENGTH_STEPS],
        steps=[f"{step * 100 // CONFIDENCE_STEPS}" if step % 4 == 0 else "" for step in range(CONFIDENCE_STEPS)],
        widest_page=max((row["kept"] + row["removed"] for row in report.pages), default=0),
        widest_host=max((host.kept + host.removed for host in report.hosts), default=0),
        sure=sum(report.confidence_counts[CONFIDENCE_STEPS * 9 // 10 :]),
    )  # fmt: skip


def _named(rows: Sequence[sqlite3.Row]) -> list[dict[str, Any]]:
    """The rows, each with the name of its page."""
    return [dict(row) | {"name": name} for row, name in zip(rows, page_names(rows), strict=True)]
