"""A flow run in this process, for a command that has a server to show it on."""

from __future__ import annotations

from ..report import Report
from ..run import Options
from .flows import clean_pages, reclean
from .steps import Watch, watching
from .told import TROUBLE


def run_flow(options: Options) -> Report | None:
    """Run the flow of these options in this process. None when Prefect failed before the pages were done.

    Raises WinnowError as the run itself does.
    """
    named = reclean if options.reclean else clean_pages
    watch = Watch(options)
    token = watching.set(watch)
    try:
        named(
            raw=str(options.raw), clean=str(options.clean), workers=options.workers,
            page_seconds=options.limits.seconds, return_state=True,
        )  # fmt: skip
    except TROUBLE:
        pass  # told apart below: what matters is whether the pages were done
    finally:
        watching.reset(token)
    if watch.error:
        raise watch.error
    return watch.report
