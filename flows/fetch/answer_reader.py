"""Reads answers in processes that can be killed: no parser runs in the process that fetches.

A process gets one body at a time, for a limited time and with limited memory. One that fails costs
that reading, and nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from ..http import errors

READ_SECONDS = 25.0  # for one answer, as for the cleaning of a page
_START_SECONDS = 60.0  # that a new process may take to load its libraries
_SLICE_BYTES = 1 << 18
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class ReadingError(Exception):
    """An answer could not be read: it is no page for a parser, or its reading took too much time or memory."""


class ReadJob(NamedTuple):
    """What to read of a body from the address ``url``.

    ``kind`` is "shell" (has it text?), "page" (its links), "feed", "sitemap" (their entries), "named_feed" (of a
    feed that a page names) or "robots" (may ``url`` be fetched?). Of the links of a page, only those in which
    ``match`` is found are wanted.
    """

    kind: str
    url: str
    match: str = ""


Parts = AsyncIterator[list[Any]]


class AnswerReader:
    """At most so many processes, started when they are needed and reused; for one event loop."""

    def __init__(self, processes: int = 2, seconds: float = READ_SECONDS) -> None:
        self._slots = asyncio.Semaphore(processes)
        self._seconds = seconds
        self._idle: list[_Child] = []

    @asynccontextmanager
    async def read(self, job: ReadJob, body: bytes) -> AsyncIterator[Parts]:
        """What was found, a part at a time. Raises ReadingError, or the FetchError that the reading ended with."""
        async with self._slots:
            child = self._idle.pop() if self._idle else await _Child.start()
            try:
                await child.ask(job, body, self._seconds)
                yield child.parts(self._seconds)
            finally:
                if child.ready:
                    self._idle.append(child)
                else:
                    await child.end()

    async def read_all(self, job: ReadJob, body: bytes) -> list[Any]:
        """All that was found. Raises as ``read`` does."""
        async with self.read(job, body) as parts:
            return [item async for part in parts for item in part]

    async def aclose(self) -> None:
        """End the idle processes."""
        while self._idle:
            await self._idle.pop().end()


class _Child:
    """A process of `answer_child`. It is ``ready`` when it has answered all that it was asked."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.ready = False

    @classmethod
    async def start(cls) -> _Child:
        """Raises ReadingError."""
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "flows.fetch.answer_child"),
                stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={**os.environ, **_ONE_THREAD},
            )  # fmt: skip
        except OSError as error:
            raise ReadingError(f"no process could be started to read it: {error.strerror}") from None
        child = cls(process)
        try:
            await child._part(_START_SECONDS)
            child.ready = True
        finally:
            if not child.ready:
                await child.end()
        return child

    async def ask(self, job: ReadJob, body: bytes, seconds: float) -> None:
        """Return when the body has been read well. Raises ReadingError or a FetchError."""
        self.ready = False
        sending = asyncio.create_task(self._send(json.dumps([job, len(body)]).encode() + b"\n", body))
        try:
            error = await self._part(seconds)
        finally:
            sending.cancel()  # it is done, or the process does not read any more
        if error:
            self.ready = True
            raise getattr(errors, error[0], ReadingError)(error[1])

    async def parts(self, seconds: float) -> Parts:
        """What was found. Raises ReadingError."""
        while part := await self._part(seconds):
            yield part
        self.ready = True

    async def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        self._process._transport.close()  # type: ignore[attr-defined]  # its pipes, before the event loop ends

    async def _send(self, head: bytes, body: bytes) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError):
            self._process.stdin.write(head)
            for start in range(0, len(body), _SLICE_BYTES):
                self._process.stdin.write(body[start : start + _SLICE_BYTES])
                await self._process.stdin.drain()

    async def _part(self, seconds: float) -> list[Any]:
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(seconds):
                size = int.from_bytes(await self._process.stdout.readexactly(4))
                part: list[Any] = json.loads(await self._process.stdout.readexactly(size))
                return part
        except TimeoutError:
            raise ReadingError(f"not read within {seconds:g} s") from None
        except asyncio.IncompleteReadError:
            raise ReadingError("the process that read it ended: it took too much memory or time") from None
