"""Fetches many targets at once: a queue for each host, each address once, with the targets that visits lead to."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

from ..http.errors import FetchError, NotFeed, TooLarge
from ..store.frontier import Frontier
from .answer_reader import AnswerReader, Parts, ReadingError, ReadJob
from .content import asks_not_to_follow
from .daemon_thread import in_daemon_thread
from .urls import host_of, normal_form, parse_url
from .visit import Target, Visit, failure_of

_MAX_QUEUED = 20_000  # targets: more are read from the source when there are fewer
_MAX_SEEN = 10_000_000  # addresses: feeds and sitemaps after that fail
_MAX_WORKERS = 1_000  # visits at a time, most of which wait for the throttle; more hosts than that take turns
_TURN = 100  # visits of a host, after which another that waits is next
_MAX_INDEX_DEPTH = 3


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

    ``visit`` fetches one, whose answer is in memory until the ``async with`` ends; ``record`` stores
    the result and returns it as it was recorded; ``archived_body`` returns the body of an unchanged page;
    ``reader`` reads what a body leads to. ``on_visit`` is called with each recorded visit, ``on_queue``
    with the host of each target that is queued.
    """

    def __init__(
        self,
        visit: Callable[[Target], AbstractAsyncContextManager[Visit]],
        record: Callable[[Visit], Awaitable[Visit]],
        archived_body: Callable[[Target], bytes | None],
        reader: AnswerReader,
        workers_per_host: int,
        follow: CrawlLimits | None = None,  # None: links are not followed
    ) -> None:
        self._visit, self._record, self._archived_body, self._reader = visit, record, archived_body, reader
        self._workers_per_host, self._follow = workers_per_host, follow
        self._workers: dict[str, int] = {}  # how many by host
        self._worker_count = 0
        self._pages = 0
        self._has_room = asyncio.Event()
        self.on_visit: Callable[[Visit], None] = lambda visit: None
        self.on_queue: Callable[[str], None] = lambda host: None

    async def run(self, targets: Iterable[Target], targets_per_read: int = 100) -> None:
        """Return when every target, and every target that these lead to, was visited.

        ``targets`` is read in another thread, ``targets_per_read`` at a time, because it may block.
        """
        source = iter(targets)
        self._frontier = Frontier()
        try:
            async with asyncio.TaskGroup() as self._group:
                while read := await in_daemon_thread(lambda: list(itertools.islice(source, targets_per_read))):
                    for target in read:
                        await self._add_given(target)
                    while self._frontier.queued > _MAX_QUEUED:
                        self._has_room.clear()
                        await self._has_room.wait()
        finally:
            self._frontier.close()

    async def _add_given(self, target: Target) -> None:
        """Queue a target. One without a valid address fails at once."""
        try:
            url, host = normal_form(target.url), host_of(parse_url(target.url))
        except FetchError as error:
            await self._record_and_report(Visit(target, error))
        else:
            self._add(target, url, host)

    def _add(self, target: Target, url: str, host: str) -> None:
        """Queue a target, unless its normal address was queued before."""
        name = f"{target.role} {url}"
        if self._follow and target.role == "page":  # a page that is out of the limits is not yet seen
            if not self._frontier.has_seen(name) and self._is_within_limits(target, host):
                self._frontier.see(name)
            else:
                return
        elif not self._frontier.see(name):
            return
        self._frontier.add(host, _packed(target))
        self.on_queue(host)
        self._start_worker(host)

    def _is_within_limits(self, target: Target, host: str) -> bool:
        """Whether to fetch this page: always if it was given, within the limits if it was discovered."""
        assert self._follow is not None
        if target.depth == 0:
            self._frontier.see(f"site {host}")
        elif (
            target.depth > self._follow.max_depth
            or self._pages >= self._follow.max_pages
            or not self._frontier.has_seen(f"site {host}")
        ):
            return False
        self._pages += 1
        return True

    def _start_worker(self, host: str) -> None:
        """Start another worker for a host, if it may have one more now; its first one may have to wait."""
        workers = self._workers.get(host, 0)
        if workers >= self._workers_per_host:
            return
        if self._worker_count < _MAX_WORKERS:
            self._workers[host] = workers + 1
            self._worker_count += 1
            self._group.create_task(self._work(host))
        elif not workers:
            self._frontier.postpone(host)

    async def _work(self, host: str) -> None:
        """Visit the targets of one host, one after the other, until its queue is empty or others have waited."""
        visits = 0
        while packed := self._frontier.take(host):
            if self._frontier.queued <= _MAX_QUEUED:
                self._has_room.set()
            await self._visit_and_add(_unpacked(packed))
            visits += 1
            if self._frontier.postponed and (visits == _TURN or self._workers[host] > 1):
                break
        self._worker_count -= 1
        self._workers[host] -= 1
        if not self._workers[host]:
            del self._workers[host]
            if packed:
                self._frontier.postpone(host)
        if self._frontier.postponed and (postponed := self._frontier.next_postponed()):
            self._start_worker(postponed)

    async def _visit_and_add(self, target: Target) -> None:
        """Visit a target, record it, and queue what it leads to."""
        async with self._visit(target) as visit, AsyncExitStack() as stack:
            visit, found = await self._with_discovered(visit, stack)
            await self._record_and_report(visit)
            if found is None:
                return
            try:
                async for part in found:
                    for item in part:
                        await self._add_found(visit, *item)
                    await asyncio.sleep(0)  # others work meanwhile
            except ReadingError:  # what was read is used
                return

    async def _with_discovered(self, visit: Visit, stack: AsyncExitStack) -> tuple[Visit, Parts | None]:
        """The visit and what it leads to. For a feed or sitemap that cannot be read, a failed visit."""
        role = visit.target.role
        if not visit.succeeded or visit.final_exchange is None or (role == "page" and not self._follow):
            return visit, None
        if self._follow and visit.target.depth == 0:
            self._frontier.see(f"site {host_of(parse_url(visit.final_url))}")
        if role == "page" and asks_not_to_follow(visit.robots_directives):
            return visit, None
        body = visit.final_exchange.body if visit.final_exchange.status != 304 else self._archived_body(visit.target)
        if body is None:
            return visit, None
        kind = "named_feed" if role == "feed" and visit.target.depth else role
        job = ReadJob(kind, visit.final_url, self._follow.match if self._follow else "")
        try:
            if role != "page" and self._frontier.seen > _MAX_SEEN:
                raise TooLarge(f"this run has seen {_MAX_SEEN:,} addresses; fetch what is listed here in another run")
            return visit, await stack.enter_async_context(self._reader.read(job, body))
        except ReadingError as error:
            if role == "page":
                return replace(visit, note=f"its links could not be read: {error}"), None
            return replace(visit, error=NotFeed(str(error))), None
        except Exception as error:  # noqa: BLE001  part of the visit, see `Fetcher.visit`
            return replace(visit, error=failure_of(error)), None

    async def _add_found(self, visit: Visit, url: str, host: str, role: str, metadata: dict[str, str]) -> None:
        """Queue a target that was found in the answer of a visit."""
        source = visit.target
        if role != "page":
            if source.depth >= _MAX_INDEX_DEPTH:
                return
            target = replace(source, url=url, depth=source.depth + 1, found_in=visit.final_url)
        else:
            depth = source.depth + 1 if source.role == "page" else 0
            target = Target(url, depth=depth, found_in=visit.final_url, source_metadata=metadata)
        if host:
            self._add(target, url, host)
        else:
            await self._add_given(target)

    async def _record_and_report(self, visit: Visit) -> None:
        try:
            visit = await self._record(visit)
        except Exception as error:  # noqa: BLE001  part of the visit, see `Fetcher.visit`
            visit = await self._record(Visit(visit.target, failure_of(error)))
        self.on_visit(visit)


def _packed(target: Target) -> bytes:
    values: list[Any] = [target.url, target.role, target.depth, target.found_in]
    values += [dict(target.source_metadata), dict(target.headers)] if target.source_metadata or target.headers else []
    return json.dumps(values).encode()  # the standard library's, which takes names that are not UTF-8


def _unpacked(packed: bytes) -> Target:
    return Target(*json.loads(packed))
