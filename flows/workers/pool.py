"""Processes that clean pages, shared by the threads of a run; each can be killed without harm to the others."""

from __future__ import annotations

import json
import math
import os
import secrets
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from ..job import Job, PageLimits, Row, from_line, to_line

STOP_GRACE = 5.0  # seconds the pages in hand are given when the run is asked to stop
_START = 120.0  # seconds a new process may take to load the cleaner
_LOOK = 0.5  # seconds between two looks whether to stop
_one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class WorkerError(Exception):
    """A worker process gave no answer: its time was up (``timed_out``), or it died."""

    def __init__(self, *, timed_out: bool) -> None:
        super().__init__("timed out" if timed_out else "died")
        self.timed_out = timed_out


class Worker:
    """A process that cleans one page after another, seen from its parent.

    ``token`` begins the names of the files that it writes aside in the store.
    """

    def __init__(self, pool: WorkerPool) -> None:
        self.token = secrets.token_hex(6)
        self._pool, self._ready, self._rest = pool, False, b""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flows.workers.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=0, env={**os.environ, **_one_thread},
        )  # fmt: skip
        self._write(json.dumps([self.token, asdict(pool.limits)]).encode() + b"\n")

    def send(self, job: Job, at_most: int | None = None) -> bool:
        """Hand over a job; False for one whose line has more than ``at_most`` bytes. Raises WorkerError."""
        line = to_line(job)
        if at_most is not None and len(line) > at_most:
            return False
        self._write(line)
        return True

    def receive(self, seconds: float) -> Row:
        """The row of the job that was sent first. Raises WorkerError when none comes within its time."""
        if not self._ready:
            self._read(time.monotonic() + _START)
            self._ready = True
        row: Row = from_line(self._read(time.monotonic() + seconds))
        return row

    def end(self) -> int:
        """Kill the process if it still runs; return how it ended."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return self.process.wait()

    def _write(self, line: bytes) -> None:
        assert self.process.stdin is not None
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[self.process.stdin.write(rest) or 0 :]
        except BrokenPipeError:
            raise WorkerError(timed_out=False) from None

    def _read(self, deadline: float) -> bytes:
        """The next line. Waits until the deadline, less when the run is asked to stop."""
        assert self.process.stdout is not None
        handle = self.process.stdout.fileno()
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        pieces = [self._rest]
        while b"\n" not in pieces[-1]:
            left = min(deadline, self._pool.stop_at) - time.monotonic()
            if left <= 0:
                raise WorkerError(timed_out=True)
            if poll.poll(min(left, _LOOK) * 1000):
                got = os.read(handle, 1 << 16)
                if not got:
                    raise WorkerError(timed_out=False)
                pieces.append(got)
        line, _, self._rest = b"".join(pieces).partition(b"\n")
        return line


class WorkerPool:
    """At most ``size`` worker processes, started when they are needed and used again.

    Whoever starts a run owns its pool and passes it down; leaving the ``with`` block ends the
    processes. Threads may share it.
    """

    def __init__(self, limits: PageLimits, size: int) -> None:
        self.limits, self.size = limits, size
        self.stop_at = math.inf  # when pages in hand are given up, by the monotonic clock
        self._idle: list[Worker] = []
        self._guard = threading.Lock()
        self._slots = threading.Semaphore(size)

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    @contextmanager
    def slot(self) -> Iterator[None]:
        """The right to have one process at work; waits for it, or until the pool is asked to stop."""
        taken = False
        while not taken and not self.stopping:
            taken = self._slots.acquire(timeout=_LOOK)
        try:
            yield
        finally:
            if taken:
                self._slots.release()

    def borrow(self) -> Worker:
        """An idle process, or a new one."""
        with self._guard:
            while self._idle:
                worker = self._idle.pop()
                if worker.process.poll() is None:
                    return worker
                worker.end()
        return Worker(self)

    def give_back(self, worker: Worker) -> None:
        """Keep a process for the next batch. It must have answered every job it was sent."""
        with self._guard:
            self._idle.append(worker)

    def stop(self) -> None:
        """Ask every batch to end soon: pages in hand get a few seconds. The pool takes no work after that."""
        self.stop_at = min(self.stop_at, time.monotonic() + STOP_GRACE)

    @property
    def stopping(self) -> bool:
        """Whether batches are to end soon."""
        return self.stop_at < math.inf

    def close(self) -> None:
        """End the idle processes. Batches must have ended before."""
        with self._guard:
            while self._idle:
                self._idle.pop().end()
