"""Fetches many targets at once: a queue for each host, each address once, with the targets that visits lead to."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import re
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace

from ..http.errors import FetchError
from .daemon_thread import in_daemon_thread
from .discovery import discover
from .urls import host_of, normal_form, parse_url
from .visit import Target, Visit, failure_of

_MAX_QUEUED = 20_000  # targets: more are read from the source when there are fewer


@dataclass(frozen=True, slots=True)
class CrawlLimits:
    """Limits of following links within the sites of the given pages.

    ``max_depth`` is the number of links away from a given page; ``match`` is a regular
    expression that must be found in an address ("" for all addresses).
    """

    max_pages: int = 1000
    max_depth: int = 5
    match: str = ""


class Crawl:
    """Visits targets and what they lead to.

    ``visit`` fetches one; ``record`` stores the result and returns it as it was recorded;
    ``archived_body`` returns the body of an unchanged page; ``on_visit`` is called with each
    recorded visit, ``on_queue`` with the host of each target that is queued.
    """

    def __init__(
        self,
        visit: Callable[[Target], Awaitable[Visit]],
        record: Callable[[Visit], Awaitable[Visit]],
        archived_body: Callable[[Target], bytes | None],
        workers_per_host: int,
        follow: CrawlLimits | None = None,  # None: links are not followed
    ) -> None:
        self._visit, self._record, self._archived_body = visit, record, archived_body
        self._workers_per_host, self._follow = workers_per_host, follow
        self._match = re.compile(follow.match) if follow and follow.match else None
        self._queues: dict[str, deque[Target]] = {}
        self._workers: dict[str, int] = {}  # how many by host
        self._queued_addresses: set[bytes] = set()
        self._sites: set[str] = set()
        self._pages = 0
        self._queued = 0
        self._has_room = asyncio.Event()
        self.on_visit: Callable[[Visit], None] = lambda visit: None
        self.on_queue: Callable[[str], None] = lambda host: None

    async def run(self, targets: Iterable[Target], targets_per_read: int = 100) -> None:
        """Return when every target, and every target that these lead to, was visited.

        ``targets`` is read in another thread, ``targets_per_read`` at a time, because it may block.
        """
        source = iter(targets)
        async with asyncio.TaskGroup() as self._group:
            while read := await in_daemon_thread(lambda: list(itertools.islice(source, targets_per_read))):
                for target in read:
                    await self._add(target)
                while self._queued > _MAX_QUEUED:
                    self._has_room.clear()
                    await self._has_room.wait()

    async def _add(self, target: Target) -> None:
        """Queue a target unless its address was queued before. A target without a valid address fails at once."""
        try:
            url = normal_form(target.url)
            host = host_of(parse_url(target.url))
        except FetchError as error:
            await self._record_and_report(Visit(target, error))
            return
        digest = hashlib.blake2b(f"{target.role} {url}".encode(), digest_size=8).digest()
        if digest in self._queued_addresses:
            return
        if self._follow and target.role == "page" and not self._is_within_limits(target, host):
            return
        self._queued_addresses.add(digest)
        self._queues.setdefault(host, deque()).append(target)
        self._queued += 1
        self.on_queue(host)
        if self._workers.get(host, 0) < self._workers_per_host:
            self._workers[host] = self._workers.get(host, 0) + 1
            self._group.create_task(self._work(host))

    def _is_within_limits(self, target: Target, host: str) -> bool:
        """Whether to fetch this page: always if it was given, within the limits if it was discovered."""
        assert self._follow is not None
        if target.depth == 0:
            self._sites.add(host)
        elif (
            host not in self._sites
            or target.depth > self._follow.max_depth
            or self._pages >= self._follow.max_pages
            or (self._match and not self._match.search(target.url))
        ):
            return False
        self._pages += 1
        return True

    async def _work(self, host: str) -> None:
        """Visit the targets of one host, one after the other, until its queue is empty."""
        queue = self._queues[host]
        while queue:
            target = queue.popleft()
            self._queued -= 1
            if self._queued <= _MAX_QUEUED:
                self._has_room.set()
            visit, discovered = self._with_discovered(await self._visit(target))
            await self._record_and_report(visit)
            for target in discovered:
                await self._add(target)
        self._workers[host] -= 1
        if not self._workers[host]:
            del self._workers[host], self._queues[host]

    def _with_discovered(self, visit: Visit) -> tuple[Visit, Iterable[Target]]:
        """The visit and the targets it leads to. For a feed or sitemap that cannot be read, a failed visit."""
        if not visit.succeeded or visit.final_exchange is None or (visit.target.role == "page" and not self._follow):
            return visit, ()
        if self._follow and visit.target.depth == 0:
            self._sites.add(host_of(parse_url(visit.final_url)))
        body = visit.final_exchange.body if visit.final_exchange.status != 304 else self._archived_body(visit.target)
        if body is None:
            return visit, ()
        try:
            return visit, list(discover(visit, body))
        except Exception as error:  # noqa: BLE001  part of the visit, see `Fetcher.visit`
            return replace(visit, error=failure_of(error)), ()

    async def _record_and_report(self, visit: Visit) -> None:
        try:
            visit = await self._record(visit)
        except Exception as error:  # noqa: BLE001  part of the visit, see `Fetcher.visit`
            visit = await self._record(Visit(visit.target, failure_of(error)))
        self.on_visit(visit)
