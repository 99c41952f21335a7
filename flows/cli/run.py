"""`winnow run`: every new or changed page of raw/ into clean/."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from .terminal import note

if TYPE_CHECKING:
    from ..report import Report
    from ..run import Progress
    from ..settings import Settings


def run(
    *,
    raw: Path | None = None,
    clean: Path | None = None,
    workers: int | None = None,
    prefect: bool | None = None,
    wait: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Clean every new or changed page of raw/ into clean/, and tell what happened.

    Pages are files that end in .html, .htm, .xhtml or .txt (also .gz), in any
    folder of raw/. A file beside a page, named like it with .json at the end
    (page.html.json), may hold its url, fetched_at and content_type. What is
    unchanged since the last run is left alone; a run that was stopped goes on
    where it ended.

    For example:

        winnow run
        winnow run --raw pages --clean articles --workers 4
        winnow run --no-prefect

    Parameters
    ----------
    raw
        The folder of raw pages (default: raw, or what winnow.toml says).
    clean
        The folder for clean pages (default: clean, or what winnow.toml says).
    workers
        Processes that clean pages (default: one a core).
    prefect
        Run as a Prefect flow, so that the run shows in Prefect's pages. The
        files are the same without.
    wait
        If another run is using the clean folder, wait for it to end.
    """
    from ..settings import load_settings

    settings = load_settings(raw=raw, clean=clean, workers=workers, prefect=prefect)
    with _progress() as progress:
        report = _run(settings, wait, progress)
    from .tables import print_report

    print_report(report, settings.clean, sys.stdout)
    return report.exit_code


def _run(settings: Settings, wait: bool, progress: Progress) -> Report:
    from ..job import Limits
    from ..run import Options, anything_to_do, clean_pages

    limits = Limits(settings.page_seconds, settings.page_bytes)
    options = Options(settings.raw, settings.clean, settings.workers, limits, wait, progress)
    if settings.prefect:
        from ..prefect_env import prepare, server_address, server_down

        prepare(settings.clean, quiet=True)
        if address := server_down():
            note(f"the Prefect server at {address} does not answer; the pages are cleaned without it")
        elif server_address() or anything_to_do(options):
            from ..pipeline import Watch, run_flow

            report = run_flow(settings, Watch(progress, wait=wait))
            if report:
                return report
            note("Prefect failed; the rest of the pages is cleaned without it")
    return clean_pages(options)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar on a terminal, nothing elsewhere."""
    from ..run import Unwatched

    if not sys.stderr.isatty():
        yield Unwatched()
        return
    from .progress import Bar

    with Bar() as bar:
        yield bar
