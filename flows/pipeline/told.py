"""What Prefect is told of a run: log, progress, report, failures. Without a server nothing is told, and all is done."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import httpx
from prefect import get_run_logger
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.context import FlowRunContext
from prefect.exceptions import PrefectException

# What Prefect raises when its server is lost or cannot be started.
TROUBLE = (PrefectException, httpx.HTTPError, RuntimeError, OSError)
SHOWN = 50  # failures named one by one; the ledger names all
_TICK = 1.0  # seconds between two updates of a progress artifact, at least
_LINE = 10.0  # seconds between two lines of the log that tell of progress, at least


class Told:
    """Tells Prefect how one run goes, as long as Prefect listens. ``flow`` begins the keys of the artifacts."""

    def __init__(self, flow: str) -> None:
        self.flow = flow
        self.listens = FlowRunContext.get() is not None
        self.log: Any = get_run_logger() if self.listens else logging.getLogger("winnow")

    def table(self, rows: list[dict[str, str]], about: str) -> None:
        """The table of what failed; nothing is shown when nothing failed."""
        if rows:
            self.tell(create_table_artifact, rows[:SHOWN], key=f"{self.flow}-failures", description=about)

    def report(self, markdown: str) -> None:
        """The report of the whole run."""
        self.tell(create_markdown_artifact, markdown, key=f"{self.flow}-report", description="What the run did")

    def tell(self, function: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """Call a function of Prefect's. When it cannot be told, the run goes on, and it is not asked again."""
        if not self.listens:
            return None
        try:
            return function(*values, **named)
        except TROUBLE:
            self.listens = False
            return None


class Meter:
    """Progress of one kind of work, as an artifact and now and then a line in the log."""

    def __init__(self, told: Told, what: str) -> None:
        self.told, self.what = told, what
        self.done, self.failed = 0, 0
        self.started = self._drawn = self._logged = time.monotonic()
        self._artifact: Any = None

    def begin(self) -> None:
        """Show that the work has begun."""
        self.started = self._drawn = self._logged = time.monotonic()
        key = f"{self.told.flow}-{self.what}"
        self._artifact = self.told.tell(create_progress_artifact, 0.0, key=key, description=f"Pages: {self.what}")

    def show(self, total: int) -> None:
        """Show how far it is: ``done`` of ``total``."""
        now = time.monotonic()
        if now - self._logged > _LINE:
            self._logged = now
            self.told.log.info("%s", self.line(total, now - self.started))
        if self._artifact and total and now - self._drawn > _TICK:
            self._drawn = now
            self._draw(100.0 * self.done / total)

    def end(self) -> None:
        """Show that the work is done."""
        if self._artifact:
            self._draw(100.0)

    def line(self, total: int, seconds: float) -> str:
        """A line for people: "1,200 of 4,000 pages, 3 failed, 40 a second, about 70 s to go"."""
        pace = self.done / seconds if seconds else 0.0
        left = f", about {(total - self.done) / pace:,.0f} s to go" if pace and total > self.done else ""
        failed = f", {self.failed:,} failed" if self.failed else ""
        return f"{self.what}: {self.done:,} of {total:,} pages{failed}, {pace:,.0f} a second{left}"

    def _draw(self, share: float) -> None:
        about = f"Pages: {self.what}, {self.done:,} done" + (f", {self.failed:,} failed" if self.failed else "")
        self.told.tell(update_progress_artifact, self._artifact, progress=share, description=about)
