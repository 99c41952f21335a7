"""The robots.txt of each origin: fetched once, kept for a day, asked before every request."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from .client import Exchange, Web
from .deadline import Deadline
from .errors import (
    BlockedAddress,
    ConnectFailed,
    DnsError,
    FetchError,
    RobotsDenied,
    RobotsUnreachable,
    TimeoutConnect,
    TlsError,
)
from .policy import AGENT_TOKEN, Policy
from .politeness import Manners
from .robots import MOST_BYTES, RobotsFile
from .urls import host_of, origin_of, read_url

DAY = 24 * 3600.0
_MOST_HOPS = 5  # RFC 9309, 2.3.1.2
_MOST_KEPT = 2_000
_HOST_IS_DOWN = (BlockedAddress, ConnectFailed, DnsError, TimeoutConnect, TlsError)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The permission under which a page was fetched: what robots.txt said, and which robots.txt it was.

    ``state`` is "read", "absent" (4xx: all is allowed), or "off" where robots.txt was not asked.
    ``read_at`` is in seconds since 1970.
    """

    origin: str
    state: str
    allowed: bool = True
    line: str = ""
    number: int = 0
    digest: str = ""
    read_at: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True)
class Robots:
    """What an origin answered when asked for its robots.txt. ``file`` is None where there is none."""

    origin: str
    file: RobotsFile | None
    read_at: float
    error: FetchError | None = None


class RobotsKeeper:
    """Answers whether a page may be fetched. ``saved`` finds a robots.txt read by an earlier run;
    ``on_read`` is told of each one read now."""

    def __init__(
        self,
        web: Web,
        policy: Policy,
        manners: Manners,
        saved: Callable[[str], Robots | None] = lambda _: None,
        on_read: Callable[[Robots, Exchange], None] = lambda *_: None,
    ) -> None:
        self._web, self._policy, self._manners = web, policy, manners
        self._saved, self._on_read = saved, on_read
        self._known: OrderedDict[str, asyncio.Task[Robots]] = OrderedDict()

    async def permission(self, url: httpx.URL) -> Receipt:
        """The receipt for one address. Raises RobotsDenied, RobotsUnreachable, or why the host is away."""
        if not self._policy.robots:
            return Receipt(origin_of(url), "off")
        robots = await self.of(url)
        if robots.error is not None:
            raise type(robots.error)(str(robots.error))
        if robots.file is None:
            return Receipt(robots.origin, "absent", read_at=robots.read_at)
        said = robots.file.may_fetch(str(url), AGENT_TOKEN)
        receipt = Receipt(
            robots.origin, "read", said.allowed, said.line, said.number, robots.file.digest, robots.read_at
        )
        if not said.allowed:
            raise RobotsDenied(f"robots.txt line {said.number}: {said.line}")
        return receipt

    async def of(self, url: httpx.URL) -> Robots:
        """The robots.txt of an origin: from memory, an earlier run, or asked for now, once for all."""
        origin = origin_of(url)
        task = self._known.get(origin)
        if task is None or (task.done() and time.time() - task.result().read_at > DAY):
            task = self._known[origin] = asyncio.create_task(self._find(origin, url))
            if len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)
        return await asyncio.shield(task)

    async def _find(self, origin: str, url: httpx.URL) -> Robots:
        robots = self._saved(origin)
        if robots is None or time.time() - robots.read_at > DAY:
            robots = await self._ask(origin, url.join("/robots.txt"))
        if robots.file is not None:
            self._manners.slow_down(host_of(url), robots.file.crawl_delay(AGENT_TOKEN))
        return robots

    async def _ask(self, origin: str, url: httpx.URL) -> Robots:
        try:
            async with Deadline(self._policy.robots_total) as deadline:
                exchange = await self._follow(url, deadline)
        except _HOST_IS_DOWN as error:
            return Robots(origin, None, time.time(), error)
        except FetchError as error:
            why = RobotsUnreachable(f"robots.txt could not be read: {error.outcome}: {error}")
            return Robots(origin, None, time.time(), why)
        file = RobotsFile(exchange.body) if exchange.status < 300 else None
        said = RobotsUnreachable(f"robots.txt was answered with status {exchange.status}")
        robots = Robots(origin, file, time.time(), said if exchange.status >= 500 else None)
        self._on_read(robots, exchange)
        return robots

    async def _follow(self, url: httpx.URL, deadline: Deadline) -> Exchange:
        """Up to five redirects, then it counts as absent (status 3xx)."""
        for _ in range(_MOST_HOPS + 1):
            await deadline.outside(self._manners.turn(host_of(url)))
            plain = {"Accept": "text/plain,*/*;q=0.5", "Accept-Encoding": "identity"}
            try:
                exchange = await self._web.exchange(url, plain, deadline, enough=MOST_BYTES)
            finally:
                self._manners.ended(host_of(url))
            location = exchange.header("location")
            if exchange.status not in (301, 302, 303, 307, 308) or not location:
                break
            url = read_url(location, url).copy_with(userinfo=b"")
        return exchange
