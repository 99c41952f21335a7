"""`winnow report`: what a run did, as one HTML page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from ..errors import StoreError, UsageError
from .terminal import note

if TYPE_CHECKING:
    from ..report import Report
    from ..store.ledger import Ledger


def report(  # noqa: PLR0913  each one is an option
    *,
    run: int | None = None,
    all: Annotated[bool, Parameter(negative=())] = False,
    output: Path | None = None,
    format: Literal["html", "markdown"] = "html",
    views: int = 100,
    open: Annotated[bool, Parameter(negative=())] = False,
    clean: Path | None = None,
) -> int:  # fmt: skip
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
    output
        The file to write (default: report.html). Views go to a folder beside it,
        named like it with -pages at the end.
    format
        An HTML page, or the same in short as Markdown on standard output.
    views
        Write this many views of single pages at most.
    open
        Show the page in the browser.
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    """
    from ..settings import load_settings
    from ..store.ledger import open_ledger

    root = load_settings(clean=clean).clean
    with open_ledger(root) as ledger:
        found = _report(ledger, run, all)
    if format == "markdown":
        _markdown(found, root, output)
        return 0
    path = _write(found, root, output or Path("report.html"), views)
    sys.stdout.write(f"{path}\n")
    if open:
        from .view import open_page

        open_page(path)
    return 0


def _report(ledger: Ledger, run: int | None, everything: bool) -> Report:
    from ..drift import incidents
    from ..report.figures import last_run, report_again, report_of_store, runs

    if everything:
        return report_of_store(ledger, incidents(ledger, closed=False))
    number = last_run(ledger) if run is None else run
    known = [row["run"] for row in runs(ledger)]
    if number not in known:
        there = f"the runs are {known[0]} to {known[-1]}" if known else "there was none yet: `winnow run` makes one"
        raise UsageError(f"there is no run {number}; {there}" if run is not None else f"no run to report; {there}")
    found = report_again(ledger, number, incidents(ledger, number, closed=True))
    later = sum(other > number for other in known)
    if run is None and later:
        since = "The run since" if later == 1 else f"The {later} runs since"
        found.about = f"{found.about} {since} found nothing to clean.".strip()
    return found


def _write(found: Report, root: Path, path: Path, views: int) -> Path:
    from ..report.page import html_report
    from ..report.views import write_views
    from .view import write_file

    folder = path.with_name(f"{path.stem}-pages")
    try:
        links = write_views(found, root, folder, views)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror or error}; name another --output") from None
    if links:
        note(f"{len(links):,} page {'view is' if len(links) == 1 else 'views are'} in {folder}")
    elif views and found.cleaned:
        note(f"no page views: they are made from the .json files of the pages, and {root} has none of these")
    return write_file(path, html_report(found, str(root), links))


def _markdown(found: Report, root: Path, output: Path | None) -> None:
    from ..report import markdown_report
    from .view import write_file

    text = markdown_report(found, str(root))
    if output:
        write_file(output, text)
    else:
        sys.stdout.write(text)
