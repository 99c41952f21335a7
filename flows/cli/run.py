"""`winnow run`: clean every new or changed page of raw/ into clean/.

The way down: `run` reads the options and settings, `clean_and_print` shows progress and prints the report, `_clean`
calls `runs.run.clean_pages`, which does the work: by itself, or inside a Prefect flow (`orchestration.run_in_process`).
"""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Literal

from .run_options import ClusterOptions
from .terminal import note

if TYPE_CHECKING:
    from ..options import Progress, RunOptions
    from ..report import Report
    from ..settings import Settings


def run(*, options: ClusterOptions | None = None) -> int:
    """Clean every new or changed page of raw/ into clean/, and report the result.

    Pages are files that end in .html, .htm, .xhtml or .txt (also .gz), in any
    folder of raw/. A file beside a page, named like it with .json at the end
    (page.html.json), may hold its url, fetched_at and content_type. Pages that are
    unchanged since the last run are left alone; a run that was stopped goes on
    where it ended. A clean page is two files, Markdown and JSON; `winnow export`
    writes clean pages elsewhere, or as JSON lines or Parquet.

    For example:

        winnow run
        winnow run --raw pages --clean articles --workers 4
    """
    options = options or ClusterOptions()
    return clean_and_print(options.settings(), wait=options.wait)


def clean_and_print(settings: Settings, *, wait: bool = False, reclean: bool = False) -> int:
    """Clean pages as the settings say, print the report and return the exit code."""
    from ..options import Progress, RunOptions
    from .tables import print_report

    if sys.stderr.isatty():
        from .progress import ProgressBar

        progress_shown: AbstractContextManager[Progress] = ProgressBar()
    else:
        progress_shown = nullcontext(Progress())
    with progress_shown as progress:
        report = _clean(RunOptions.from_settings(settings, wait=wait, reclean=reclean), settings.prefect, progress)
    print_report(report, settings.clean, sys.stdout)
    return report.exit_code


def _clean(options: RunOptions, prefect: Literal[True, False, "auto"], progress: Progress) -> Report:
    """Clean inside a Prefect flow if that is asked for and possible, otherwise without."""
    from ..runs.run import clean_pages

    if prefect is not False:
        from ..orchestration.environment import prepare, server_address, unreachable_server

        prepare(options.clean, quiet=True)
        if address := unreachable_server():
            note(f"the Prefect server at {address} does not answer; the pages are cleaned without it")
        elif server_address() or prefect is True:
            from ..store.clean import open_store

            open_store(options.clean)  # first: Prefect, once imported, makes its own folder inside it
            from ..orchestration.run_in_process import run_in_process

            if report := run_in_process(options, progress):
                return report
            note("Prefect failed; the rest of the pages is cleaned without it")
    return clean_pages(options, progress)
