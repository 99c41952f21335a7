"""A batch of pages through the cleaner, each page in a process that can be killed.

``clean_batch`` is all that a thread, a Prefect task or a Dask worker on another machine needs to call.
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

from ..job import OUT_OF_MEMORY, CleanJob, Job, PageLimits, PageResult, failing_fingerprint, new_result, seconds_for
from ..store.clean import remove_page
from ..store.staging import commit, discard, remove_staged
from .pool import Worker, WorkerError, WorkerPool

_GROUP_PAGES, _GROUP_SECONDS = 100, 2.0  # pages, or seconds of work, whose files are committed together
_MAX_SENT = 2  # jobs that a process holds at once
_MAX_WAITING_BYTES = 16_000  # of a job's line that waits in the pipe while the process does another
OnResult = Callable[[PageResult], None]


def clean_batch(jobs: Sequence[Job], pool: WorkerPool, on_result: OnResult | None = None) -> list[PageResult]:
    """Do jobs one by one and write the files of their pages. Returns a result for each job.

    ``on_result`` is called with each result as soon as its page is cleaned. When this function returns, the files
    are on the disk. A page that hangs or kills its process costs that process, but no other page. After
    ``pool.stop()`` the batch ends early, with the results of the pages that are done. A result with a
    ``store_error`` is the last one.
    """
    committed: list[Future[list[PageResult]]] = []
    store = _store_of(jobs[0]) if jobs else ""
    with ThreadPoolExecutor(1, thread_name_prefix="commit") as committer:
        for group in _in_groups(jobs, pool, on_result):
            # In a thread, so that the next group is cleaned while this one waits for the disk.
            committed.append(committer.submit(_commit, group, store))
            if any(future.done() and future.result()[-1].store_error for future in committed[-2:]):
                break
    results = [result for future in committed for result in future.result()]
    end = next((index for index, result in enumerate(results) if result.store_error), len(results))
    return results[: end + 1]


def _store_of(job: Job) -> str:
    """The store that a job writes pages into, "" for none."""
    return job.store if isinstance(job, CleanJob) else ""


def _in_groups(jobs: Sequence[Job], pool: WorkerPool, on_result: OnResult | None) -> Iterator[list[PageResult]]:
    """The results of the jobs, in groups; the files of the pages are staged."""
    group: list[PageResult] = []
    started = time.monotonic()
    with pool.slot(), closing(_one_by_one(jobs, pool)) as results:
        for result in results:
            group.append(result)
            if on_result:
                on_result(result)
            if result.store_error:
                break
            if len(group) == _GROUP_PAGES or time.monotonic() - started > _GROUP_SECONDS:
                yield group
                group, started = [], time.monotonic()
    if group:
        yield group


def _one_by_one(jobs: Sequence[Job], pool: WorkerPool) -> Generator[PageResult, None, None]:
    """The result of each job, in their order; a process is sent the next job while it does one."""
    waiting, sent = deque(jobs), deque[Job]()
    worker: Worker | None = None
    staged: list[str] = []  # names of the files that this process has staged for pages that are done
    try:
        while (waiting or sent) and not (pool.stopping and not sent):
            worker = worker or pool.borrow()
            try:
                _send_next(worker, waiting, sent, pool)
                result = worker.receive(seconds_for(sent[0], pool.limits))
                sent.popleft()
                staged += [name for name, _ in result.staged]
            except WorkerError as error:
                ended, status, worker = worker, worker.end(), None
                job = sent.popleft()
                waiting.extendleft(reversed(sent))
                sent.clear()
                store = _store_of(job)
                if store:
                    discard(store, ended.token, keep=staged)
                if pool.stopping:
                    return
                result = _failed(job, error, ended, status, pool.limits)
                if store and isinstance(job, CleanJob):
                    remove_page(store, job.target)
            yield result
    finally:
        if worker and not sent:
            pool.give_back(worker)
        elif worker:
            worker.end()
            if store := _store_of(sent[0]):
                discard(store, worker.token, keep=staged)


def _send_next(worker: Worker, waiting: deque[Job], sent: deque[Job], pool: WorkerPool) -> None:
    """Send the worker its job, and the next one if that is short: a full pipe would block both sides."""
    while waiting and len(sent) < _MAX_SENT and not (sent and pool.stopping):
        first = not sent
        sent.append(waiting.popleft())
        try:
            if not worker.send(sent[-1], None if first else _MAX_WAITING_BYTES):
                waiting.appendleft(sent.pop())
                return
        except WorkerError:
            if first:
                raise
            return  # it may have sent the result of the page before, which is still to be read


def _commit(group: list[PageResult], store: str) -> list[PageResult]:
    """Move the staged files of a group to their places. If that fails, one result is returned, with the error."""
    staged = [file for result in group for file in result.staged]
    try:
        commit(store, staged)
    except OSError as error:
        remove_staged(store, staged)
        group[0].store_error, group[0].outcome = f"{error.errno or 0}:{error.strerror}", "store_error"
        return group[:1]
    for result in group:
        result.staged = ()
    return group


def _failed(job: Job, error: WorkerError, worker: Worker, status: int, limits: PageLimits) -> PageResult:
    """The result of a job whose process ended, or was ended."""
    result = new_result(job)
    if not worker.ready:  # not for this page: the next run tries it again
        result.outcome, result.fingerprint = "clean_crash", ""
        result.detail = "the process to clean this page did not start"
        return result
    if error.timed_out or status == -signal.SIGALRM:
        result.outcome, result.seconds = "clean_timeout", limits.seconds
        result.detail = f"not done after {limits.seconds:g} seconds; page_seconds in winnow.toml sets the limit"
    elif status == OUT_OF_MEMORY:
        result.outcome = "clean_memory"
        result.detail = f"needs more than {limits.memory:,} bytes of memory; page_memory in winnow.toml sets the limit"
    else:
        ending = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
        result.outcome = "clean_crash"
        result.detail = f"the process that cleaned this page {ending}; `winnow reclean` tries it again"
    if isinstance(job, CleanJob) and worker.digest:
        result.raw_digest, result.identity = worker.digest, job.identity(worker.digest)
    result.fingerprint = failing_fingerprint(result.fingerprint, result.outcome, limits)
    return result
