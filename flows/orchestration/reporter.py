"""What Prefect is told of a run: log, progress, report, failures. Without a server nothing is told, and all is done."""

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

from ..job import FINE, CleanJob, Row
from ..options import Progress
from ..safe_text import one_line

# What Prefect raises when its server is lost or cannot be started.
TROUBLE = (PrefectException, httpx.HTTPError, RuntimeError, OSError)
SHOWN = 50  # failures named one by one; the ledger names all
_TICK = 1.0  # seconds between two updates of a progress artifact, at least
_LINE = 10.0  # seconds between two lines of the log that tell of progress, at least


class PrefectReporter:
    """Shows one run on Prefect's server, as long as that answers. ``flow`` begins the keys of the artifacts."""

    def __init__(self, flow: str) -> None:
        self.flow = flow
        self.listens = FlowRunContext.get() is not None
        self.log: Any = get_run_logger() if self.listens else logging.getLogger("winnow")

    def table(self, rows: list[dict[str, str]], about: str) -> None:
        """The table of what failed; nothing is shown when nothing failed."""
        if rows:
            self.call(create_table_artifact, rows[:SHOWN], key=f"{self.flow}-failures", description=about)

    def report(self, markdown: str) -> None:
        """The report of the whole run."""
        self.call(create_markdown_artifact, markdown, key=f"{self.flow}-report", description="What the run did")

    def warn(self, text: str) -> None:
        """A line of the log about something that failed; the text may be a page's."""
        self.log.warning("%s", one_line(text))

    def call(self, function: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """Call a function of Prefect's. When it fails, the run goes on, and Prefect is not called again."""
        if not self.listens:
            return None
        try:
            return function(*values, **named)
        except TROUBLE:
            self.listens = False
            return None


class Meter:
    """Progress of one kind of work, as an artifact and now and then a line in the log. Threads may share it."""

    def __init__(self, reporter: PrefectReporter, what: str) -> None:
        self.reporter, self.what = reporter, what
        self.done, self.failed, self.total = 0, 0, 0
        self._guard = threading.Lock()
        self._artifact: Any = None
        self._started = self._drawn = self._logged = time.monotonic()

    def begin(self) -> None:
        """Show that the work has begun."""
        self._started = self._drawn = self._logged = time.monotonic()
        key = f"{self.reporter.flow}-{self.what}"
        self._artifact = self.reporter.call(
            create_progress_artifact, 0.0, key=key, description=f"Pages: {self.what}"
        )  # fmt: skip

    def count(self, failure: str = "") -> None:
        """One more page is done; ``failure`` says which one failed and why."""
        with self._guard:
            self.done += 1
            self.failed += bool(failure)
            if failure and self.failed <= SHOWN:
                self.reporter.warn(failure)
            now = time.monotonic()
            if now - self._logged > _LINE:
                self._logged = now
                self.reporter.log.info("%s", self._line(now - self._started))
            if self._artifact and now - self._drawn > _TICK:
                self._drawn = now
                self._draw(100.0 * self.done / max(self.total, self.done))

    def end(self) -> None:
        """Show that the work is done."""
        if self._artifact:
            self._draw(100.0)

    def _line(self, seconds: float) -> str:
        """A line for people: "1,200 of 4,000 pages, 3 failed, 40 a second, about 70 s to go"."""
        pace = self.done / seconds if seconds else 0.0
        left = f", about {(self.total - self.done) / pace:,.0f} s to go" if pace and self.total > self.done else ""
        failed = f", {self.failed:,} failed" if self.failed else ""
        return f"{self.what}: {self.done:,} of {max(self.total, self.done):,} pages{failed}, {pace:,.0f} a second{left}"

    def _draw(self, share: float) -> None:
        about = f"Pages: {self.what}, {self.done:,} done" + (f", {self.failed:,} failed" if self.failed else "")
        self.reporter.call(update_progress_artifact, self._artifact, progress=share, description=about)


@task(name="clean-batch", task_run_name="{name}", cache_policy=NO_CACHE, persist_result=False)
def _batch_task(name: str, work: Callable[[], None]) -> None:
    work()


class PrefectProgress(Progress):
    """Shows a run on Prefect, each batch as a task run, and passes everything on to the ``inner`` progress."""

    def __init__(self, reporter: PrefectReporter, inner: Progress) -> None:
        self._reporter, self._inner, self._meter = reporter, inner, Meter(reporter, "cleaning")
        self._context = copy_context()  # of the flow run, for the threads that clean

    def planned(self, todo: int, unchanged: int) -> None:
        self._inner.planned(todo, unchanged)
        self._reporter.log.info("%s pages to clean, %s are as they were", f"{todo:,}", f"{unchanged:,}")
        self._meter.total = todo
        if todo:
            self._meter.begin()

    def batch(self, jobs: Sequence[CleanJob], clean: Callable[[], list[Row]]) -> list[Row]:
        if not self._reporter.listens:
            return clean()
        rows: list[Row] = []  # they come back beside Prefect, which would keep them in memory
        name = f"{len(jobs):,} pages from {one_line(jobs[0].raw)}"
        self._context.copy().run(_batch_task, name, lambda: rows.extend(clean()))
        return rows

    def done(self, row: Row) -> None:
        self._inner.done(row)
        self._meter.count("" if row.outcome in FINE else f"{row.url or row.raw}: {row.outcome}: {row.detail}")

    def ended(self) -> None:
        self._inner.ended()
        self._meter.end()
