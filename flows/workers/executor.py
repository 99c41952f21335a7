"""What cleans the batches of a run: processes on this machine, or the workers of a Dask cluster.

Both call the same function, `batch.clean_batch`, on the same batches; a thread for each
batch in hand waits for its rows. So the pages and the ledger come out the same.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, TypeVar

from ..errors import Stopped, UsageError
from ..job import CleanJob, Job, Row
from ..options import Progress, RunOptions
from .batch import OnRow, clean_batch
from .pool import WorkerPool

Batch = Sequence[CleanJob]
Results = Generator[list[Row], None, None]
SomeJobs = TypeVar("SomeJobs")


class Executor(Protocol):
    """Cleans batches. ``clean`` is called from ``at_a_time`` threads at most."""

    @property
    def at_a_time(self) -> int: ...

    def clean(self, jobs: Sequence[Job], on_row: OnRow) -> list[Row]:
        """The rows of a batch whose files are in their places; ``on_row`` is called with each."""

    def stop(self) -> None:
        """Have the batches in hand end soon; their ``clean`` returns what is done."""


class LocalExecutor:
    """Processes on this machine. One batch more than processes is in hand: while it waits for the disk, they work."""

    def __init__(self, pool: WorkerPool) -> None:
        self.at_a_time, self.stop, self._pool = pool.size + 1, pool.stop, pool

    def clean(self, jobs: Sequence[Job], on_row: OnRow) -> list[Row]:
        return clean_batch(jobs, self._pool, on_row)


def executor_for(options: RunOptions, pool: WorkerPool) -> AbstractContextManager[Executor]:
    """The executor that the options ask for: over ``pool``, or on Dask. Raises UsageError."""
    if options.runner == "dask":
        try:
            from .dask import dask_executor
        except ImportError:
            raise UsageError("--runner dask needs Dask: pip install 'winnow[dask]'") from None
        return dask_executor(options)
    return nullcontext(LocalExecutor(pool))


def run_batches(batches: Iterable[Batch], options: RunOptions, pool: WorkerPool, progress: Progress) -> Results:
    """Clean batches with the executor that the options ask for; their rows as they come, in any order."""
    with executor_for(options, pool) as executor:

        def clean(jobs: Batch) -> list[Row]:
            return progress.batch(jobs, lambda: executor.clean(jobs, progress.done))

        yield from bounded_map(clean, batches, executor.at_a_time, executor.stop)


def bounded_map(
    clean: Callable[[SomeJobs], list[Row]], batches: Iterable[SomeJobs], at_a_time: int, stop: Callable[[], None]
) -> Results:
    """Call ``clean`` in threads, with ``at_a_time`` batches in memory at most; yield results as they come.

    When it is left early the batches in hand are asked to end soon; when a signal
    is the reason, what they have done is yielded first.
    """
    pending: set[Future[list[Row]]] = set()
    with ThreadPoolExecutor(at_a_time, thread_name_prefix="batch") as threads:
        try:
            for jobs in batches:
                pending.add(threads.submit(clean, jobs))
                if len(pending) >= at_a_time:
                    yield _next_done(pending)
            while pending:
                yield _next_done(pending)
        except Stopped:
            stop()
            for future in [future for future in pending if not future.cancel()]:
                yield future.result()
            pending.clear()
            raise
        finally:
            if pending:
                stop()
                for future in pending:
                    future.cancel()


def _next_done(pending: set[Future[list[Row]]]) -> list[Row]:
    future = next(iter(wait(pending, return_when=FIRST_COMPLETED).done))
    pending.discard(future)
    return future.result()
