"""Batches in hand, a thread for each; rows as they come."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ..errors import Stopped
from ..job import Job, Row
from .hands import hands_of

if TYPE_CHECKING:
    from ..run import Options

Batches = Iterable[list[Job]]
Results = Generator[list[Row], None, None]
Runner = Callable[[Batches, "Options"], Results]  # batches in, their rows out, in any order


class InHand(Protocol):
    """A batch that somebody is at work on."""

    def result(self) -> list[Row]: ...

    def cancel(self) -> bool: ...


SomeInHand = TypeVar("SomeInHand", bound=Any)


def run_batches(batches: Batches, options: Options) -> Results:
    """Clean batches with the hands that the options ask for."""
    with hands_of(options) as hands, ThreadPoolExecutor(hands.at_a_time, thread_name_prefix="batch") as threads:

        def submit(jobs: list[Job]) -> Future[list[Row]]:
            return threads.submit(hands.clean, jobs)

        yield from sliding(batches, hands.at_a_time, submit, _first_done, hands.stop)


def _first_done(pending: set[Future[list[Row]]]) -> Future[list[Row]]:
    return wait(pending, return_when=FIRST_COMPLETED).done.pop()


def sliding(
    batches: Batches, at_a_time: int, submit: Callable[[list[Job]], SomeInHand],
    first_done: Callable[[set[SomeInHand]], SomeInHand], stop: Callable[[], None],
) -> Results:  # fmt: skip
    """Keep all hands busy, never all batches in memory; yield rows as they come.

    When it is left early the batches in hand are asked to end soon; when a signal
    is the reason, what they have done is yielded first.
    """
    pending: set[SomeInHand] = set()
    try:
        for jobs in batches:
            pending.add(submit(jobs))
            if len(pending) >= at_a_time:
                yield _taken(pending, first_done)
        while pending:
            yield _taken(pending, first_done)
    except Stopped:
        stop()
        for future in [future for future in pending if not future.cancel()]:
            yield future.result()
        pending.clear()
        raise
    finally:
        if pending:
            stop()
            for future in pending:
                future.cancel()


def _taken(pending: set[SomeInHand], first_done: Callable[[set[SomeInHand]], SomeInHand]) -> list[Row]:
    future = first_done(pending)
    pending.discard(future)
    rows: list[Row] = future.result()
    return rows
