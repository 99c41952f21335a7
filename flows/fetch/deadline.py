"""One deadline for everything that is done for a page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from types import TracebackType
from typing import Self, TypeVar

from .errors import TimeoutTotal

T = TypeVar("T")


class Deadline:
    """``async with Deadline(60):`` raises TimeoutTotal when its seconds are used up.

    Waiting for one's turn (manners towards a host, a place among the running
    requests) is not the server's doing: ``outside`` stops the clock for it.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._timeout = asyncio.timeout(seconds)

    async def __aenter__(self) -> Self:
        await self._timeout.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._timeout.__aexit__(kind, error, trace)
        except TimeoutError:
            raise TimeoutTotal(f"not done after {self.seconds:g} s") from None

    @property
    def left(self) -> float:
        """Seconds left, never negative."""
        when = self._timeout.when()
        return max(0.0, when - asyncio.get_running_loop().time()) if when is not None else self.seconds

    async def outside(self, waiting: Awaitable[T]) -> T:
        """Await with the clock stopped."""
        loop, left = asyncio.get_running_loop(), self.left
        if not self._timeout.expired():
            self._timeout.reschedule(None)
        try:
            return await waiting
        finally:
            if not self._timeout.expired():
                self._timeout.reschedule(loop.time() + left)
