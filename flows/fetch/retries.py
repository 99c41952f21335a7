"""Tries again after failures that may be temporary: a few times, after longer and longer random pauses."""

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
    try_once: Callable[[int], Awaitable[T]],
    policy: Policy,
    deadline: Deadline,
    block_host: Callable[[float], None] = lambda seconds: None,
) -> T:
    """Return what ``try_once`` returns; it is called with the number of the try, from 1.

    ``block_host`` is called with the seconds for which a server asks for no requests. A wait
    that does not fit the deadline ends the tries. Raises the last FetchError.
    """
    number = 1
    try:  # most pages need one try: stamina's wrapper around it takes 25 µs
        return await try_once(number)
    except FetchError as error:
        first_error = error

    def wait_before_next(error: Exception) -> bool | float:
        """Whether another try may help or, when the server names a time, in how many seconds."""
        if not isinstance(error, FetchError) or not error.retryable:
            return False
        wait = error.retry_after
        if (policy.backoff * 2**number if wait is None else wait) >= deadline.seconds_left:
            return False
        if wait is None:
            return True
        block_host(wait)
        return wait

    async for attempt in stamina.retry_context(
        on=wait_before_next, attempts=policy.max_tries, timeout=None, wait_initial=policy.backoff,
        wait_jitter=policy.backoff,
    ):  # fmt: skip
        with attempt:
            number = attempt.num
            if number == 1:
                raise first_error  # stamina waits, then asks for the second try
            return await try_once(number)
    raise AssertionError("the last try either returned or raised")
