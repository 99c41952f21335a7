"""Processes that clean pages, shared by the threads of this one; each can be killed without harm to the others."""

from __future__ import annotations

import atexit
import json
import os
import secrets
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .job import Limits, Row, row_from, values_of

STOP_GRACE = 5.0  # seconds a page in hand is given when the run is asked to stop
_START = 120.0  # seconds a new process may take to load the cleaner
_LOOK = 0.5  # seconds between two looks whether to stop
_one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Lost(Exception):
    """The child gave no answer. ``how`` is "time" when its time was up, else "died"."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class Child:
    """A process that cleans one page after another, seen from its parent.

    ``token`` begins the names of the files that it writes aside in the store.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits, self.token = limits, secrets.token_hex(6)
        self._ready, self._rest = False, b""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flows.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=0, env={**os.environ, **_one_thread},
        )  # fmt: skip
        self.send(json.dumps([self.token, *values_of(limits)]).encode() + b"\n")

    def send(self, line: bytes) -> None:
        """Hand over a page. Raises Lost."""
        assert self.process.stdin is not None
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[self.process.stdin.write(rest) or 0 :]
        except BrokenPipeError:
            raise Lost("died") from None

    def receive(self, seconds: float) -> Row:
        """The row of the page that was handed over first. Raises Lost when none comes within its time."""
        if not self._ready:
            self._line(time.monotonic() + _START)
            self._ready = True
        return row_from(self._line(time.monotonic() + seconds))

    def end(self) -> int:
        """Kill the process if it still runs; return how it ended."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return self.process.wait()

    def _line(self, deadline: float) -> bytes:
        assert self.process.stdout is not None
        handle = self.process.stdout.fileno()
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        pieces = [self._rest]
        while b"\n" not in pieces[-1]:
            if _stopping.is_set():
                deadline = min(deadline, time.monotonic() + STOP_GRACE)
            left = deadline - time.monotonic()
            if left <= 0:
                raise Lost("time")
            if poll.poll(min(left, _LOOK) * 1000):
                got = os.read(handle, 1 << 16)
                if not got:
                    raise Lost("died")
                pieces.append(got)
        line, _, self._rest = b"".join(pieces).partition(b"\n")
        return line


_idle: list[Child] = []
_guard = threading.Lock()
_stopping = threading.Event()
_places: threading.Semaphore | None = None


@contextmanager
def at_most(processes: int) -> Iterator[None]:
    """Within the block no more than so many processes clean at a time, however many batches are in hand."""
    global _places
    before, _places = _places, threading.Semaphore(processes)
    try:
        yield
    finally:
        _places = before


@contextmanager
def place() -> Iterator[None]:
    """The right to have one process at work; waits for it, or until the run is asked to stop."""
    places = _places
    taken = places is None
    while places is not None and not taken and not stopping():
        taken = places.acquire(timeout=_LOOK)
    try:
        yield
    finally:
        if places is not None and taken:
            places.release()


def borrow(limits: Limits) -> Child:
    """An idle process with these limits, or a new one."""
    with _guard:
        while _idle:
            child = _idle.pop()
            if child.limits == limits and child.process.poll() is None:
                return child
            child.end()
    return Child(limits)


def give_back(child: Child) -> None:
    """Keep a process for the next batch. It must have answered for every page it was given."""
    with _guard:
        _idle.append(child)


def stop() -> None:
    """Ask every batch of this process to end soon: pages in hand get a few seconds."""
    _stopping.set()


def stopping() -> bool:
    """Whether batches are to end soon."""
    return _stopping.is_set()


def end_children() -> None:
    """End the idle processes, and let batches start anew."""
    with _guard:
        while _idle:
            _idle.pop().end()
    _stopping.clear()


atexit.register(end_children)
