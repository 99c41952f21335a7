"""Many targets at once: a queue for each host, discovery as it goes, every address once."""

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
from .urls import host_of, normal_form, read_url
from .visit import Target, Visit

_MAX_WAITING = 20_000  # targets read ahead of the fetching


@dataclass(frozen=True, slots=True)
class Follow:
    """A crawl within the sites of the given pages: how many pages, how many links deep, which addresses."""

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
        per_host: int,
        follow: Follow | None = None,
    ) -> None:
        self._visit, self._record, self._archived_body = visit, record, archived_body
        self._per_host, self._follow = per_host, follow
        self._match = re.compile(follow.match) if follow and follow.match else None
        self._queues: dict[str, deque[Target]] = {}
        self._workers: dict[str, int] = {}
        self._seen: set[bytes] = set()
        self._sites: set[str] = set()
        self._pages = 0
        self._waiting = 0
        self._room = asyncio.Event()
        self.on_visit: Callable[[Visit], None] = lambda visit: None
        self.on_queue: Callable[[str], None] = lambda host: None

    async def run(self, targets: Iterable[Target], at_a_time: int = 100) -> None:
        """Return when every target, and everything found on the way, was visited.

        ``targets`` is read in another thread, ``at_a_time`` of them: a slow source holds nothing up.
        """
        source = iter(targets)
        async with asyncio.TaskGroup() as self._group:
            while some := await in_daemon_thread(lambda: list(itertools.islice(source, at_a_time))):
                for target in some:
                    await self._add(target)
                while self._waiting > _MAX_WAITING:
                    self._room.clear()
                    await self._room.wait()

    async def _add(self, target: Target) -> None:
        """Queue a target unless it was seen; what is no address at all is a failed visit at once."""
        try:
            url = normal_form(target.url)
            host = host_of(read_url(target.url))
        except FetchError as error:
            await self._end(Visit(target, error))
            return
        address = hashlib.blake2b(f"{target.role} {url}".encode(), digest_size=8).digest()
        if address in self._seen or (self._follow and target.role == "page" and not self._fits(target, host)):
            return
        self._seen.add(address)
        self._queues.setdefault(host, deque()).append(target)
        self._waiting += 1
        self.on_queue(host)
        if self._workers.get(host, 0) < self._per_host:
            self._workers[host] = self._workers.get(host, 0) + 1
            self._group.create_task(self._work(host))

    def _fits(self, target: Target, host: str) -> bool:
        """Whether a crawl takes this page: given ones always, found ones within its limits."""
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
        """Visit the targets of one host, one after the other, until none is left."""
        queue = self._queues[host]
        while queue:
            target = queue.popleft()
            self._waiting -= 1
            if self._waiting <= _MAX_WAITING:
                self._room.set()
            visit, found = self._expanded(await self._visit(target))
            await self._end(visit)
            for target in found:
                await self._add(target)
        self._workers[host] -= 1
        if not self._workers[host]:
            del self._workers[host], self._queues[host]

    def _expanded(self, visit: Visit) -> tuple[Visit, Iterable[Target]]:
        """The visit and what it leads to. One whose source cannot be read has failed, before it is recorded."""
        if not visit.fine or visit.final is None or (visit.target.role == "page" and not self._follow):
            return visit, ()
        if self._follow and visit.target.depth == 0:
            self._sites.add(host_of(read_url(visit.final_url)))
        body = visit.final.body if visit.final.status != 304 else self._archived_body(visit.target)
        if body is None:
            return visit, ()
        try:
            return visit, discover(visit, body)
        except FetchError as error:
            return replace(visit, error=error), ()

    async def _end(self, visit: Visit) -> None:
        self.on_visit(await self._record(visit))
