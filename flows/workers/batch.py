"""A batch of pages through the cleaner, each page in a process that can be killed.

``clean_batch`` is all that a thread, a Prefect task or a worker on another machine
needs to call.
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

from ..job import CleanJob, Job, PageLimits, Row, row_for, seconds_for
from ..store.clean import remove_page
from ..store.staging import commit, discard, remove_staged
from .pool import Worker, WorkerError, WorkerPool

_GROUP, _SECONDS = 100, 2.0  # pages, or seconds of work, whose files are put in their places together
_AHEAD, _SHORT = 2, 16_000  # pages in a process's hands, and bytes of a line that may wait in its pipe
OnRow = Callable[[Row], None]


def clean_batch(jobs: Sequence[Job], pool: WorkerPool, on_row: OnRow | None = None) -> list[Row]:
    """Do jobs one by one and write the files of their pages; a row for each, ``on_row`` is called with each at once.

    When it returns, the files are on the disk. A page that hangs or kills its process
    costs that process, never its neighbours. After ``pool.stop()`` the batch ends early, with
    the rows of the pages that are done. A row with a ``store_error`` is the last.
    """
    committed: list[Future[list[Row]]] = []
    store = _store_of(jobs[0]) if jobs else ""
    with ThreadPoolExecutor(1, thread_name_prefix="commit") as committer:
        for rows in _in_groups(jobs, pool, on_row):
            # The disk is waited for while the next group is cleaned, or by nobody but this thread.
            committed.append(committer.submit(_commit, rows, store))
            if any(future.done() and future.result()[-1].store_error for future in committed[-2:]):
                break
    done = [row for future in committed for row in future.result()]
    bad = next((number for number, row in enumerate(done) if row.store_error), len(done))
    return done[: bad + 1]


def _store_of(job: Job) -> str:
    """The store that a job writes pages into, "" for none."""
    return job.store if isinstance(job, CleanJob) else ""


def _in_groups(jobs: Sequence[Job], pool: WorkerPool, on_row: OnRow | None) -> Iterator[list[Row]]:
    """Rows by the group; the files of their pages lie aside in the store."""
    rows: list[Row] = []
    began = time.monotonic()
    with pool.slot(), closing(_one_by_one(jobs, pool)) as answers:
        for row in answers:
            rows.append(row)
            if on_row:
                on_row(row)
            if row.store_error:
                break
            if len(rows) == _GROUP or time.monotonic() - began > _SECONDS:
                yield rows
                rows, began = [], time.monotonic()
    if rows:
        yield rows


def _one_by_one(jobs: Sequence[Job], pool: WorkerPool) -> Generator[Row, None, None]:
    """The row of each job, in their order; a process is sent the next job while it does one."""
    waiting, sent = deque(jobs), deque[Job]()
    worker: Worker | None = None
    written: list[str] = []  # what this process has written aside for pages that are done
    try:
        while (waiting or sent) and not (pool.stopping and not sent):
            worker = worker or pool.borrow()
            try:
                _send_next(worker, waiting, sent, pool)
                row = worker.receive(seconds_for(sent[0], pool.limits))
                sent.popleft()
                written += [name for name, _ in row.staged]
            except WorkerError as error:
                ended, token = worker.end(), worker.token
                worker = None
                job = sent.popleft()
                waiting.extendleft(reversed(sent))
                sent.clear()
                store = _store_of(job)
                if store:
                    discard(store, token, but=written)
                if pool.stopping:
                    return
                row = _failed(job, error, ended, pool.limits)
                if store and isinstance(job, CleanJob):
                    remove_page(store, job.target)
            yield row
    finally:
        if worker and not sent:
            pool.give_back(worker)
        elif worker:
            worker.end()
            if store := _store_of(sent[0]):
                discard(store, worker.token, but=written)


def _send_next(worker: Worker, waiting: deque[Job], sent: deque[Job], pool: WorkerPool) -> None:
    """Send the worker its job, and the next one if that is short: a full pipe would hold up both sides."""
    while waiting and len(sent) < _AHEAD and not (sent and pool.stopping):
        first = not sent
        sent.append(waiting.popleft())
        try:
            if not worker.send(sent[-1], None if first else _SHORT):
                waiting.appendleft(sent.pop())
                return
        except WorkerError:
            if first:
                raise
            return  # it may have answered for the page before, and that answer is still to be read


def _commit(rows: list[Row], store: str) -> list[Row]:
    """Put the files of a group's pages in their places. Without success there is one row, which says why."""
    staged = [file for row in rows for file in row.staged]
    try:
        commit(store, staged)
    except OSError as error:
        remove_staged(store, staged)
        rows[0].store_error, rows[0].outcome = f"{error.errno or 0}:{error.strerror}", "store_error"
        return rows[:1]
    for row in rows:
        row.staged = ()
    return rows


def _failed(job: Job, error: WorkerError, ended: int, limits: PageLimits) -> Row:
    row = row_for(job)
    if error.timed_out or ended == -signal.SIGALRM:
        row.outcome, row.seconds = "clean_timeout", limits.seconds
        row.detail = f"not done after {limits.seconds:g} seconds; page_seconds in winnow.toml sets the limit"
    else:
        what = f"was killed by signal {-ended}" if ended < 0 else f"ended with status {ended}"
        row.outcome, row.detail = "clean_crash", f"the process that cleaned this page {what}"
    return row
