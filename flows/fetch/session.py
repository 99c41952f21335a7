"""A whole run of fetching: connects store, archive, client and crawl; a signal ends it without losing pages."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import Stopped
from ..store.archive import Archive
from ..store.clean import open_store
from ..store.fetched import open_fetched
from ..store.lock import locked
from ..store.recovery import recover, truncate_shortened
from .client import Client
from .crawl import Crawl, CrawlLimits
from .fetcher import Fetcher
from .policy import Policy
from .recorder import Recorder
from .render import Renderer
from .robots_cache import RobotsCache
from .throttle import HostThrottle
from .visit import ENDS_THE_RUN, SUCCESS_OUTCOMES, Target, Visit

_STOP_SECONDS = 9  # for an orderly end after a signal


@dataclass(slots=True)
class FetchPlan:
    """What to fetch and how. ``targets_per_read`` is 1 if targets may come slowly, as from a keyboard."""

    targets: Iterable[Target]
    policy: Policy = field(default_factory=Policy)
    follow: CrawlLimits | None = None
    targets_per_read: int = 100
    wait: bool = False
    render: bool = False


class FetchProgress:
    """Its methods are called during a run; these do nothing."""

    def started(self, throttle: HostThrottle) -> None:
        """The run begins; ``throttle`` has the pause of each host."""

    def queued(self, host: str) -> None:
        """A target of this host is waiting."""

    def visited(self, visit: Visit) -> None:
        """A visit is recorded."""

    def ended(self) -> None:
        """The run is over."""


def fetch_all(root: Path, plan: FetchPlan, progress: FetchProgress | None = None) -> Counter[str]:
    """Fetch everything into the raw folder ``root``; returns the number of visits by outcome.

    Raises StoreError when the folder cannot be used, Stopped on SIGINT or
    SIGTERM; what was fetched until then is stored.
    """
    open_store(root, "raw")
    with locked(root, "fetching", wait=plan.wait), open_fetched(root, write=True) as fetched:
        for file, end in truncate_shortened(root, fetched.ends()):
            fetched.delete_after(file, end)
        for group in recover(root, fetched.ends()):
            fetched.add_recovered(group)
        archive = Archive(root)
        try:
            recorder = Recorder(root, fetched, archive)
            return _run(_Session(plan, recorder, progress or FetchProgress()).run)
        finally:
            archive.close()


class _Session:
    def __init__(self, plan: FetchPlan, recorder: Recorder, progress: FetchProgress) -> None:
        self._plan, self._recorder, self._progress = plan, recorder, progress
        self._outcomes: Counter[str] = Counter()

    async def run(self) -> Counter[str]:
        policy, recorder = self._plan.policy, self._recorder
        client, throttle = Client(policy), HostThrottle(policy)
        robots = RobotsCache(client, policy, throttle, recorder.saved_robots, recorder.on_robots)
        renderer = Renderer(client, policy, robots) if self._plan.render else None
        fetcher = Fetcher(client, policy, throttle, robots, renderer)

        def visit(target: Target) -> AbstractAsyncContextManager[Visit]:
            return fetcher.visiting(target, recorder.validators(target))

        crawl = Crawl(
            visit, recorder.add, recorder.archived_body, fetcher.reader, policy.workers_per_host, self._plan.follow
        )
        crawl.on_visit, crawl.on_queue = self._visited, self._progress.queued
        self._progress.started(throttle)
        try:
            await crawl.run(self._plan.targets, self._plan.targets_per_read)
        except BaseExceptionGroup as errors:  # not except*: early versions of 3.11 wrap what that raises in a group
            expected, others = errors.split(ENDS_THE_RUN)
            if expected is None or others is not None:
                raise
            raise expected.exceptions[0] from None
        finally:
            await recorder.flush()
            self._progress.ended()
            if renderer is not None:
                await renderer.aclose()
            await fetcher.aclose()
            await client.aclose()
        return self._outcomes

    def _visited(self, visit: Visit) -> None:
        self._outcomes[visit.outcome] += 1
        self._progress.visited(visit)


def _run(work: Callable[[], Coroutine[None, None, Counter[str]]]) -> Counter[str]:
    """Run in an event loop in which SIGINT and SIGTERM cancel the work, so that it can store what it has."""
    caught: list[int] = []
    in_main_thread = threading.current_thread() is threading.main_thread()
    handlers = {signum: signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM) if in_main_thread}

    async def main() -> Counter[str]:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def stop(signum: int) -> None:
            caught.append(signum)
            task.cancel()
            # If that comes to no end, the process ends all the same; the stores bear it.
            signal.signal(signal.SIGALRM, lambda *_: os._exit(128 + signum))
            signal.alarm(_STOP_SECONDS)

        for signum in handlers:
            loop.add_signal_handler(signum, stop, signum)
        return await work()

    try:
        return asyncio.run(main())
    except asyncio.CancelledError:
        if caught:
            raise Stopped(caught[0]) from None
        raise
    finally:
        if caught:
            signal.alarm(0)
        for signum, handler in handlers.items():
            signal.signal(signum, handler)


def failure_count(outcomes: Counter[str]) -> int:
    """The number of failed visits."""
    return sum(count for outcome, count in outcomes.items() if outcome not in SUCCESS_OUTCOMES)
