"""Batches on a Dask cluster: one that is there, or one for this run alone on this machine.

Workers open the raw pages and the clean store by the same paths as whoever starts the run:
both must lie on a file system that all of them share. Only the run itself writes the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..batch import clean_batch, end_children, stop
from ..errors import StoreProblem, UsageProblem
from ..job import Job, Limits, Row
from .hands import Hands

if TYPE_CHECKING:
    from ..run import Options

_CONNECT = 30.0  # seconds to reach a scheduler, and its first worker


@dataclass(frozen=True)
class DaskHands:
    """The workers of a cluster; each thread of theirs cleans one batch at a time."""

    options: Options
    client: Any
    at_a_time: int

    def clean(self, jobs: list[Job]) -> list[Row]:
        from distributed import CancelledError, KilledWorker

        future = self.client.submit(_clean, jobs, self.options.limits, pure=False)
        try:
            rows: list[Row] = future.result()
        except KilledWorker as error:
            raise StoreProblem(f"the Dask cluster lost its workers while they cleaned: {error}; run again") from None
        except CancelledError:  # the run ends, or the cluster has gone: what is not done is done by the next run
            return []
        for row in rows:
            self.options.progress.done(row)
        return rows

    def stop(self) -> None:
        self.client.run(stop, on_error="ignore")


def _clean(jobs: list[Job], limits: Limits) -> list[Row]:
    return clean_batch(jobs, limits)


@contextmanager
def dask_hands(options: Options) -> Iterator[Hands]:
    """The workers of the cluster at the options' address, or of a local one. Raises UsageProblem."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise UsageProblem("--runner dask needs Dask: pip install 'winnow[dask]'") from None
    with ExitStack() as stack:
        if not options.dask_address:
            made = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=options.workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
            )
            stack.enter_context(made)
        try:
            client: Any = Client(options.dask_address or made, timeout=_CONNECT)  # type: ignore[no-untyped-call]
            stack.enter_context(client)
            client.wait_for_workers(1, timeout=_CONNECT)
        except (OSError, TimeoutError, ValueError) as error:
            why = f"the Dask cluster at {options.dask_address} cannot be used ({error}); see to --dask-address"
            raise UsageProblem(why) from None
        threads = sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())
        try:
            yield DaskHands(options, client, max(1, threads) + 1)
        finally:
            client.run(end_children, on_error="ignore")
