"""What Prefect shows of a run: log, progress, report, failures. Nothing is shown without a server."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextvars import copy_context
from typing import Any

import httpx
from prefect import get_run_logger, task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.exceptions import PrefectException

from ..job import FINE, CleanJob, PageResult
from ..options import Progress
from ..safe_text import one_line

# What Prefect raises when its server is lost, cannot be started, or answers nonsense.
PREFECT_ERRORS = (PrefectException, httpx.HTTPError, RuntimeError, OSError, ValueError)
MAX_FAILURES = 50  # failures that are listed; the ledger lists all
_SECONDS_PER_UPDATE = 1.0  # of a progress artifact, at least
_SECONDS_PER_LOG_LINE = 10.0  # about progress, at least


class PrefectReporter:
    """Shows one run on Prefect's server, as long as that answers. The keys of the artifacts begin with ``flow``."""

    def __init__(self, flow: str) -> None:
        self.flow = flow
        self.connected = FlowRunContext.get() is not None
        self.log: Any = get_run_logger() if self.connected else logging.getLogger("winnow")

    def failures(self, rows: list[dict[str, str]], description: str) -> None:
        """Show the table of what failed, if anything did."""
        if rows:
            self.call(create_table_artifact, rows[:MAX_FAILURES], key=f"{self.flow}-failures", description=description)

    def report(self, markdown: str) -> None:
        """Show the report of the whole run."""
        self.call(create_markdown_artifact, markdown, key=f"{self.flow}-report", description="What the run did")

    def warn(self, text: str) -> None:
        """Log something that failed. The text may come from a page: control characters are removed."""
        self.log.warning("%s", one_line(text))

    def call(self, function: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """Call a function of Prefect. When it fails, the run goes on, and Prefect is not called again."""
        if not self.connected:
            return None
        try:
            return function(*values, **named)
        except PREFECT_ERRORS:
            self.connected = False
            return None


class ProgressArtifact:
    """Shows the progress of one kind of work, as an artifact and now and then in the log. Threads may share it."""

    def __init__(self, reporter: PrefectReporter, work: str) -> None:
        self.reporter, self.work = reporter, work
        self.done, self.failed, self.total = 0, 0, 0
        self._lock = threading.Lock()
        self._artifact: Any = None
        self._started = self._updated = self._logged = time.monotonic()

    def begin(self) -> None:
        """Show that the work has begun."""
        self._started = self._updated = self._logged = time.monotonic()
        key = f"{self.reporter.flow}-{self.work}"
        self._artifact = self.reporter.call(create_progress_artifact, 0.0, key=key, description=f"Pages: {self.work}")

    def count(self, failure: str = "") -> None:
        """Count one more page; ``failure`` names it and the reason if it failed."""
        with self._lock:
            self.done += 1
            self.failed += bool(failure)
            if failure and self.failed <= MAX_FAILURES:
                self.reporter.warn(failure)
            now = time.monotonic()
            if now - self._logged > _SECONDS_PER_LOG_LINE:
                self._logged = now
                self.reporter.log.info("%s", self._log_line(now - self._started))
            if self._artifact and now - self._updated > _SECONDS_PER_UPDATE:
                self._updated = now
                self._update(100.0 * self.done / max(self.total, self.done))

    def end(self) -> None:
        """Show that the work is done."""
        if self._artifact:
            self._update(100.0)

    def _log_line(self, seconds: float) -> str:
        """For example "cleaning: 1,200 of 4,000 pages, 3 failed, 40 a second, about 70 s to go"."""
        pace = self.done / seconds if seconds else 0.0
        time_left = f", about {(self.total - self.done) / pace:,.0f} s to go" if pace and self.total > self.done else ""
        failed = f", {self.failed:,} failed" if self.failed else ""
        pages = f"{self.done:,} of {max(self.total, self.done):,} pages"
        return f"{self.work}: {pages}{failed}, {pace:,.0f} a second{time_left}"

    def _update(self, percent: float) -> None:
        description = f"Pages: {self.work}, {self.done:,} done" + (f", {self.failed:,} failed" if self.failed else "")
        self.reporter.call(update_progress_artifact, self._artifact, progress=percent, description=description)


@task(name="clean-batch", task_run_name="{name}", cache_policy=NO_CACHE, persist_result=False)
def _batch_task(name: str, work: Callable[[], None]) -> None:
    work()


class PrefectProgress(Progress):
    """Shows a run on Prefect, each batch as a task run, and passes all calls on to the ``inner`` progress."""

    def __init__(self, reporter: PrefectReporter, inner: Progress) -> None:
        self._reporter, self._inner, self._artifact = reporter, inner, ProgressArtifact(reporter, "cleaning")
        self._context = copy_context()  # of the flow run, for the threads that clean batches

    def planned(self, todo: int, unchanged: int) -> None:
        self._inner.planned(todo, unchanged)
        self._reporter.log.info("%s pages to clean, %s unchanged", f"{todo:,}", f"{unchanged:,}")
        self._artifact.total = todo
        if todo:
            self._artifact.begin()

    def batch(self, jobs: Sequence[CleanJob], clean: Callable[[], list[PageResult]]) -> list[PageResult]:
        if not self._reporter.connected:
            return clean()
        results: list[PageResult] = []  # not returned through Prefect, which would hold them in memory
        name = f"{len(jobs):,} pages from {one_line(jobs[0].raw)}"
        self._context.copy().run(_batch_task, name, lambda: results.extend(clean()))
        return results

    def done(self, result: PageResult) -> None:
        self._inner.done(result)
        failure = f"{result.url or result.raw}: {result.outcome}: {result.detail}"
        self._artifact.count("" if result.outcome in FINE else failure)

    def ended(self) -> None:
        self._inner.ended()
        self._artifact.end()
