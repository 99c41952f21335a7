"""Batches of pages as task runs of Prefect: at most some 200 a run, each with its own line in the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed

from ..cli.terminal import printable
from ..job import FINE, Job, Row
from ..run import Options, Progress
from ..runners import Batches, Results, hands_of, run_batches, sliding
from .told import SHOWN, Meter, Told


class Cleaning:
    """Runs the batches of one run, watches them for Prefect and passes everything on to ``progress``."""

    def __init__(self, told: Told, progress: Progress) -> None:
        self.told, self.progress = told, progress
        self.meter = Meter(told, "cleaning")
        self.todo = 0

    def planned(self, todo: int, unchanged: int) -> None:
        self.progress.planned(todo, unchanged)
        self.todo = todo
        self.told.log.info("%s pages to clean, %s are as they were", f"{todo:,}", f"{unchanged:,}")
        if todo:
            self.meter.begin()

    def done(self, row: Row) -> None:
        self.progress.done(row)

    def run(self, batches: Batches, options: Options) -> Results:
        """Each batch as a task run, or just so where there is no flow run to show it."""
        for rows in (_as_tasks if self.told.listens else run_batches)(batches, options):
            self._heard(rows)
            yield rows
        self.meter.end()

    def _heard(self, rows: list[Row]) -> None:
        for row in rows:
            self.meter.done += 1
            if row.outcome not in FINE:
                self.meter.failed += 1
                if self.meter.failed <= SHOWN:
                    why = f"{row.url or row.raw}: {row.outcome}: {row.detail}"
                    self.told.log.warning("%s", printable(why))
        self.meter.show(self.todo)


def _as_tasks(batches: Batches, options: Options) -> Results:
    @task(name="clean-batch", task_run_name="{name}", cache_policy=NO_CACHE, persist_result=False)
    def batch_task(name: str, work: Callable[[], None]) -> None:
        work()

    def submit(jobs: list[Job]) -> _Batch:
        rows: list[Row] = []  # they come back beside Prefect, which would keep them in memory

        def work() -> None:
            rows.extend(hands.clean(jobs))

        name = f"{len(jobs):,} pages from {printable(jobs[0].raw)}"
        return _Batch(batch_task.submit(name, work), rows)

    with hands_of(options) as hands:
        yield from sliding(batches, hands.at_a_time, submit, _first_done, hands.stop)


@dataclass(frozen=True, eq=False)
class _Batch:
    """A batch in Prefect's hands."""

    future: PrefectFuture[Any]
    rows: list[Row]

    def result(self) -> list[Row]:
        self.future.result()
        return self.rows

    def cancel(self) -> bool:
        """Prefect's futures cannot be taken back: the batch itself ends early."""
        return False


def _first_done(pending: set[_Batch]) -> _Batch:
    by_future = {batch.future: batch for batch in pending}
    return by_future[next(as_completed(list(by_future)))]
