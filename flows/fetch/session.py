"""A whole run of fetching: store, archive, client and crawl put together; a signal ends it in good order."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import Stopped, WinnowError
from ..store.archive import Archive
from ..store.clean import open_store
from ..store.fetched import open_fetched
from ..store.lock import locked
from ..store.recovery import recover, truncate_shortened
from .client import Client
from .crawl import Crawl, Follow
from .fetcher import Fetcher
from .policy import Policy
from .recorder import Recorder
from .render import Renderer
from .robots_cache import RobotsCache
from .throttle import HostThrottle
from .visit import FINE, Target, Visit


@dataclass(slots=True)
class FetchPlan:
    """What to fetch and how. ``at_a_time`` is 1 where targets are typed in as they come."""

    targets: Iterable[Target]
    policy: Policy = field(default_factory=Policy)
    follow: Follow | None = None
    at_a_time: int = 100
    wait: bool = False
    render: bool = False


Plan = FetchPlan  # for flows.pipeline.steps, until it uses the new name


class Watcher:
    """What is called as a run goes on; this one shows nothing."""

    def started(self, throttle: HostThrottle) -> None: ...
    def queued(self, host: str) -> None: ...
    def visited(self, visit: Visit) -> None: ...
    def ended(self) -> None: ...


def fetch_all(root: Path, plan: FetchPlan, watcher: Watcher | None = None) -> Counter[str]:
    """Fetch everything into the raw folder ``root``; returns how many visits had which outcome.

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
            return _run(_Session(plan, recorder, watcher or Watcher()).run)
        finally:
            archive.close()


class _Session:
    def __init__(self, plan: FetchPlan, recorder: Recorder, watcher: Watcher) -> None:
        self._plan, self._recorder, self._watcher = plan, recorder, watcher
        self._outcomes: Counter[str] = Counter()

    async def run(self) -> Counter[str]:
        policy, recorder = self._plan.policy, self._recorder
        client, throttle = Client(policy), HostThrottle(policy)
        robots = RobotsCache(client, policy, throttle, recorder.saved_robots, recorder.on_robots)
        renderer = Renderer(client, policy, robots) if self._plan.render else None
        fetcher = Fetcher(client, policy, throttle, robots, renderer)

        async def visit(target: Target) -> Visit:
            return await fetcher.visit(target, recorder.validators(target))

        crawl = Crawl(visit, recorder.add, recorder.archived_body, policy.per_host, self._plan.follow)
        crawl.on_visit, crawl.on_queue = self._visited, self._watcher.queued
        self._watcher.started(throttle)
        try:
            await crawl.run(self._plan.targets, self._plan.at_a_time)
        except BaseExceptionGroup as errors:  # not except*: in older 3.11 what that raises is in a group
            ours, others = errors.split(WinnowError)
            if ours is None or others is not None:
                raise
            raise ours.exceptions[0] from None
        finally:
            await recorder.flush()
            self._watcher.ended()
            if renderer is not None:
                await renderer.aclose()
            await client.aclose()
        return self._outcomes

    def _visited(self, visit: Visit) -> None:
        self._outcomes[visit.outcome] += 1
        self._watcher.visited(visit)


def _run(work: Callable[[], Coroutine[None, None, Counter[str]]]) -> Counter[str]:
    """Run in an event loop in which SIGINT and SIGTERM end the work in good order."""
    caught: list[int] = []
    in_main_thread = threading.current_thread() is threading.main_thread()
    handlers = {signum: signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM) if in_main_thread}

    async def main() -> Counter[str]:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def stop(signum: int) -> None:
            caught.append(signum)
            task.cancel()

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
        for signum, handler in handlers.items():
            signal.signal(signum, handler)


def failed(outcomes: Counter[str]) -> int:
    """How many visits failed."""
    return sum(count for outcome, count in outcomes.items() if outcome not in FINE)
