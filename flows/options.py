"""What a run is asked to do, and who watches it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .job import CleanJob, PageLimits, Row
from .settings import Settings


class Progress:
    """Who watches a run; by itself nobody. ``batch`` and ``done`` are called from many threads."""

    def planned(self, todo: int, unchanged: int) -> None:
        """So many pages are to be cleaned."""

    def batch(self, jobs: Sequence[CleanJob], clean: Callable[[], list[Row]]) -> list[Row]:
        """Clean a batch, by calling ``clean``."""
        return clean()

    def done(self, row: Row) -> None:
        """A page is done."""

    def ended(self) -> None:
        """All pages are done."""


@dataclass(frozen=True)
class RunOptions:
    """What a run is asked to do.

    ``sites``: the folder of site files. ``runner``: "local" for processes on this machine, "dask"
    for the workers of the cluster at ``dask_address`` ("" for a local one). ``wait``: for the
    store, if another run holds it. ``reclean``: also the pages that were judged with another memory
    of their site than today's.
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
        """The options that the settings give; ``more`` are those that are no settings."""
        limits = PageLimits(settings.page_seconds, settings.page_bytes, settings.page_depth, settings.page_attributes)
        return cls(
            settings.raw, settings.clean, settings.workers, limits, settings.sites, settings.runner,
            settings.dask_address, **more,
        )  # fmt: skip
