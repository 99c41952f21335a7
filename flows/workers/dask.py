"""Batches on a Dask cluster: one that is there, or one for this run alone on this machine.

Workers open the raw pages and the clean store by the same paths as whoever starts the run:
both must lie on a file system that all of them share. Only the run itself writes the ledger.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from distributed import CancelledError, Client, KilledWorker, LocalCluster, Worker, WorkerPlugin, get_worker

from ..errors import StoreError, UsageError
from ..job import Job, PageLimits, Row
from ..options import RunOptions
from .batch import OnRow, clean_batch
from .pool import WorkerPool

_CONNECT = 30.0  # seconds to reach a scheduler, and its first worker


class _PoolPlugin(WorkerPlugin):
    """A pool of processes on each worker of the cluster, those that join later too, for one run."""

    pool: WorkerPool

    def __init__(self, limits: PageLimits) -> None:
        self.name, self.limits = f"winnow-{secrets.token_hex(6)}", limits

    def setup(self, worker: Worker) -> None:
        self.pool = WorkerPool(self.limits, worker.state.nthreads)

    def teardown(self, worker: Worker) -> None:
        self.pool.close()


def _pool(worker: Worker, plugin: str) -> WorkerPool:
    found: Any = worker.plugins[plugin]
    return found.pool  # type: ignore[no-any-return]


def _clean(jobs: Sequence[Job], plugin: str) -> list[Row]:
    """Runs on a worker: each of its threads cleans one batch at a time."""
    return clean_batch(jobs, _pool(get_worker(), plugin))


def _stop(plugin: str, dask_worker: Worker) -> None:
    _pool(dask_worker, plugin).stop()


class DaskExecutor:
    """The workers of a cluster."""

    def __init__(self, client: Any, plugin: str) -> None:
        self._client, self._plugin = client, plugin
        workers = client.scheduler_info(n_workers=-1)["workers"].values()
        self.at_a_time = max(1, sum(worker["nthreads"] for worker in workers)) + 1

    def clean(self, jobs: Sequence[Job], on_row: OnRow) -> list[Row]:
        future = self._client.submit(_clean, jobs, self._plugin, pure=False)
        try:
            rows: list[Row] = future.result()
        except KilledWorker as error:
            raise StoreError(f"the Dask cluster lost its workers while they cleaned: {error}; run again") from None
        except CancelledError:  # the run ends, or the cluster has gone: what is not done is done by the next run
            return []
        for row in rows:
            on_row(row)
        return rows

    def stop(self) -> None:
        self._client.run(_stop, self._plugin, on_error="ignore")


@contextmanager
def dask_executor(options: RunOptions) -> Iterator[DaskExecutor]:
    """The workers of the cluster at the options' address, or of a local one. Raises UsageError."""
    with ExitStack() as stack:
        if not options.dask_address:
            cluster = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=options.workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
            )
            stack.enter_context(cluster)
        try:
            client: Any = Client(options.dask_address or cluster, timeout=_CONNECT)  # type: ignore[no-untyped-call]
            stack.enter_context(client)
            client.wait_for_workers(1, timeout=_CONNECT)
        except (OSError, TimeoutError, ValueError) as error:
            why = f"the Dask cluster at {options.dask_address} cannot be used ({error}); see to --dask-address"
            raise UsageError(why) from None
        plugin = _PoolPlugin(options.limits)
        client.register_plugin(plugin)
        try:
            yield DaskExecutor(client, plugin.name)
        finally:
            with suppress(OSError, TimeoutError, KeyError):
                client.unregister_worker_plugin(plugin.name)
