"""`winnow run`: every new or changed page of raw/ into clean/."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from .terminal import note

if TYPE_CHECKING:
    from ..report import Report
    from ..run import Progress
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
    with _progress() as progress:
        report = _run(settings, wait, progress)
    from .tables import print_report

    print_report(report, settings.clean, sys.stdout)
    return report.exit_code


def _run(settings: Settings, wait: bool, progress: Progress) -> Report:
    from ..job import Limits
    from ..run import Options, anything_to_do, clean_pages

    limits = Limits(settings.page_seconds, settings.page_bytes, settings.page_depth, settings.page_attributes)
    options = Options(
        settings.raw, settings.clean, settings.workers, limits, wait, progress, sites=settings.sites,
        runner=settings.runner, dask_address=settings.dask_address,
    )  # fmt: skip
    if settings.prefect is not False:
        from ..prefect_env import prepare, server_address, server_down

        prepare(settings.clean, quiet=True)
        if address := server_down():
            note(f"the Prefect server at {address} does not answer; the pages are cleaned without it")
        elif server_address() or (settings.prefect is True and anything_to_do(options)):
            from ..store.clean import open_store

            open_store(settings.clean)  # Prefect's own folder is made inside it, as soon as Prefect is imported
            from ..pipeline.here import run_flow

            report = run_flow(options)
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
