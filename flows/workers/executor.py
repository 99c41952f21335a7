"""Where the batches of a run are cleaned: in processes on this machine, or on the workers of a Dask cluster.

Both call the same function, `batch.clean_batch`, on the same batches, so pages and ledger come out the same.
A thread for each batch in progress waits for its results.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, TypeVar

from ..errors import Stopped, UsageError
from ..job import CleanJob, Job, PageResult
from ..options import Progress, RunOptions
from .batch import OnResult, clean_batch
from .pool import WorkerPool

BatchResults = Generator[list[PageResult], None, None]
Batch = TypeVar("Batch")


class Executor(Protocol):
    """Cleans batches. ``clean`` is called from ``at_a_time`` threads at most."""

    @property
    def at_a_time(self) -> int: ...

    def clean(self, jobs: Sequence[Job], on_result: OnResult) -> list[PageResult]:
        """The results of a batch, whose files are then in their places; ``on_result`` is called with each."""

    def stop(self) -> None:
        """Ask the batches in progress to end soon; their ``clean`` returns what is done."""


class LocalExecutor:
    """Processes on this machine. One batch more than there are processes: they work while it waits for the disk."""

    def __init__(self, pool: WorkerPool) -> None:
        self.at_a_time, self.stop, self._pool = pool.size + 1, pool.stop, pool

    def clean(self, jobs: Sequence[Job], on_result: OnResult) -> list[PageResult]:
        return clean_batch(jobs, self._pool, on_result)


def executor_for(options: RunOptions, pool: WorkerPool) -> AbstractContextManager[Executor]:
    """The executor that the options name: over ``pool``, or on Dask. Raises UsageError."""
    if options.runner == "dask":
        try:
            from .dask import dask_executor
        except ImportError:
            raise UsageError("--runner dask needs Dask: pip install distributed") from None
        return dask_executor(options)
    return nullcontext(LocalExecutor(pool))


def run_batches(
    batches: Iterable[Sequence[CleanJob]], options: RunOptions, pool: WorkerPool, progress: Progress
) -> BatchResults:
    """Clean batches with the executor that the options name; yield the results of each as it ends, in any order."""
    with executor_for(options, pool) as executor:

        def clean(jobs: Sequence[CleanJob]) -> list[PageResult]:
            return progress.batch(jobs, lambda: executor.clean(jobs, progress.done))

        yield from bounded_map(clean, batches, executor.at_a_time, executor.stop)


def bounded_map(
    clean: Callable[[Batch], list[PageResult]], batches: Iterable[Batch], at_a_time: int, stop: Callable[[], None]
) -> BatchResults:
    """Call ``clean`` in threads, with at most ``at_a_time`` batches in memory; yield the results of each as it ends.

    When the caller leaves early, ``stop`` is called for the batches in progress; when a signal is the
    reason, the results that they have by then are yielded first.
    """
    pending: set[Future[list[PageResult]]] = set()
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


def _next_done(pending: set[Future[list[PageResult]]]) -> list[PageResult]:
    future = next(iter(wait(pending, return_when=FIRST_COMPLETED).done))
    pending.discard(future)
    return future.result()
