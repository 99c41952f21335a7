"""The worker process: one line of JSON in, one line out, until its input ends."""

from __future__ import annotations

import gc
import json
import math
import os
import resource
import signal
import sys
from contextlib import suppress

from ..job import OUT_OF_MEMORY, PageLimits, from_line, seconds_for, to_line

_PAGES_PER_COLLECTION = 500  # between two searches for reference cycles
_GRACE_SECONDS = 5  # beyond the time of a page, after which the process ends itself


def main() -> None:
    """Do the jobs that arrive on standard input. For a page, its digest is sent before its result.

    The parent handles signals, and lets the current page be finished. If the parent has died
    while a page hangs, the alarm ends this process, even if the interpreter is stuck inside a library.
    """
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # a library that prints must not break the protocol
    from .clean_page import do_job, warm_up

    warm_up()  # what is slow to load is loaded now, not in the time of the first page
    gc.disable()  # cleaning leaves no reference cycles; those of libraries are collected now and then
    gc.freeze()  # what is loaded now stays
    token, limits = json.loads(sys.stdin.buffer.readline() or b'["none", {}]')
    page_limits = PageLimits(**limits)
    _limit_memory(page_limits.memory)
    replies.write(b"ready\n")
    for number, line in enumerate(sys.stdin.buffer, 1):
        if number % _PAGES_PER_COLLECTION == 0:
            gc.collect()
        job = from_line(line)
        signal.alarm(math.ceil(seconds_for(job, page_limits)) + _GRACE_SECONDS)
        try:
            result = do_job(job, page_limits, token, lambda digest: replies.write(b'"%b"\n' % digest.encode()))
            signal.alarm(0)
            replies.write(to_line(result))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except BrokenPipeError:
            return


def _limit_memory(size: int) -> None:
    """Let this process use ``size`` bytes of memory and no more, where the system knows such a limit.

    Mapped files and reserved addresses are not counted, as RLIMIT_AS would: libraries reserve far more than they use.
    """
    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


if __name__ == "__main__":
    main()
