"""Tries: a few at most, after pauses that grow and vary, and only for failures that may pass."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import stamina

from ..http.errors import FetchError
from .deadline import Deadline
from .policy import Policy

logging.getLogger("stamina").addHandler(logging.NullHandler())  # tries are counted in the visit, not on stderr

T = TypeVar("T")


async def with_retries(
    once: Callable[[int], Awaitable[T]],
    policy: Policy,
    deadline: Deadline,
    hold: Callable[[float], None] = lambda seconds: None,
) -> T:
    """What ``once`` returns; it is called with the number of the try, from 1.

    ``hold`` is called with the seconds for which a server asks to be left alone. A wait
    that does not fit the deadline ends the tries. Raises the last FetchError.
    """
    number = 0

    def wait_before_next(error: Exception) -> bool | float:
        """Whether another try may help or, when the server names a time, in how many seconds."""
        if not isinstance(error, FetchError) or not error.retryable:
            return False
        wait = error.retry_after
        if (policy.backoff * 2**number if wait is None else wait) >= deadline.left:
            return False
        if wait is None:
            return True
        hold(wait)
        return wait

    async for attempt in stamina.retry_context(
        on=wait_before_next, attempts=policy.tries, timeout=None, wait_initial=policy.backoff,
        wait_jitter=policy.backoff,
    ):  # fmt: skip
        with attempt:
            number = attempt.num
            return await once(number)
    raise AssertionError("the last try either returned or raised")
