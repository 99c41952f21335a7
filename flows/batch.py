"""A batch of pages through the cleaner, each page in a process that can be killed.

``clean_batch`` is all that a thread, a Prefect task or a worker on another machine
needs to call.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict

from .job import Job, Limits, Row
from .store.clean import remove_page

_STOP_GRACE = 5.0  # seconds a page in hand is given when the run is asked to stop
_START = 120.0  # seconds a new process may take to load the cleaner
_one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Lost(Exception):
    """The child gave no answer: it died, or its time was up."""


class Child:
    """A process that cleans one page after another, seen from its parent."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.ready, self.rest = limits, False, b""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flows.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=0, env={**os.environ, **_one_thread},
        )  # fmt: skip
        self._send(asdict(limits))

    def clean(self, job: Job) -> Row:
        """The row of one page. Raises Lost when none comes within the page's time."""
        if not self.ready:
            self._line(time.monotonic() + _START)
            self.ready = True
        self._send(asdict(job))
        return Row(**json.loads(self._line(time.monotonic() + self.limits.seconds)))

    def end(self) -> int:
        """Kill the process if it still runs; return how it ended."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return self.process.wait()

    def _send(self, values: dict[str, object]) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(values).encode() + b"\n")
        except BrokenPipeError:
            raise Lost("died") from None

    def _line(self, deadline: float) -> bytes:
        assert self.process.stdout is not None
        handle = self.process.stdout.fileno()
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        while b"\n" not in self.rest:
            if _stopping.is_set():
                deadline = min(deadline, time.monotonic() + _STOP_GRACE)
            left = deadline - time.monotonic()
            if left <= 0:
                raise Lost("time")
            if poll.poll(min(left, 0.5) * 1000):
                got = os.read(handle, 1 << 16)
                if not got:
                    raise Lost("died")
                self.rest += got
        line, _, self.rest = self.rest.partition(b"\n")
        return line


_idle: list[Child] = []  # processes that wait for their next batch, shared by the threads of this one
_guard = threading.Lock()
_stopping = threading.Event()


def clean_batch(
    jobs: Sequence[Job], limits: Limits, on_row: Callable[[Row], None] | None = None
) -> list[Row]:
    """Clean pages one by one and write their files; a row for each, ``on_row`` told of each at once.

    A page that hangs or kills its process costs that process, never its neighbours.
    After ``stop()`` the batch ends early, with the rows of the pages that are done.
    """
    rows: list[Row] = []
    child: Child | None = None
    try:
        for job in jobs:
            if _stopping.is_set():
                break
            child = child or _borrow(limits)
            try:
                row = child.clean(job)
            except Lost as lost:
                ended, child = child.end(), None
                if _stopping.is_set():
                    break
                row = _lost(job, str(lost), ended, limits)
                if job.work == "clean":
                    remove_page(job.store, job.target)
            rows.append(row)
            if on_row:
                on_row(row)
            if row.store_error:
                break
    finally:
        if child:
            _give_back(child)
    return rows


def stop() -> None:
    """Ask every batch of this process to end soon: pages in hand get a few seconds."""
    _stopping.set()


def end_children() -> None:
    """End the idle processes, and let batches start anew."""
    with _guard:
        while _idle:
            _idle.pop().end()
    _stopping.clear()


atexit.register(end_children)


def _borrow(limits: Limits) -> Child:
    with _guard:
        while _idle:
            child = _idle.pop()
            if child.limits == limits and child.process.poll() is None:
                return child
            child.end()
    return Child(limits)


def _give_back(child: Child) -> None:
    with _guard:
        _idle.append(child)


def _lost(job: Job, how: str, ended: int, limits: Limits) -> Row:
    row = Row(job.page, job.raw, job.url, job.fetched_at, stat=job.stat, fingerprint=job.fingerprint)
    if how == "time" or ended == -signal.SIGALRM:
        row.outcome, row.seconds = "clean_timeout", limits.seconds
        row.detail = f"not done after {limits.seconds:g} seconds; page_seconds in winnow.toml sets the limit"
    else:
        what = f"was killed by signal {-ended}" if ended < 0 else f"ended with status {ended}"
        row.outcome, row.detail = "clean_crash", f"the process that cleaned this page {what}"
    return row
