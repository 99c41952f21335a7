"""Fetch in tests: many targets at once, with short deadlines."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from flows.fetch.client import Client
from flows.fetch.fetcher import Fetcher
from flows.fetch.policy import Policy
from flows.fetch.robots_cache import RobotsCache
from flows.fetch.throttle import HostThrottle
from flows.fetch.visit import Target, Validators, Visit


def quick(*allow: str, **given: Any) -> Policy:
    """A policy for loopback: no pause, one try; deadlines are short only where a test waits for them."""
    defaults: dict[str, Any] = {
        "pace": 0.0, "max_tries": 1, "page_timeout": 30.0, "read_timeout": 8.0, "connect_timeout": 8.0,
        "robots_timeout": 15.0, "backoff": 0.02, "max_retry_after": 0.5,
    }  # fmt: skip
    return Policy(**{**defaults, "allowed_addresses": frozenset(allow), **given})


def visit_all(urls: Iterable[str | Target], policy: Policy, validators: Validators | None = None) -> list[Visit]:
    """Visit every target at once; the results are in order."""
    targets = [url if isinstance(url, Target) else Target(url) for url in urls]

    async def run() -> list[Visit]:
        client, throttle = Client(policy), HostThrottle(policy)
        fetcher = Fetcher(client, policy, throttle, RobotsCache(client, policy, throttle))
        try:
            return await asyncio.gather(*(fetcher.visit(target, validators) for target in targets))
        finally:
            await fetcher.aclose()
            await client.aclose()

    return asyncio.run(run())


def visit_one(url: str | Target, policy: Policy, validators: Validators | None = None) -> Visit:
    return visit_all([url], policy, validators)[0]
