"""The processes that read pages for the memory of their sites, and make the memories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from .batch import clean_batch, end_children, stop
from .job import Job, Limits, Row

_BATCH = 50  # pages that a process reads before others get their turn
Pending = Future[list[Row]]


@dataclass(frozen=True, slots=True)
class Counter:
    """Processes that read pages and make memories."""

    limits: Limits
    workers: int
    threads: ThreadPoolExecutor

    def begin(self, jobs: Sequence[Job], size: int = 0) -> list[Pending]:
        """Have jobs done, ``size`` of them one after the other (as many as suits, by default); see `answers`."""
        size = size or max(1, min(_BATCH, len(jobs) // (2 * self.workers)))
        batches = [jobs[i : i + size] for i in range(0, len(jobs), size)]
        return [self.threads.submit(clean_batch, batch, self.limits) for batch in batches]


def answers(pending: Sequence[Pending]) -> Iterator[Row]:
    """The row of each job, in their order."""
    return (row for future in pending for row in future.result())


@contextmanager
def counting(limits: Limits, workers: int) -> Iterator[Counter]:
    """A counter; when the block is left by a signal, say, its work is ended, and nothing half-counted is kept."""
    with ThreadPoolExecutor(workers, thread_name_prefix="count") as threads:
        whole = False
        try:
            yield Counter(limits, workers, threads)
            whole = True
        finally:
            if not whole:
                stop()
                threads.shutdown(cancel_futures=True)
                end_children()
