"""The short report as Markdown, for the page of a flow run or a terminal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..safe_text import markdown_text, one_line
from ..views.labelers import display_name
from .model import CONFIDENCE_STEPS, Report
from .names import page_names

_MAX_LABELERS, _MAX_HOSTS, _MAX_INCIDENTS, _MAX_PAGES = 15, 10, 10, 5
_BAR_WIDTH = 20  # characters of the longest bar
_MAX_CELL = 300  # characters


def markdown_report(report: Report, clean: Path | str) -> str:
    """The report as Markdown. ``clean`` is the folder of clean pages, or its address."""
    return "\n".join([
        f"# {report.cleaned:,} pages cleaned, {report.failed:,} failed, {report.unchanged:,} unchanged", "",
        *_opening(report, clean),
        *_table("Removed by labeler", ("labeler", "words>"), _labelers(report)),
        *_table("Hosts", ("host", "pages>", "words kept>", "words removed>"), _hosts(report)),
        *_table("Confidence", ("expected word F1", "pages>", ""), _confidence(report)),
        *_table("Failures", ("outcome", "pages>", "for instance"), (
            (reason.outcome, f"{reason.pages:,}", reason.detail) for reason in report.reasons
        )),
        *_table("What has changed on sites", ("site", "what", "signs"), (
            (incident.site, incident.headline, "; ".join(incident.signs))
            for incident in report.incidents[:_MAX_INCIDENTS]
        )),
        *_table("Least certain pages", ("page", "confidence>"), (
            (name, f"{row['certainty']:.2f}") for name, row in _named(report.uncertain)
        )),
        *_table("Slowest pages", ("page", "seconds>"), (
            (name, f"{row['seconds']:.2f}") for name, row in _named(report.slowest)
        )),
    ]).rstrip() + "\n"  # fmt: skip


def failure_table(report: Report) -> list[dict[str, str]]:
    """The pages that failed, as rows of a table (at most ``MAX_PAGES_LISTED``)."""
    return [
        {"page": one_line(row["url"] or row["raw"]), "outcome": row["outcome"], "why": one_line(row["detail"])}
        for row in report.failures
    ]


def _named(rows: Sequence[sqlite3.Row]) -> Iterator[tuple[str, sqlite3.Row]]:
    """The first rows, each with the name of its page."""
    return zip(page_names(rows[:_MAX_PAGES]), rows[:_MAX_PAGES], strict=True)


def _opening(report: Report, clean: Path | str) -> Iterator[str]:
    share = f" ({report.removed / (report.kept + report.removed):.0%})" if report.removed else ""
    yield (
        f"{report.kept:,} words kept, {report.removed:,} removed{share}, in {report.seconds:,.1f} s. "
        f"Clean pages are in {markdown_text(str(clean))}."
    )
    if report.about:
        yield f"\n{report.about}"
    if report.failed_earlier:
        yield f"\n{report.failed_earlier:,} of the unchanged pages failed in an earlier run."
    if report.gone:
        yield f"\n{report.gone_in_words}"
    yield ""


def _labelers(report: Report) -> Iterator[tuple[str, str]]:
    counts = list(report.removed_by.items())
    yield from ((display_name(labeler), f"{words:,}") for labeler, words in counts[:_MAX_LABELERS])
    if others := counts[_MAX_LABELERS:]:
        yield f"{len(others)} others", f"{sum(words for _, words in others):,}"


def _hosts(report: Report) -> Iterator[tuple[str, str, str, str]]:
    for host in report.hosts[:_MAX_HOSTS]:
        failed = f" ({host.failed:,} failed)" if host.failed else ""
        yield host.name, f"{host.pages:,}{failed}", f"{host.kept:,}", f"{host.removed:,}"
    more = len(report.hosts) + report.other_hosts - _MAX_HOSTS
    if more > 0:
        yield f"and {more:,} more", "", "", ""


def _confidence(report: Report) -> Iterator[tuple[str, str, str]]:
    """The histogram as rows: from the highest confidence down to the lowest that a page has."""
    max_pages = max(report.confidence_counts, default=0)
    remaining = sum(report.confidence_counts)
    for step in reversed(range(CONFIDENCE_STEPS)):
        if not remaining:
            return
        pages = report.confidence_counts[step]
        remaining -= pages
        size = round(pages * _BAR_WIDTH / max_pages)
        low, high = step / CONFIDENCE_STEPS, (step + 1) / CONFIDENCE_STEPS
        yield f"{low:.2f} to {high:.2f}", f"{pages:,}", "█" * (size or bool(pages))


def _table(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A heading and a table, or nothing. Columns whose name ends in > hold figures."""
    body = [f"| {' | '.join(markdown_text(cell[:_MAX_CELL]) for cell in row)} |" for row in rows]
    if not body:
        return []
    names = " | ".join(name.rstrip(">") for name in head)
    rule = "".join("---:|" if name.endswith(">") else "---|" for name in head)
    return [f"## {title}", "", f"| {names} |", f"|{rule}", *body, ""]
