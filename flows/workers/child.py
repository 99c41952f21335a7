"""The worker process: one line of JSON in, one line out, until its input ends."""

from __future__ import annotations

import gc
import json
import math
import os
import signal
import sys

from ..job import PageLimits, from_line, seconds_for, to_line

_PAGES_PER_COLLECTION = 500  # between two searches for reference cycles
_GRACE_SECONDS = 5  # beyond the time of a page, after which the process ends itself


def main() -> None:
    """Do the jobs that arrive on standard input.

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
    replies.write(b"ready\n")
    for number, line in enumerate(sys.stdin.buffer, 1):
        if number % _PAGES_PER_COLLECTION == 0:
            gc.collect()
        job = from_line(line)
        signal.alarm(math.ceil(seconds_for(job, page_limits)) + _GRACE_SECONDS)
        result = do_job(job, page_limits, token)
        signal.alarm(0)
        try:
            replies.write(to_line(result))
        except BrokenPipeError:
            return


if __name__ == "__main__":
    main()
