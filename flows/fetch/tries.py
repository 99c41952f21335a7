"""Tries: a few at most, after pauses that grow and vary, and only for failures that may pass."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import stamina

from .deadline import Deadline
from .errors import FetchError
from .policy import Policy

logging.getLogger("stamina").addHandler(logging.NullHandler())  # a retry is told in the visit, not on stderr

T = TypeVar("T")


async def in_tries(
    once: Callable[[int], Awaitable[T]],
    policy: Policy,
    deadline: Deadline,
    hold: Callable[[float], None] = lambda seconds: None,
) -> T:
    """What ``once`` returns; it is called with the number of the try.

    ``hold`` is told when a server names the seconds to leave it alone. A wait
    that does not fit the deadline ends the tries. Raises the last FetchError.
    """
    try:
        return await once(1)
    except FetchError as failure:
        if not failure.retryable:
            raise
        first = failure
    number = 1

    def decide(error: Exception) -> bool | float:
        """Whether another try may help, and when the server names a time, in how many seconds."""
        if not isinstance(error, FetchError) or not error.retryable:
            return False
        wait = error.retry_after
        if (policy.backoff * 2**number if wait is None else wait) >= deadline.left:
            return False
        if wait is None:
            return True
        hold(wait)
        return wait

    attempts = stamina.retry_context(
        on=decide, attempts=policy.tries, timeout=None, wait_initial=policy.backoff, wait_jitter=policy.backoff
    )
    async for attempt in attempts:
        with attempt:
            if attempt.num == 1:
                raise first  # so that it waits before the second
            number = attempt.num
            return await once(number)
    raise first
