"""Manners towards a host: one request at a time per pause, longer pauses where they are asked for."""

from __future__ import annotations

import asyncio
import email.utils
import math
import re
import time
from dataclasses import dataclass, field
from datetime import UTC

from .policy import Policy

_SECONDS = re.compile(r"([0-9]{1,12})[0-9]*(\.[0-9]+)?")


@dataclass(slots=True)
class _Host:
    pause: float
    spoke: float = -math.inf  # when the last request ended, or was sent if it is still running
    held_until: float = -math.inf
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)


class Manners:
    """Keeps requests to one host apart by the pace, its Crawl-delay and its Retry-After."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._hosts: dict[str, _Host] = {}

    async def turn(self, host: str) -> None:
        """Wait until the next request to this host may be sent; turns are given in order of asking."""
        known = self._of(host)
        async with known.queue:
            while (wait := max(known.held_until, known.spoke + known.pause) - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            known.spoke = time.monotonic()

    def ended(self, host: str) -> None:
        """A request to this host has ended; the pause before the next one begins."""
        self._of(host).spoke = time.monotonic()

    def slow_down(self, host: str, crawl_delay: float | None) -> None:
        """Heed a Crawl-delay, capped by the policy; a shorter one than the pace changes nothing."""
        if crawl_delay is not None:
            asked = min(crawl_delay, self._policy.longest_crawl_delay)
            self._of(host).pause = max(self._policy.pace, asked)

    def hold(self, host: str, seconds: float) -> None:
        """Send nothing to this host for so long: it asked for it."""
        self._of(host).held_until = time.monotonic() + seconds

    def pause_of(self, host: str) -> float:
        """Seconds between two requests to this host as things stand."""
        return self._of(host).pause

    def _of(self, host: str) -> _Host:
        known = self._hosts.get(host)
        if known is None:
            known = self._hosts[host] = _Host(self._policy.pace)
        return known


def retry_after(value: str, longest: float) -> float | None:
    """Seconds a Retry-After header asks for, at most ``longest``; None if it says nothing sensible."""
    value = value.strip()
    if found := _SECONDS.fullmatch(value):
        return min(float(found[1] + (found[2] or "")) if len(value) <= 12 else longest, longest)
    try:
        asked = email.utils.parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    asked = asked if asked.tzinfo else asked.replace(tzinfo=UTC)
    return min(max(0.0, asked.timestamp() - time.time()), longest)
