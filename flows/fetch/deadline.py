"""One deadline for all the work on a page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

from ..http.errors import TimeoutTotal

T = TypeVar("T")


class Deadline:
    """How many seconds are left; created by ``deadline_after``.

    Time that the server is not responsible for (waiting for the throttle, or until fewer
    requests are running) does not count: ``paused`` stops the clock.
    """

    def __init__(self, timeout: asyncio.Timeout) -> None:
        self._timeout = timeout
        self._pauses = 0  # a browser waits for several things at once
        self._left_at_pause = 0.0

    @property
    def seconds_left(self) -> float:
        """Never negative."""
        when = self._timeout.when()
        return self._left_at_pause if when is None else max(0.0, when - asyncio.get_running_loop().time())

    async def paused(self, awaitable: Awaitable[T]) -> T:
        """Return the result of ``awaitable``; the clock is stopped until it is there."""
        self._left_at_pause = self.seconds_left
        self._pauses += 1
        self._reschedule(None)
        try:
            return await awaitable
        finally:
            self._pauses -= 1
            if not self._pauses:
                self._reschedule(asyncio.get_running_loop().time() + self._left_at_pause)

    def _reschedule(self, when: float | None) -> None:
        if not self._timeout.expired():
            self._timeout.reschedule(when)


@asynccontextmanager
async def deadline_after(seconds: float) -> AsyncIterator[Deadline]:
    """``async with deadline_after(60) as deadline:`` raises TimeoutTotal when the seconds are used up."""
    try:
        async with asyncio.timeout(seconds) as timeout:
            yield Deadline(timeout)
    except TimeoutError:
        raise TimeoutTotal(f"not done after {seconds:g} s") from None
