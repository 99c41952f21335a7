"""`winnow report`: the report of a run, as one HTML page or as Markdown."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from ..errors import StoreError, UsageError
from .terminal import note
from .view import open_page, write_file

if TYPE_CHECKING:
    from ..report import Report
    from ..store.ledger import Ledger


@Parameter(name="*")
@dataclass
class ReportOutput:
    """Where and how to write the report."""

    output: Path | None = None
    """The file to write (default: report.html). Views go to a folder beside it,
    named like it with -pages at the end."""
    format: Literal["html", "markdown"] = "html"
    """An HTML page, or the same in short as Markdown on standard output."""
    views: int = 100
    """Write this many views of single pages at most."""
    open: Annotated[bool, Parameter(negative=())] = False
    """Show the page in the browser."""


def report(
    *,
    run: int | None = None,
    all: Annotated[bool, Parameter(negative=())] = False,
    options: ReportOutput | None = None,
    clean: Path | None = None,
) -> int:
    """Write what a run did as one HTML page, and beside it views of the pages it names.

    For example:

        winnow report
        winnow report --open
        winnow report --run 3 --output monday.html
        winnow report --all --format markdown

    Parameters
    ----------
    run
        The number of the run (default: the last one that cleaned a page).
    all
        All pages of the clean folder instead, each as its last run left it.
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    """
    from ..report import markdown_report
    from ..settings import load_settings
    from ..store.ledger import open_ledger

    options, root = options or ReportOutput(), load_settings(clean=clean).clean
    with open_ledger(root) as ledger:
        figures = _report_of_store(ledger) if all else _report_of_run(ledger, run)
    if options.format == "html":
        path = _write_html(figures, root, options)
        sys.stdout.write(f"{path}\n")
        if options.open:
            open_page(path)
    elif options.output:
        write_file(options.output, markdown_report(figures, str(root)))
    else:
        sys.stdout.write(markdown_report(figures, str(root)))
    return 0


def _report_of_store(ledger: Ledger) -> Report:
    from ..drift import incidents
    from ..report.figures import report_of_store

    return report_of_store(ledger, incidents(ledger, closed=False))


def _report_of_run(ledger: Ledger, run: int | None) -> Report:
    from ..drift import incidents
    from ..report.figures import last_run, report_again, runs

    number = last_run(ledger) if run is None else run
    numbers = [row["run"] for row in runs(ledger)]
    if number not in numbers:
        advice = "there was none yet: `winnow run` makes one"
        if numbers:
            advice = f"the runs are {numbers[0]} to {numbers[-1]}"
        raise UsageError(f"there is no run {number}; {advice}" if run is not None else f"no run to report; {advice}")
    figures = report_again(ledger, number, incidents(ledger, number, closed=True))
    later = sum(other > number for other in numbers)
    if run is None and later:
        since = "The run since" if later == 1 else f"The {later} runs since"
        figures.about = f"{figures.about} {since} found nothing to clean.".strip()
    return figures


def _write_html(figures: Report, root: Path, options: ReportOutput) -> Path:
    from ..report.page import html_report
    from ..report.views import write_views

    path = options.output or Path("report.html")
    folder = path.with_name(f"{path.stem}-pages")
    try:
        links = write_views(figures, root, folder, options.views)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror or error}; name another --output") from None
    if links:
        note(f"{len(links):,} page {'view is' if len(links) == 1 else 'views are'} in {folder}")
    elif options.views and figures.cleaned:
        note(f"no page views: they are made from the .json files of the pages, and {root} has none of these")
    return write_file(path, html_report(figures, str(root), links))
