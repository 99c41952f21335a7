"""`winnow run`: every new or changed page of raw/ into clean/."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from .terminal import note

if TYPE_CHECKING:
    from ..options import Progress, RunOptions
    from ..report import Report
    from ..settings import Settings


def run(  # noqa: PLR0913  each is an option of the command
    *,
    raw: Path | None = None,
    clean: Path | None = None,
    workers: int | None = None,
    runner: Literal["local", "dask"] | None = None,
    dask_address: str | None = None,
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

    Parameters
    ----------
    raw
        The folder of raw pages (default: raw, or what winnow.toml says).
    clean
        The folder for clean pages, two files each: Markdown and JSON (default: clean,
        or what winnow.toml says). `winnow export` writes them elsewhere, or as JSONL or Parquet.
    workers
        Processes that clean pages (default: one a core).
    runner
        Who cleans: processes of this machine (local), or a Dask cluster (dask; needs
        the extra winnow[dask]). The files are the same.
    dask_address
        The scheduler of the cluster, such as tcp://10.0.0.5:8786; all its workers must
        see the folders at the same paths. Without it, a cluster on this machine.
    prefect
        Run as a Prefect flow, so that the run shows in Prefect's pages, with a server
        for this run alone if none is there; or, with --no-prefect, never. Otherwise
        a run is a flow when a server is there (`winnow ui` starts one). The files
        are the same.
    wait
        If another run is using the clean folder, wait for it to end.
    """
    from ..settings import load_settings

    settings = load_settings(
        raw=raw, clean=clean, workers=workers, runner=runner, dask_address=dask_address, prefect=prefect
    )
    return clean_and_print(settings, wait=wait)


def clean_and_print(settings: Settings, *, wait: bool = False, reclean: bool = False) -> int:
    """Clean pages as the settings say, print the report and return the exit code."""
    from ..options import Progress, RunOptions
    from .tables import print_report

    if sys.stderr.isatty():
        from .progress import Bar

        watched: AbstractContextManager[Progress] = Bar()
    else:
        watched = nullcontext(Progress())
    with watched as progress:
        report = _clean(RunOptions.from_settings(settings, wait=wait, reclean=reclean), settings.prefect, progress)
    print_report(report, settings.clean, sys.stdout)
    return report.exit_code


def _clean(options: RunOptions, prefect: bool | Literal["auto"], progress: Progress) -> Report:
    """As a Prefect flow where that is asked for and can be, otherwise as a plain function."""
    from ..runs.run import clean_pages

    if prefect is not False:
        from ..orchestration.environment import prepare, server_address, server_down

        prepare(options.clean, quiet=True)
        if address := server_down():
            note(f"the Prefect server at {address} does not answer; the pages are cleaned without it")
        elif server_address() or prefect is True:
            from ..store.clean import open_store

            open_store(options.clean)  # Prefect's own folder is made inside it, as soon as Prefect is imported
            from ..orchestration.run_in_process import run_in_process

            if report := run_in_process(options, progress):
                return report
            note("Prefect failed; the rest of the pages is cleaned without it")
    return clean_pages(options, progress)
