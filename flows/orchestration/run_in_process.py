"""Run a flow in this process, for a command that has a server to show it on."""

from __future__ import annotations

from contextlib import suppress

from ..options import Progress, RunOptions
from ..report import Report
from .flows import clean_pages, reclean
from .reporter import PREFECT_ERRORS
from .steps import CommandRun, command_run


def run_in_process(options: RunOptions, progress: Progress) -> Report | None:
    """Run the flow for these options in this process. None when Prefect failed before the pages were done.

    Raises WinnowError as the run itself does.
    """
    flow = reclean if options.reclean else clean_pages
    run = CommandRun(options, progress)
    token = command_run.set(run)
    try:
        with suppress(*PREFECT_ERRORS):  # all that matters is whether the pages were done
            flow(
                raw=str(options.raw), clean=str(options.clean), workers=options.workers,
                page_seconds=options.limits.seconds, return_state=True,
            )  # fmt: skip
    finally:
        command_run.reset(token)
    if run.error:
        raise run.error
    return run.report
