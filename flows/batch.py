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

from .job import Job, Limits, Row, line_of, seconds_for
from .pool import Child, Lost, borrow, end_children, give_back, place, stop, stopping
from .store.clean import remove_page
from .store.staging import commit, discard, remove_staged

__all__ = ["clean_batch", "end_children", "stop"]

_GROUP, _SECONDS = 100, 2.0  # pages, or seconds of work, whose files are put in their places together
_AHEAD, _SHORT = 2, 16_000  # pages in a process's hands, and bytes of a line that may wait in its pipe
OnRow = Callable[[Row], None]


def clean_batch(jobs: Sequence[Job], limits: Limits, on_row: OnRow | None = None) -> list[Row]:
    """Clean pages one by one and write their files; a row for each, ``on_row`` told of each at once.

    When it returns, the files are on the disk. A page that hangs or kills its process
    costs that process, never its neighbours. After ``stop()`` the batch ends early, with
    the rows of the pages that are done. A row with a ``store_error`` is the last.
    """
    kept: list[Future[list[Row]]] = []
    with ThreadPoolExecutor(1, thread_name_prefix="keep") as keeper:
        for rows in _cleaned(jobs, limits, on_row):
            # The disk is waited for while the next group is cleaned, or by nobody but this thread.
            kept.append(keeper.submit(_kept, rows, _store_of(jobs)))
            if any(future.done() and future.result()[-1].store_error for future in kept[-2:]):
                break
    done = [row for future in kept for row in future.result()]
    bad = next((number for number, row in enumerate(done) if row.store_error), len(done))
    return done[: bad + 1]


def _store_of(jobs: Sequence[Job]) -> str:
    return jobs[0].store if jobs else ""


def _cleaned(jobs: Sequence[Job], limits: Limits, on_row: OnRow | None) -> Iterator[list[Row]]:
    """Rows by the group; the files of their pages lie aside in the store."""
    rows: list[Row] = []
    began = time.monotonic()
    with place(), closing(_one_by_one(jobs, limits)) as answers:
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


def _one_by_one(jobs: Sequence[Job], limits: Limits) -> Generator[Row, None, None]:
    """The row of each page, in their order; a process is handed the next page while it cleans one."""
    waiting, sent = deque(jobs), deque[Job]()
    child: Child | None = None
    written: list[str] = []  # what this child has written aside for pages that are done
    try:
        while (waiting or sent) and not (stopping() and not sent):
            child = child or borrow(limits)
            try:
                _hand_over(child, waiting, sent)
                row = child.receive(seconds_for(sent[0], limits))
                job = sent.popleft()
                written += [name for name, _ in row.staged]
            except Lost as lost:
                ended, token = child.end(), child.token
                child = None
                job, rest = sent.popleft(), list(sent)
                sent.clear()
                waiting.extendleft(reversed(rest))
                if job.store:
                    discard(job.store, token, but=written)
                if stopping():
                    return
                row = _lost(job, lost.how, ended, limits)
                if job.work == "clean":
                    remove_page(job.store, job.target)
            yield row
    finally:
        if child and not sent:
            give_back(child)
        elif child:
            child.end()
            for job in list(sent)[:1]:
                discard(job.store, child.token, but=written)


def _hand_over(child: Child, waiting: deque[Job], sent: deque[Job]) -> None:
    """Give the child its page, and the next one to come if that is short: a full pipe would hold up both sides."""
    while waiting and len(sent) < _AHEAD and not (sent and stopping()):
        line = line_of(waiting[0])
        if sent and len(line) > _SHORT:
            return
        sent.append(waiting.popleft())
        try:
            child.send(line)
        except Lost:
            if len(sent) == 1:
                raise
            return  # it may have answered for the page before, and that answer is still to be read


def _kept(rows: list[Row], store: str) -> list[Row]:
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


def _lost(job: Job, how: str, ended: int, limits: Limits) -> Row:
    row = Row(job.page, job.raw, job.url, job.fetched_at, stat=job.stat, fingerprint=job.fingerprint)
    if how == "time" or ended == -signal.SIGALRM:
        row.outcome, row.seconds = "clean_timeout", limits.seconds
        row.detail = f"not done after {limits.seconds:g} seconds; page_seconds in winnow.toml sets the limit"
    else:
        what = f"was killed by signal {-ended}" if ended < 0 else f"ended with status {ended}"
        row.outcome, row.detail = "clean_crash", f"the process that cleaned this page {what}"
    return row
