"""Fetches one page without storing it, for `winnow clean URL`."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from .client import Client
from .fetcher import Fetcher
from .policy import Policy
from .robots_cache import RobotsCache
from .throttle import HostThrottle
from .visit import Target, Visit

if TYPE_CHECKING:
    from cleaners import RawPage


def fetch_one(url: str, policy: Policy | None = None) -> RawPage:
    """Fetch one page, with every guard and limit; blocks until it is there and stores nothing.

    The ``url`` of the result is the final one, ``headers`` have lower-case names. Raises
    FetchError, whose ``outcome`` is the name of the failure and whose ``advice`` is what to do.
    Without a policy there is no pause between robots.txt and the page.
    """
    from cleaners import RawPage  # imported here, because a run that only fetches does not need the cleaner

    policy = policy or Policy(pace=0.0)
    with ThreadPoolExecutor(1) as thread:  # works inside a running event loop as well
        visit = thread.submit(lambda: asyncio.run(_visit(url, policy))).result()
    if visit.error is not None:
        raise visit.error
    final = visit.final_exchange
    assert final is not None
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in final.headers}
    return RawPage(
        final.url, final.body, headers.get("content-type"), final.status, headers,
        visit.fetched_at, source=visit.target.redacted_url,
    )  # fmt: skip


async def _visit(url: str, policy: Policy) -> Visit:
    client, throttle = Client(policy), HostThrottle(policy)
    fetcher = Fetcher(client, policy, throttle, RobotsCache(client, policy, throttle))
    try:
        return await fetcher.visit(Target(url))
    finally:
        await fetcher.aclose()
        await client.aclose()
