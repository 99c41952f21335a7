"""What cleans one batch, wherever that is, and how many batches may be in hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ..batch import clean_batch, end_children, stop
from ..job import Job, Row
from ..pool import at_most

if TYPE_CHECKING:
    from ..run import Options


class Hands(Protocol):
    """Cleans batches. ``clean`` is called from ``at_a_time`` threads at most."""

    @property
    def at_a_time(self) -> int: ...

    def clean(self, jobs: list[Job]) -> list[Row]:
        """The rows of a batch whose files are in their places; the run's progress is told of each."""

    def stop(self) -> None:
        """Have the batches in hand end soon; their ``clean`` returns what is done."""


def hands_of(options: Options) -> AbstractContextManager[Hands]:
    """The hands that the options ask for. Raises UsageProblem when they cannot be had."""
    if options.runner == "dask":
        from .dask import dask_hands  # here, because Dask is an extra

        return dask_hands(options)
    return local_hands(options)


@dataclass(frozen=True)
class LocalHands:
    """Processes on this machine. One batch more than processes is in hand: while it waits for the disk, they work."""

    options: Options
    at_a_time: int

    def clean(self, jobs: list[Job]) -> list[Row]:
        return clean_batch(jobs, self.options.limits, self.options.progress.done)

    def stop(self) -> None:
        stop()


@contextmanager
def local_hands(options: Options) -> Iterator[Hands]:
    """Processes on this machine, as many as the options say."""
    try:
        with at_most(options.workers):
            yield LocalHands(options, options.workers + 1)
    finally:
        end_children()
