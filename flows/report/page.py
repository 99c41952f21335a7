"""The report of a run as one HTML page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ..views.frame import render, style_of
from ..views.labelers import group_of
from .model import CERTAINTY_STEPS, LENGTHS, Report, grouped

_MAX_RULES = 20


def html_report(report: Report, clean: str, links: Mapping[str, str], notes: Sequence[str] = ()) -> str:
    """The report as one HTML file that loads nothing and runs nothing.

    ``clean`` names the folder of clean pages; ``links`` leads from a page's place in it to its
    view; ``notes`` are further sentences for the top.
    """
    name = f"Run {report.run}" if report.run else "All pages"
    rules = [(labeler, words) for labeler, words in report.removed_by.items() if labeler != group_of(labeler)]
    pages = [dict(row) | {"removed_by": grouped(json.loads(row["removed_by"]))} for row in report.pages]
    return render(
        "report/page.html.j2", style_of("report/page.css"), title=f"winnow: {name}", name=name, report=report,
        clean=clean, links=links, notes=(report.about, *notes), rules=rules, max_rules=_MAX_RULES, pages=pages,
        groups=grouped(report.removed_by), lengths=[f"{least:,}+" for least in LENGTHS],
        steps=[f"{step * 100 // CERTAINTY_STEPS}" if step % 4 == 0 else "" for step in range(CERTAINTY_STEPS)],
        widest_page=max((row["kept"] + row["removed"] for row in report.pages), default=0),
        widest_host=max((host.kept + host.removed for host in report.hosts), default=0),
        sure=sum(report.certainty[CERTAINTY_STEPS * 9 // 10 :]),
    )  # fmt: skip
