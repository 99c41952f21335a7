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
    ConnectError,
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
from .answer_reader import AnswerReader, ReadingError, ReadJob
from .client import Client
from .deadline import Deadline, deadline_after
from .policy import AGENT_TOKEN, Policy
from .retries import with_retries
from .robots import MAX_BYTES, RobotsDecision, RobotsFile
from .throttle import HostThrottle, retry_after
from .urls import host_of, origin_of, redirect_of

_MAX_AGE = 24 * 3600.0
_MAX_HOPS = 5  # RFC 9309, 2.3.1.2
_MAX_ORIGINS = 2_000
_MAX_CACHED_BYTES = 16_000_000  # of robots.txt files; those used longest ago are read from the archive again
_MAX_PARSED_BYTES = 40_000_000  # of memory for the files that are parsed
_LARGE_BYTES = 32_000  # a larger file would take too long to parse here
_RETRY_SECONDS = 600.0  # until a robots.txt that could not be read is requested again
_HOST_IS_DOWN = (BlockedAddress, ConnectError, DnsError, TimeoutConnect, TlsError)
_HOST_IS_BROKEN = (TimeoutRead, TimeoutTotal, ProtocolError)  # its pages would fail in the same way


@dataclass(frozen=True, slots=True)
class RobotsPermission:
    """Whether robots.txt allows a page, and by which line of which robots.txt.

    ``state`` is "read", "absent" (4xx: everything is allowed), "unreachable" (nothing is allowed) or
    "off" (robots.txt was not requested). ``digest`` is the sha256 of the file, ``read_at`` is in seconds
    since 1970. ``refusal`` is the error to raise if the page is not allowed.
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
        """All fields but ``refusal``, which is in the outcome of the page."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "refusal"}


@dataclass(frozen=True)
class RobotsAnswer:
    """The answer of an origin to the request for its robots.txt. ``file`` is None if there is none."""

    origin: str
    file: RobotsFile | None
    read_at: float
    error: FetchError | None = None

    def is_old(self) -> bool:
        age = time.time() - self.read_at  # negative if it was read while the clock was ahead
        return not 0 <= age <= (_RETRY_SECONDS if self.error else _MAX_AGE)


class RobotsCache:
    """Returns the permission to fetch a page. ``saved`` returns the robots.txt that an earlier run
    fetched for an origin; ``on_read`` is called with each one fetched now."""

    def __init__(
        self,
        client: Client,
        policy: Policy,
        throttle: HostThrottle,
        saved: Callable[[str], RobotsAnswer | None] = lambda _: None,
        on_read: Callable[[RobotsAnswer, Exchange], None] = lambda *_: None,
    ) -> None:
        self._client, self._policy, self._throttle = client, policy, throttle
        self._saved, self._on_read = saved, on_read
        self._tasks: OrderedDict[str, asyncio.Task[RobotsAnswer]] = OrderedDict()
        self._parsed: OrderedDict[str, RobotsFile] = OrderedDict()  # by digest
        self._parsed_bytes = 0
        self._reader, self._asking = AnswerReader(1), asyncio.Semaphore(1)

    async def aclose(self) -> None:
        await self._reader.aclose()

    async def permission(self, url: httpx.URL) -> RobotsPermission:
        """The permission for one address; check its ``refusal``. Raises no FetchError."""
        if not self._policy.obey_robots:
            return RobotsPermission(origin_of(url), "off")
        robots = await self.answer_for(url)
        if robots.file is None or len(robots.file.body) <= _LARGE_BYTES:
            return await self._permission(robots, url)
        del robots  # hundreds may wait here, for files of half a megabyte
        async with self._asking:
            return await self._permission(await self.answer_for(url), url)

    async def _permission(self, robots: RobotsAnswer, url: httpx.URL) -> RobotsPermission:
        origin, read_at = robots.origin, robots.read_at
        if robots.error is not None:
            return RobotsPermission(origin, "unreachable", False, read_at=read_at, refusal=robots.error.final())
        if robots.file is None:
            return RobotsPermission(origin, "absent", read_at=read_at)
        try:
            decision = await self._decision(robots.file, url)
        except ReadingError as error:
            unreadable = RobotsUnreachable(f"robots.txt could not be used: {error}").final()
            return RobotsPermission(origin, "unreachable", False, read_at=read_at, refusal=unreadable)
        refusal = None if decision.allowed else RobotsDenied(f"robots.txt line {decision.number}: {decision.line}")
        return RobotsPermission(
            origin, "read", decision.allowed, decision.line, decision.number, robots.file.digest, read_at, refusal
        )

    async def answer_for(self, url: httpx.URL) -> RobotsAnswer:
        """The robots.txt of the origin of ``url``: from memory, from an earlier run, or fetched now, only once."""
        origin = origin_of(url)
        task = self._tasks.get(origin)
        if task is None or (task.done() and task.result().is_old()):
            task = self._tasks[origin] = asyncio.create_task(self._saved_or_fetched(origin, url))
            task.add_done_callback(self._drop_oldest)
        self._tasks.move_to_end(origin)
        return await asyncio.shield(task)

    def _drop_oldest(self, _: object) -> None:
        """Keep the answers that were used last, within the limits."""
        cached_bytes = sum(map(_size, self._tasks.values()))
        for origin, task in list(self._tasks.items()):
            if cached_bytes <= _MAX_CACHED_BYTES and len(self._tasks) <= _MAX_ORIGINS:
                return
            if task.done():
                cached_bytes -= _size(task)
                del self._tasks[origin]

    async def _decision(self, file: RobotsFile, url: httpx.URL) -> RobotsDecision:
        """What a file says about an address; its Crawl-delay is passed on. Raises ReadingError."""
        if len(file.body) > _LARGE_BYTES:
            [[*decision, delay]] = await self._reader.read_all(ReadJob("robots", str(url)), file.body)
            self._throttle.set_crawl_delay(host_of(url), delay)
            return RobotsDecision(*decision)
        file = self._parsed_file(file)
        self._throttle.set_crawl_delay(host_of(url), file.crawl_delay(AGENT_TOKEN))
        return file.may_fetch(str(url), AGENT_TOKEN)

    def _parsed_file(self, file: RobotsFile) -> RobotsFile:
        """The same file, parsed: many hosts have the same one. Those used longest ago are parsed again when needed."""
        parsed = self._parsed.pop(file.digest, None)
        if parsed is None:
            parsed = file
            parsed.crawl_delay(AGENT_TOKEN)
            self._parsed_bytes += parsed.parsed_bytes
        self._parsed[file.digest] = parsed
        while self._parsed_bytes > _MAX_PARSED_BYTES and len(self._parsed) > 1:
            _, oldest = self._parsed.popitem(last=False)
            self._parsed_bytes -= oldest.parsed_bytes
            oldest.forget()
        return parsed

    async def _saved_or_fetched(self, origin: str, url: httpx.URL) -> RobotsAnswer:
        robots = self._saved(origin)
        if robots is None or robots.is_old():
            robots = await self._fetch(origin, url.join("/robots.txt"))
        return robots

    async def _fetch(self, origin: str, url: httpx.URL) -> RobotsAnswer:
        exchange: Exchange | None = None

        async def try_once(number: int) -> None:
            nonlocal exchange
            try:
                exchange = await self._follow(url, deadline)
            except (TimeoutRead, TimeoutConnect) as error:
                raise error.final() from None  # no time is left for another try
            if exchange.status >= 500:
                wait = retry_after(exchange.header("retry-after"), self._policy.max_retry_after)
                raise ServerError(f"robots.txt was answered with status {exchange.status}", wait)

        page_error: FetchError | None = None
        try:
            async with deadline_after(self._policy.robots_timeout) as deadline:
                await with_retries(try_once, self._policy, deadline)
        except FetchError as error:
            page_error = _error_of_pages(error)
        file = RobotsFile(exchange.body) if exchange and not page_error and exchange.status < 300 else None
        robots = RobotsAnswer(origin, file, time.time(), page_error)
        if exchange is not None:
            self._on_read(robots, exchange)
        return robots

    async def _follow(self, url: httpx.URL, deadline: Deadline) -> Exchange:
        """The last answer after at most five redirects; if it is another redirect, robots.txt counts as absent."""
        headers = {"Accept": "text/plain,*/*;q=0.5", "Accept-Encoding": "identity"}
        for _ in range(_MAX_HOPS + 1):
            await deadline.paused(self._throttle.acquire(host_of(url)))
            try:
                exchange = await self._client.exchange(url, headers, deadline, max_bytes=MAX_BYTES)
            finally:
                self._throttle.release(host_of(url))
            next_url = redirect_of(exchange)
            if next_url is None:
                break
            url = next_url
        return exchange


def _size(task: asyncio.Task[RobotsAnswer]) -> int:
    """The bytes of an answer that is there."""
    answer = None if not task.done() or task.cancelled() or task.exception() else task.result()
    return len(answer.file.body) if answer and answer.file else 0


def _error_of_pages(error: FetchError) -> FetchError:
    """The error of every page of an origin whose robots.txt could not be read."""
    if isinstance(error, _HOST_IS_DOWN):
        return error.final()  # without its traceback, which keeps answers in memory
    if isinstance(error, _HOST_IS_BROKEN):
        return error.final("robots.txt: ")
    if isinstance(error, ServerError):
        return RobotsUnreachable(str(error))
    return RobotsUnreachable(f"robots.txt could not be read: {error.outcome}: {error}")
