"""Runs blocking work that cannot be interrupted in a thread that never delays the end of the program."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from ..errors import WinnowError

T = TypeVar("T")


async def in_daemon_thread(work: Callable[[], T]) -> T:
    """Run ``work`` in a new thread; returns or raises what it returns or raises.

    Unlike the threads of a pool, this one is not waited for when the program ends: a name
    server that never answers or a pipe that nobody writes to must not delay that.
    """
    future: Future[T] = Future()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            future.set_result(work())
        except (OSError, ValueError, WinnowError) as expected:
            future.set_exception(expected)
        finally:
            if not future.done():  # a bug: printed by threading as well, and raised where the result is awaited
                future.set_exception(sys.exception())

    threading.Thread(target=run, daemon=True, name="winnow-daemon").start()
    return await asyncio.wrap_future(future)
