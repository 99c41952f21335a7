"""The Prefect flow ``clean-pages`` around a run: it shows and schedules, the run itself needs none of it.

Importing this module imports Prefect; call ``prefect_env.prepare`` before.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import httpx
from prefect import flow, get_run_logger, task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectException
from prefect.futures import PrefectFuture, as_completed
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from pydantic import Field

from .batch import clean_batch, end_children
from .errors import WinnowError
from .job import Job, Limits, Row
from .report import Report, failure_table, markdown_report
from .run import Batches, Options, Progress, Results, Unwatched, clean_pages, sliding
from .settings import Settings, cores, load_settings

# What Prefect raises when its server is lost or cannot be started.
TROUBLE = (PrefectException, httpx.HTTPError, RuntimeError, OSError)
_TICK = 1.0  # seconds between two updates of the progress artifact


@dataclass
class Watch:
    """What a caller in this process wants beside the flow's parameters, and where it finds the outcome."""

    progress: Progress
    report: Report | None = None
    error: WinnowError | None = None
    wait: bool = False


watching: ContextVar[Watch | None] = ContextVar("watching", default=None)


def _run_name() -> str:
    parameters = flow_run.get_parameters()
    return f"clean {parameters.get('raw', 'raw')} {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


def _threads(workers: int) -> TaskRunner[Any]:
    return ThreadPoolTaskRunner(max_workers=workers)


@flow(
    name="clean-pages",
    description="Clean every new or changed page of a folder of raw pages.",
    flow_run_name=_run_name,
    persist_result=False,
    task_runner=_threads(cores()),
)
def clean_pages_flow(
    raw: Annotated[str, Field(description="the folder that holds raw pages")] = "raw",
    clean: Annotated[str, Field(description="the folder that clean pages are written to")] = "clean",
    workers: Annotated[
        int | None, Field(description="processes that clean pages; empty: one a core", ge=1)
    ] = None,
    page_seconds: Annotated[float, Field(description="a page that takes longer is given up", gt=0)] = 25.0,
) -> State[Any]:
    """Clean what is new or changed in ``raw``; what failed is named in the failures artifact."""
    settings = load_settings(raw=raw, clean=clean, workers=workers, page_seconds=page_seconds)
    watch = watching.get() or Watch(Unwatched())
    limits = Limits(settings.page_seconds, settings.page_bytes)
    told = Told(watch.progress)
    options = Options(settings.raw, settings.clean, settings.workers, limits, watch.wait, told)
    try:
        watch.report = clean_pages(options, told.run)
    except WinnowError as error:
        watch.error = error
        raise
    told.report(watch.report, settings.clean)
    return _state(watch.report, settings.failed_share)


def _state(report: Report, failed_share: float) -> State[Any]:
    message = f"{report.cleaned} cleaned, {report.unchanged} unchanged, {report.failed} failed"
    bad = report.failed + report.before
    if bad > failed_share * (report.cleaned + report.failed + report.unchanged):
        return Failed(message=message)
    return Completed(name="PartiallyCleaned" if bad else "Completed", message=message)


class Told:
    """Runs the batches as task runs and tells Prefect how it goes, as long as Prefect listens."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.listens = progress, True
        self.todo, self.finished, self.last = 0, 0, 0.0
        self.artifact: Any = None
        self.log = get_run_logger()

    def planned(self, todo: int, unchanged: int) -> None:
        self.progress.planned(todo, unchanged)
        self.todo = todo
        self.log.info("%d pages to clean, %d unchanged", todo, unchanged)
        if todo:
            self.artifact = self._tell(
                create_progress_artifact, 0.0, key="progress", description=f"{todo} pages"
            )

    def done(self, row: Row) -> None:
        self.progress.done(row)

    def run(self, batches: Batches, options: Options) -> Results:
        """Each batch as a task run. Its rows come back beside Prefect, which would keep them in memory."""
        rows_of: dict[str, list[Row]] = {}

        @task(name="clean-batch", task_run_name="{name}", cache_policy=NO_CACHE, persist_result=False)
        def batch_task(name: str, hold: Callable[[], list[Job]]) -> None:
            rows_of[name] = clean_batch(hold(), options.limits, options.progress.done)

        def submit(jobs: list[Job]) -> Batch:
            name = f"{len(jobs)} pages from {jobs[0].raw}"
            return Batch(batch_task.submit(name, lambda: jobs), name, rows_of)

        try:
            for rows in sliding(batches, options.workers, submit, _first_done):
                self._heard(rows)
                yield rows
        finally:
            end_children()

    def report(self, report: Report, clean: Path) -> None:
        """The report, and a table of the pages that failed."""
        if self.artifact:
            self._tell(update_progress_artifact, self.artifact, progress=100.0)
        self._tell(create_markdown_artifact, markdown_report(report, clean), key="report")
        if report.failures:
            self._tell(create_table_artifact, failure_table(report), key="failures")

    def _heard(self, rows: list[Row]) -> None:
        self.finished += len(rows)
        self.log.info("%d of %d pages done", self.finished, self.todo)
        if self.artifact and time.monotonic() - self.last > _TICK:
            self.last = time.monotonic()
            self._tell(update_progress_artifact, self.artifact, progress=100.0 * self.finished / self.todo)

    def _tell(self, function: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """Prefect only shows: when it cannot be told, the run goes on, and it is not asked again."""
        if not self.listens:
            return None
        try:
            return function(*values, **named)
        except TROUBLE:
            self.listens = False
            return None


@dataclass(frozen=True, eq=False)
class Batch:
    """A batch in Prefect's hands."""

    future: PrefectFuture[None]
    name: str
    rows_of: dict[str, list[Row]]

    def result(self) -> list[Row]:
        self.future.result()
        return self.rows_of.pop(self.name)

    def cancel(self) -> bool:
        """Prefect's futures cannot be taken back: the batch itself ends early."""
        return False


def _first_done(pending: set[Batch]) -> Batch:
    by_future = {batch.future: batch for batch in pending}
    return by_future[next(as_completed(list(by_future)))]


def run_flow(settings: Settings, watch: Watch) -> Report | None:
    """Run the flow in this process. None when Prefect failed before the pages were done."""
    named = clean_pages_flow.with_options(task_runner=_threads(settings.workers))
    token = watching.set(watch)
    try:
        named(
            raw=str(settings.raw), clean=str(settings.clean), workers=settings.workers,
            page_seconds=settings.page_seconds, return_state=True,
        )  # fmt: skip
    except TROUBLE:
        pass  # told apart below: what matters is whether the pages were done
    finally:
        watching.reset(token)
    if watch.error:
        raise watch.error
    return watch.report
