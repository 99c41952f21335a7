"""A flow run in this process, for a command that has a server to show it on."""

from __future__ import annotations

from contextlib import suppress

from ..options import Progress, RunOptions
from ..report import Report
from .flows import clean_pages, reclean
from .reporter import TROUBLE
from .steps import Caller, caller_here


def run_in_process(options: RunOptions, progress: Progress) -> Report | None:
    """Run the flow of these options in this process. None when Prefect failed before the pages were done.

    Raises WinnowError as the run itself does.
    """
    flow = reclean if options.reclean else clean_pages
    caller = Caller(options, progress)
    token = caller_here.set(caller)
    try:
        with suppress(*TROUBLE):  # what matters is whether the pages were done
            flow(
                raw=str(options.raw), clean=str(options.clean), workers=options.workers,
                page_seconds=options.limits.seconds, return_state=True,
            )  # fmt: skip
    finally:
        caller_here.reset(token)
    if caller.error:
        raise caller.error
    return caller.report
