"""One deadline for everything that is done for a page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

from ..http.errors import TimeoutTotal

T = TypeVar("T")


class Deadline:
    """The seconds that are left of a deadline; made by ``deadline``.

    Waiting for one's turn (at the throttle of a host, for a place among the running
    requests) is not the server's doing: ``outside`` stops the clock for it.
    """

    def __init__(self, timeout: asyncio.Timeout) -> None:
        self._timeout = timeout
        self._stopped_by = 0  # a browser waits for several things at once
        self._left = 0.0  # when the clock was stopped

    @property
    def left(self) -> float:
        """Seconds left, never negative."""
        when = self._timeout.when()
        return self._left if when is None else max(0.0, when - asyncio.get_running_loop().time())

    async def outside(self, waiting: Awaitable[T]) -> T:
        """Await with the clock stopped."""
        self._left = self.left
        self._stopped_by += 1
        self._reschedule(None)
        try:
            return await waiting
        finally:
            self._stopped_by -= 1
            if not self._stopped_by:
                self._reschedule(asyncio.get_running_loop().time() + self._left)

    def _reschedule(self, when: float | None) -> None:
        if not self._timeout.expired():
            self._timeout.reschedule(when)


@asynccontextmanager
async def deadline(seconds: float) -> AsyncIterator[Deadline]:
    """``async with deadline(60) as left:`` raises TimeoutTotal when its seconds are used up."""
    try:
        async with asyncio.timeout(seconds) as timeout:
            yield Deadline(timeout)
    except TimeoutError:
        raise TimeoutTotal(f"not done after {seconds:g} s") from None
