"""The options of a run, and the interface through which its progress is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from .job import CleanJob, PageLimits, PageResult
from .settings import Settings


class Progress:
    """Called by a run as it goes; this one shows nothing. ``batch`` and ``done`` are called from many threads."""

    def planned(self, todo: int, unchanged: int) -> None:
        """The run is planned: ``todo`` pages are to be cleaned."""

    def batch(self, jobs: Sequence[CleanJob], clean: Callable[[], list[PageResult]]) -> list[PageResult]:
        """Clean a batch by calling ``clean``, and return its results."""
        return clean()

    def done(self, result: PageResult) -> None:
        """A page is done."""

    def ended(self) -> None:
        """All pages are done."""


@dataclass(frozen=True)
class RunOptions:
    """What a run is to do, and how.

    ``sites`` is the folder of site files. ``runner`` is "local" for processes on this machine, "dask"
    for the workers of the cluster at ``dask_address`` ("" for a cluster on this machine). ``wait``: wait
    for another run to release the store. ``reclean``: also clean the pages that were cleaned with
    another memory of their site than today's.
    """

    raw: Path = Path("raw")
    clean: Path = Path("clean")
    workers: int = 1
    limits: PageLimits = field(default_factory=PageLimits)
    sites: Path = Path("sites")
    runner: str = "local"
    dask_address: str = ""
    wait: bool = False
    reclean: bool = False

    @classmethod
    def from_settings(cls, settings: Settings, **more: Any) -> RunOptions:
        """Options from the settings; ``more`` are those that are not settings."""
        limits = PageLimits(**{part.name: getattr(settings, f"page_{part.name}") for part in fields(PageLimits)})
        return cls(
            settings.raw, settings.clean, settings.workers, limits, settings.sites, settings.runner,
            settings.dask_address, **more,
        )  # fmt: skip
