"""The report in short as Markdown, for the page of a flow run or a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..safe_text import markdown_text, one_line
from .model import CERTAINTY_STEPS, Report

_LABELERS, _HOSTS, _INCIDENTS, _BAR = 15, 10, 10, 20
_LONGEST = 300  # characters of a cell


def markdown_report(report: Report, clean: Path | str) -> str:
    """The report as Markdown. ``clean`` is the folder of clean pages, or the address of where they are."""
    return "\n".join([
        f"# {report.cleaned:,} pages cleaned, {report.failed:,} failed, {report.unchanged:,} unchanged", "",
        *_opening(report, clean),
        *_table("Removed by labeler", ("decidedBy", "words>"), _labelers(report)),
        *_table("Hosts", ("host", "pages>", "words kept>", "words removed>"), _hosts(report)),
        *_table("Confidence", ("expected word F1", "pages>", ""), _certainty(report)),
        *_table("Failures", ("outcome", "pages>", "for instance"), (
            (reason.outcome, f"{reason.pages:,}", reason.detail) for reason in report.reasons
        )),
        *_table("What has changed on sites", ("site", "what", "signs"), (
            (one.site, one.headline, "; ".join(one.signs)) for one in report.incidents[:_INCIDENTS]
        )),
        *_table("Least certain pages", ("page", "confidence>"), (
            (row["title"] or row["raw"], f"{row['certainty']:.2f}") for row in report.uncertain[:5]
        )),
        *_table("Slowest pages", ("page", "seconds>"), (
            (row["title"] or row["raw"], f"{row['seconds']:.2f}") for row in report.slowest[:5]
        )),
    ]).rstrip() + "\n"  # fmt: skip


def failure_table(report: Report) -> list[dict[str, str]]:
    """The pages that failed, as rows of a table (at most ``SHOWN``)."""
    return [
        {"page": one_line(row["url"] or row["raw"]), "outcome": row["outcome"], "why": one_line(row["detail"])}
        for row in report.failures
    ]


def _opening(report: Report, clean: Path | str) -> Iterator[str]:
    share = f" ({report.removed / (report.kept + report.removed):.0%})" if report.removed else ""
    yield (
        f"{report.kept:,} words kept, {report.removed:,} removed{share}, in {report.seconds:,.1f} s. "
        f"Clean pages are in {markdown_text(str(clean))}."
    )
    if report.about:
        yield f"\n{report.about}"
    if report.before:
        yield f"\n{report.before:,} of the unchanged pages failed in an earlier run."
    yield ""


def _labelers(report: Report) -> Iterator[tuple[str, str]]:
    rest = 0
    for place, (labeler, words) in enumerate(report.removed_by.items()):
        if place < _LABELERS:
            yield labeler, f"{words:,}"
        else:
            rest += words
    if rest:
        yield f"{len(report.removed_by) - _LABELERS} others", f"{rest:,}"


def _hosts(report: Report) -> Iterator[tuple[str, str, str, str]]:
    for host in report.hosts[:_HOSTS]:
        failed = f" ({host.failed:,} failed)" if host.failed else ""
        yield host.name, f"{host.pages:,}{failed}", f"{host.kept:,}", f"{host.removed:,}"
    more = len(report.hosts) + report.other_hosts - _HOSTS
    if more > 0:
        yield f"and {more:,} more", "", "", ""


def _certainty(report: Report) -> Iterator[tuple[str, str, str]]:
    """The histogram in words: from the most certain down to where nothing is left."""
    most = max(report.certainty, default=0)
    left = sum(report.certainty)
    for step in reversed(range(CERTAINTY_STEPS)):
        if not left:
            return
        pages = report.certainty[step]
        left -= pages
        size = round(pages * _BAR / most)
        low, high = step / CERTAINTY_STEPS, (step + 1) / CERTAINTY_STEPS
        yield f"{low:.2f} to {high:.2f}", f"{pages:,}", "█" * (size or bool(pages))


def _table(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A heading and a table, or nothing. Columns whose name ends in > hold figures."""
    body = [f"| {' | '.join(markdown_text(cell[:_LONGEST]) for cell in row)} |" for row in rows]
    if not body:
        return []
    names = " | ".join(name.rstrip(">") for name in head)
    rule = "".join("---:|" if name.endswith(">") else "---|" for name in head)
    return [f"## {title}", "", f"| {names} |", f"|{rule}", *body, ""]
