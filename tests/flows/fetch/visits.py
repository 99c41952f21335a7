"""Fetch in tests: many targets at once, with deadlines that are short."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from flows.fetch.client import Client
from flows.fetch.fetcher import Fetcher
from flows.fetch.policy import Policy
from flows.fetch.politeness import Manners
from flows.fetch.robots_keeper import RobotsKeeper
from flows.fetch.visit import Known, Target, Visit


def quick(*allow: str, **given: Any) -> Policy:
    """A policy for loopback: no pause, one try; deadlines are short only where a test waits for them."""
    defaults: dict[str, Any] = {
        "pace": 0.0, "tries": 1, "total": 30.0, "read": 8.0, "connect": 8.0, "robots_total": 15.0,
        "backoff": 0.02, "longest_wait": 0.5,
    }  # fmt: skip
    return Policy(**{**defaults, "allow": frozenset(allow), **given})


def visit_all(urls: Iterable[str | Target], policy: Policy, known: Known | None = None) -> list[Visit]:
    """Visit every target at once; the results are in order."""
    targets = [url if isinstance(url, Target) else Target(url) for url in urls]

    async def run() -> list[Visit]:
        client, manners = Client(policy), Manners(policy)
        fetcher = Fetcher(client, policy, manners, RobotsKeeper(client, policy, manners))
        try:
            return await asyncio.gather(*(fetcher.visit(target, known) for target in targets))
        finally:
            await client.aclose()

    return asyncio.run(run())


def visit_one(url: str | Target, policy: Policy, known: Known | None = None) -> Visit:
    return visit_all([url], policy, known)[0]
