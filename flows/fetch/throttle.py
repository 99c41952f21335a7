"""Limits how often a host gets a request: a pause between two requests, longer if the host asks for it."""

from __future__ import annotations

import asyncio
import email.utils
import itertools
import math
import re
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC

from .policy import Policy

_MAX_HOSTS = 5_000  # of those that may be forgotten: nothing is to be waited for, and nobody waits
_SECONDS = re.compile(r"([0-9]{1,12})[0-9]*(\.[0-9]+)?")


@dataclass(slots=True)
class _Host:
    pause: float
    last_request: float = -math.inf  # when it ended, or began if it is still running
    blocked_until: float = -math.inf
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def free_at(self) -> float:
        """When the next request may be sent."""
        return max(self.blocked_until, self.last_request + self.pause)


class HostThrottle:
    """Keeps requests to one host apart by the pace, its Crawl-delay and its Retry-After."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    async def acquire(self, host: str) -> None:
        """Wait until the next request to this host may be sent; first come, first served."""
        state = self._host(host)
        async with state.queue:
            while (wait := state.free_at - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            state.last_request = time.monotonic()

    def release(self, host: str) -> None:
        """Call when a request to this host has ended: the pause before the next one begins."""
        self._host(host).last_request = time.monotonic()

    def set_crawl_delay(self, host: str, seconds: float | None) -> None:
        """Use a Crawl-delay as the pause if it is longer than the pace, at most the maximum of the policy."""
        if seconds is not None:
            self._host(host).pause = max(self._policy.pace, min(seconds, self._policy.max_crawl_delay))

    def block(self, host: str, seconds: float) -> None:
        """Send nothing to this host for a number of seconds, as it asked with Retry-After."""
        self._host(host).blocked_until = time.monotonic() + seconds

    def pause_of(self, host: str) -> float:
        """Seconds between two requests to this host at present."""
        return self._hosts[host].pause if host in self._hosts else self._policy.pace

    def _host(self, name: str) -> _Host:
        if name not in self._hosts:
            self._hosts[name] = _Host(self._policy.pace)
            for oldest in list(itertools.islice(self._hosts, max(0, len(self._hosts) - _MAX_HOSTS))):
                if self._hosts[oldest].free_at < time.monotonic() and not self._hosts[oldest].queue.locked():
                    del self._hosts[oldest]
        self._hosts.move_to_end(name)
        return self._hosts[name]


def retry_after(value: str, max_seconds: float) -> float | None:
    """Seconds to wait for a Retry-After header, at most ``max_seconds``; None if it is not a valid time."""
    value = value.strip()
    if match := _SECONDS.fullmatch(value):
        return min(float(match[1] + (match[2] or "")) if len(value) <= 12 else max_seconds, max_seconds)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, moment.timestamp() - time.time()), max_seconds)
