"""Blocking work that nobody can interrupt, kept aside: it never holds up the end of the program."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from ..errors import WinnowError

T = TypeVar("T")


async def aside(work: Callable[[], T]) -> T:
    """What ``work`` returns or raises, done in a thread of its own.

    Unlike a pool's, the thread is not waited for when the program ends: a name
    server that never answers or a pipe that nobody writes to stops nothing.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(value: T | None, error: BaseException | None) -> None:
        if done.done():
            return  # whoever waited was cancelled
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(value)  # type: ignore[arg-type]

    def run() -> None:
        value: T | None = None
        error: BaseException | None = None
        try:
            value = work()
        except (OSError, ValueError, WinnowError) as expected:
            error = expected
        finally:
            with contextlib.suppress(RuntimeError):  # the loop has ended without us
                loop.call_soon_threadsafe(settle, value, error or sys.exception())

    threading.Thread(target=run, daemon=True, name="winnow-aside").start()
    return await done
