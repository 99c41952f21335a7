"""One page, synchronously, with nothing stored: what `winnow clean URL` needs."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
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
    """Fetch one page, with every guard and limit, storing nothing.

    The result's ``url`` is the final one, ``headers`` have lower-case names.
    Raises FetchError; its ``outcome`` names what happened and ``advice`` says
    what to do. Without a policy there is no pause after robots.txt.
    """
    from cleaners import RawPage  # here, because a run that only fetches does not load the cleaner

    policy = policy or replace(Policy(), pace=0.0)
    with ThreadPoolExecutor(1) as thread:  # works inside a running event loop as well
        visit = thread.submit(lambda: asyncio.run(_visit(url, policy))).result()
    if visit.error is not None:
        raise visit.error
    assert visit.final is not None
    headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in visit.final.headers}
    return RawPage(
        visit.final_url, visit.final.body, headers.get("content-type"), visit.final.status, headers,
        visit.fetched_at, source=visit.target.shown,
    )  # fmt: skip


async def _visit(url: str, policy: Policy) -> Visit:
    client, throttle = Client(policy), HostThrottle(policy)
    try:
        return await Fetcher(client, policy, throttle, RobotsCache(client, policy, throttle)).visit(Target(url))
    finally:
        await client.aclose()
