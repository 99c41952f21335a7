"""The robots.txt of each origin: fetched once, cached for a day, checked before every request."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from ..http.errors import (
    BlockedAddress,
    ConnectFailed,
    DnsError,
    FetchError,
    ProtocolError,
    RobotsDenied,
    RobotsUnreachable,
    ServerError,
    TimeoutConnect,
    TimeoutRead,
    TimeoutTotal,
    TlsError,
)
from ..http.exchange import Exchange
from .client import Client
from .deadline import Deadline, deadline
from .policy import AGENT_TOKEN, Policy
from .retries import with_retries
from .robots import MAX_BYTES, RobotsFile
from .throttle import HostThrottle, retry_after
from .urls import host_of, origin_of, redirect_of

DAY = 24 * 3600.0
_MAX_HOPS = 5  # RFC 9309, 2.3.1.2
_MAX_ORIGINS = 2_000
_ASK_AGAIN = 600.0  # seconds until a robots.txt that could not be read is asked for once more
_HOST_IS_DOWN = (BlockedAddress, ConnectFailed, DnsError, TimeoutConnect, TlsError)
_HOST_IS_ODD = (TimeoutRead, TimeoutTotal, ProtocolError)  # its pages would fare no better


@dataclass(frozen=True, slots=True)
class RobotsPermission:
    """The permission under which a page was fetched: what robots.txt says, and which robots.txt it was.

    ``state`` is "read", "absent" (4xx: all is allowed), "unreachable" (nothing is) or "off" where
    robots.txt was not asked. ``read_at`` is in seconds since 1970, ``refusal`` why the page is not fetched.
    """

    origin: str
    state: str
    allowed: bool = True
    line: str = ""
    number: int = 0
    digest: str = ""
    read_at: float = 0.0
    refusal: FetchError | None = None

    def as_dict(self) -> dict[str, Any]:
        """All of it but the error, which the page's outcome names."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "refusal"}


@dataclass(frozen=True)
class Robots:
    """What an origin answered when asked for its robots.txt. ``file`` is None where there is none."""

    origin: str
    file: RobotsFile | None
    read_at: float
    error: FetchError | None = None

    def is_old(self) -> bool:
        return time.time() - self.read_at > (_ASK_AGAIN if self.error else DAY)


class RobotsCache:
    """Answers whether a page may be fetched. ``saved`` finds a robots.txt read by an earlier run;
    ``on_read`` is called with each one read now."""

    def __init__(
        self,
        client: Client,
        policy: Policy,
        throttle: HostThrottle,
        saved: Callable[[str], Robots | None] = lambda _: None,
        on_read: Callable[[Robots, Exchange], None] = lambda *_: None,
    ) -> None:
        self._client, self._policy, self._throttle = client, policy, throttle
        self._saved, self._on_read = saved, on_read
        self._tasks: OrderedDict[str, asyncio.Task[Robots]] = OrderedDict()

    async def permission(self, url: httpx.URL) -> RobotsPermission:
        """The permission for one address, also where the page is refused: ``refusal`` is the error to raise."""
        if not self._policy.robots:
            return RobotsPermission(origin_of(url), "off")
        robots = await self.of(url)
        origin, read_at = robots.origin, robots.read_at
        if robots.error is not None:
            return RobotsPermission(origin, "unreachable", False, read_at=read_at, refusal=robots.error.final())
        if robots.file is None:
            return RobotsPermission(origin, "absent", read_at=read_at)
        label = robots.file.may_fetch(str(url), AGENT_TOKEN)
        refusal = None if label.allowed else RobotsDenied(f"robots.txt line {label.number}: {label.line}")
        return RobotsPermission(
            origin, "read", label.allowed, label.line, label.number, robots.file.digest, read_at, refusal
        )

    async def of(self, url: httpx.URL) -> Robots:
        """The robots.txt of an origin: from memory, an earlier run, or asked for now, once for all."""
        origin = origin_of(url)
        task = self._tasks.get(origin)
        if task is None or (task.done() and task.result().is_old()):
            task = self._tasks[origin] = asyncio.create_task(self._find(origin, url))
            if len(self._tasks) > _MAX_ORIGINS:
                self._tasks.popitem(last=False)
        return await asyncio.shield(task)

    async def _find(self, origin: str, url: httpx.URL) -> Robots:
        robots = self._saved(origin)
        if robots is None or robots.is_old():
            robots = await self._ask(origin, url.join("/robots.txt"))
        if robots.file is not None:
            self._throttle.set_crawl_delay(host_of(url), robots.file.crawl_delay(AGENT_TOKEN))
        return robots

    async def _ask(self, origin: str, url: httpx.URL) -> Robots:
        exchange: Exchange | None = None

        async def once(number: int) -> None:
            nonlocal exchange
            try:
                exchange = await self._follow(url, left)
            except (TimeoutRead, TimeoutConnect) as error:
                raise error.final() from None  # there is no time for more
            if exchange.status >= 500:
                wait = retry_after(exchange.header("retry-after"), self._policy.max_wait)
                raise ServerError(f"robots.txt was answered with status {exchange.status}", wait)

        failure: FetchError | None = None
        try:
            async with deadline(self._policy.robots_total) as left:
                await with_retries(once, self._policy, left)
        except FetchError as error:
            failure = _error_of_pages(error)
        file = RobotsFile(exchange.body) if exchange and not failure and exchange.status < 300 else None
        robots = Robots(origin, file, time.time(), failure)
        if exchange is not None:
            self._on_read(robots, exchange)
        return robots

    async def _follow(self, url: httpx.URL, left: Deadline) -> Exchange:
        """Up to five redirects, then it counts as absent (status 3xx)."""
        headers = {"Accept": "text/plain,*/*;q=0.5", "Accept-Encoding": "identity"}
        for _ in range(_MAX_HOPS + 1):
            await left.outside(self._throttle.acquire(host_of(url)))
            try:
                exchange = await self._client.exchange(url, headers, left, max_bytes=MAX_BYTES)
            finally:
                self._throttle.release(host_of(url))
            next_url = redirect_of(exchange)
            if next_url is None:
                break
            url = next_url
        return exchange


def _error_of_pages(error: FetchError) -> FetchError:
    """Why no page of the origin can be fetched when its robots.txt could not be read."""
    if isinstance(error, _HOST_IS_DOWN):
        return error
    if isinstance(error, _HOST_IS_ODD):
        return error.final("robots.txt: ")
    if isinstance(error, ServerError):
        return RobotsUnreachable(str(error))
    return RobotsUnreachable(f"robots.txt could not be read: {error.outcome}: {error}")
