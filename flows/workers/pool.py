"""A pool of processes that clean pages, shared by the threads of a run. Killing one does no harm to the others."""

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
from contextlib import contextmanager, suppress
from dataclasses import asdict

from ..job import Job, PageLimits, PageResult, from_line, to_line

STOP_GRACE = 5.0  # seconds in which pages may be finished after the run is asked to stop
_START_SECONDS = 120.0  # that a new process may take to load the cleaner
_POLL_SECONDS = 0.5  # between two checks whether to stop
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class WorkerError(Exception):
    """A worker process returned no result: it took too long (``timed_out``), or it died."""

    def __init__(self, *, timed_out: bool) -> None:
        super().__init__("timed out" if timed_out else "died")
        self.timed_out = timed_out


class Worker:
    """A process that cleans one page after another, as its parent sees it.

    The names of the files that it stages in the store begin with ``token``.
    """

    def __init__(self, pool: WorkerPool) -> None:
        self.token = secrets.token_hex(6)
        self.ready, self.digest = False, ""  # whether it has started; digest of the raw page that it reads, once known
        self._pool, self._unread = pool, b""
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "flows.workers.child"],  # -P: import nothing from the working folder
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=0, env={**os.environ, **_ONE_THREAD},
        )  # fmt: skip
        with suppress(WorkerError):  # it has ended already: `receive` will find that
            self._write(json.dumps([self.token, asdict(pool.limits)]).encode() + b"\n")

    def send(self, job: Job, max_bytes: int | None = None) -> bool:
        """Send a job; return False, unsent, if its line has more than ``max_bytes`` bytes. Raises WorkerError."""
        line = to_line(job)
        if max_bytes is not None and len(line) > max_bytes:
            return False
        self._write(line)
        return True

    def receive(self, seconds: float) -> PageResult:
        """The result of the job that was sent first. Raises WorkerError when none comes within so many seconds."""
        self.digest = ""
        if not self.ready:
            self._read(time.monotonic() + _START_SECONDS)
            self.ready = True
        deadline = time.monotonic() + seconds
        line = self._read(deadline)
        if line.startswith(b'"'):
            self.digest = line.decode().strip('"')
            line = self._read(deadline)
        result: PageResult = from_line(line)
        return result

    def end(self) -> int:
        """Kill the process if it still runs; return its exit status."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return self.process.wait()

    def _write(self, line: bytes) -> None:
        assert self.process.stdin is not None
        try:
            unsent = memoryview(line)
            while unsent:
                unsent = unsent[self.process.stdin.write(unsent) or 0 :]
        except BrokenPipeError:
            raise WorkerError(timed_out=False) from None

    def _read(self, deadline: float) -> bytes:
        """The next line. Waits until the deadline, or not so long when the run is asked to stop."""
        assert self.process.stdout is not None
        handle = self.process.stdout.fileno()
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        pieces = [self._unread]
        while b"\n" not in pieces[-1]:
            seconds = min(deadline, self._pool.stop_at) - time.monotonic()
            if seconds <= 0:
                raise WorkerError(timed_out=True)
            if poll.poll(min(seconds, _POLL_SECONDS) * 1000):
                piece = os.read(handle, 1 << 16)
                if not piece:
                    raise WorkerError(timed_out=False)
                pieces.append(piece)
        line, _, self._unread = b"".join(pieces).partition(b"\n")
        return line


class WorkerPool:
    """At most ``size`` worker processes, started when they are needed and reused.

    The function that starts a run owns the pool and passes it down; leaving the ``with`` block ends the
    processes. Threads may share it.
    """

    def __init__(self, limits: PageLimits, size: int) -> None:
        self.limits, self.size = limits, size
        self.stop_at = math.inf  # when pages that are not done are given up, by the monotonic clock
        self._idle: list[Worker] = []
        self._lock = threading.Lock()
        self._slots = threading.Semaphore(size)

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    @contextmanager
    def slot(self) -> Iterator[None]:
        """The right to keep one process busy. Waits for it, or until the pool is asked to stop."""
        taken = False
        while not taken and not self.stopping:
            taken = self._slots.acquire(timeout=_POLL_SECONDS)
        try:
            yield
        finally:
            if taken:
                self._slots.release()

    def borrow(self) -> Worker:
        """An idle process, or a new one."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.process.poll() is None:
                    return worker
                worker.end()
        return Worker(self)

    def give_back(self, worker: Worker) -> None:
        """Make a process idle, for the next batch. It must have sent the results of all its jobs."""
        with self._lock:
            self._idle.append(worker)

    def stop(self) -> None:
        """Ask every batch to end soon: pages already begun get a few seconds. The pool takes no work after that."""
        self.stop_at = min(self.stop_at, time.monotonic() + STOP_GRACE)

    @property
    def stopping(self) -> bool:
        """Whether the pool was asked to stop."""
        return self.stop_at < math.inf

    def close(self) -> None:
        """End the idle processes. Batches must have ended before."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()
