"""The process that cleans pages: one line of JSON in, one line out, until its input ends."""

from __future__ import annotations

import gc
import json
import math
import os
import signal
import sys

from ..job import PageLimits, from_line, seconds_for, to_line

_COLLECT = 500  # pages between two searches for reference cycles
_GRACE = 5  # seconds beyond a page's time, after which the process ends itself


def main() -> None:
    """Serve jobs from standard input.

    Signals are left to the parent, which lets the page in hand be finished. Should
    the parent be gone while a page hangs, the alarm ends this process: it works
    even where the interpreter is stuck inside a library.
    """
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # a library that prints must not break the protocol
    from .clean_page import do_job, warm_up

    warm_up()  # what is slow to load: now, not on the first page's time
    gc.disable()  # a page leaves no reference cycles; what libraries leave is looked for now and then
    gc.freeze()  # what is there now stays
    token, limits = json.loads(sys.stdin.buffer.readline() or b'["none", {}]')
    allowed = PageLimits(**limits)
    replies.write(b"ready\n")
    for number, line in enumerate(sys.stdin.buffer, 1):
        if number % _COLLECT == 0:
            gc.collect()
        job = from_line(line)
        signal.alarm(math.ceil(seconds_for(job, allowed)) + _GRACE)
        row = do_job(job, allowed, token)
        signal.alarm(0)
        try:
            replies.write(to_line(row))
        except BrokenPipeError:
            return


if __name__ == "__main__":
    main()
