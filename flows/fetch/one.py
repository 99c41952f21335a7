"""One page, synchronously: what `winnow clean URL` needs."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from . import errors
from .client import Client
from .errors import FetchError
from .fetcher import Fetcher
from .policy import Policy
from .politeness import Manners
from .robots_keeper import RobotsKeeper
from .visit import Target, Visit

if TYPE_CHECKING:
    from cleaners import RawPage


def fetch_page(url: str, policy: Policy | None = None) -> RawPage:
    """See ``flows.fetch.fetch_one``."""
    from cleaners import RawPage  # here, because a run that only fetches does not load the cleaner

    policy = policy or replace(Policy(), pace=0.0)
    with ThreadPoolExecutor(1) as thread:  # works inside a running event loop as well
        visit = thread.submit(lambda: asyncio.run(_visit(url, policy))).result()
    if not visit.fine or visit.final is None:
        raise error_of(visit)
    headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in visit.final.headers}
    return RawPage(
        visit.final_url, visit.final.body, headers.get("content-type"), visit.final.status, headers,
        visit.fetched_at, source=visit.target.shown,
    )  # fmt: skip


def error_of(visit: Visit) -> FetchError:
    """The error that ended a visit, to raise where a caller wants one."""
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, FetchError)]
    by_name = {kind.outcome: kind for kind in kinds}
    return by_name[visit.outcome](visit.detail)


async def _visit(url: str, policy: Policy) -> Visit:
    client, manners = Client(policy), Manners(policy)
    try:
        robots = RobotsKeeper(client, policy, manners)
        return await Fetcher(client, policy, manners, robots).visit(Target(url))
    finally:
        await client.aclose()
