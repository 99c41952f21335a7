"""The progress bar of a run, on a terminal only."""

from __future__ import annotations

import sys

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from ..job import FINE, PageResult
from ..options import Progress
from .terminal import console


class ProgressBar(Progress):
    """Shows how many pages of a run are done, and how many of them failed."""

    def __init__(self) -> None:
        failed = TextColumn("{task.fields[failed]}", "yellow", markup=False)
        self.bar = RichProgress(
            TextColumn("{task.description}", markup=False), BarColumn(None), MofNCompleteColumn(),
            TimeRemainingColumn(), failed, console=console(sys.stderr), transient=True,
        )  # fmt: skip
        self.task = self.bar.add_task("getting ready", total=None, failed="")
        self.failures = 0

    def __enter__(self) -> ProgressBar:
        self.bar.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self.bar.stop()

    def planned(self, todo: int, unchanged: int) -> None:
        self.bar.update(self.task, description="cleaning", total=todo)

    def done(self, result: PageResult) -> None:
        self.failures += result.outcome not in FINE
        failed = f"{self.failures} failed" if self.failures else ""
        self.bar.update(self.task, advance=1, failed=failed)
