"""Batches on a Dask cluster: one that exists already, or one on this machine for this run alone.

The workers open the raw pages and the clean store by the same paths as the run itself:
both must be on a file system that all of them share. Only the run itself writes the ledger.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from distributed import CancelledError, Client, KilledWorker, LocalCluster, Worker, WorkerPlugin, get_worker

from ..errors import StoreError, UsageError
from ..job import Job, PageLimits, PageResult
from ..options import RunOptions
from .batch import OnResult, clean_batch
from .pool import WorkerPool

_CONNECT_SECONDS = 30.0  # to reach a scheduler, and its first worker


class _PoolPlugin(WorkerPlugin):
    """A pool of processes for one run, on each worker of the cluster, also on those that join later."""

    pool: WorkerPool

    def __init__(self, limits: PageLimits) -> None:
        self.name, self.limits = f"winnow-{secrets.token_hex(6)}", limits

    def setup(self, worker: Worker) -> None:
        self.pool = WorkerPool(self.limits, worker.state.nthreads)

    def teardown(self, worker: Worker) -> None:
        self.pool.close()


def _pool(worker: Worker, plugin: str) -> WorkerPool:
    installed: Any = worker.plugins[plugin]
    return installed.pool  # type: ignore[no-any-return]


def _clean(jobs: Sequence[Job], plugin: str) -> list[PageResult]:
    """Runs on a worker: each of its threads cleans one batch at a time."""
    return clean_batch(jobs, _pool(get_worker(), plugin))


def _stop(plugin: str, dask_worker: Worker) -> None:
    _pool(dask_worker, plugin).stop()


class DaskExecutor:
    """Cleans batches on the workers of a cluster."""

    def __init__(self, client: Any, plugin: str) -> None:
        self._client, self._plugin = client, plugin
        workers = client.scheduler_info(n_workers=-1)["workers"].values()
        self.at_a_time = max(1, sum(worker["nthreads"] for worker in workers)) + 1

    def clean(self, jobs: Sequence[Job], on_result: OnResult) -> list[PageResult]:
        future = self._client.submit(_clean, jobs, self._plugin, pure=False)
        try:
            results: list[PageResult] = future.result()
        except KilledWorker as error:
            raise StoreError(
                f"the Dask cluster lost its workers while they cleaned: {error}; start the run again"
            ) from None
        except CancelledError:  # the run or the cluster ends: the next run does what is left
            return []
        for result in results:
            on_result(result)
        return results

    def stop(self) -> None:
        self._client.run(_stop, self._plugin, on_error="ignore")


@contextmanager
def dask_executor(options: RunOptions) -> Iterator[DaskExecutor]:
    """The executor for the cluster at ``options.dask_address``, or for a local one. Raises UsageError."""
    with ExitStack() as stack:
        if not options.dask_address:
            cluster = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=options.workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
            )
            stack.enter_context(cluster)
        try:
            client: Any = Client(options.dask_address or cluster, timeout=_CONNECT_SECONDS)  # type: ignore[no-untyped-call]
            stack.enter_context(client)
            client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            problem = f"the Dask cluster at {options.dask_address} cannot be used ({error}); check --dask-address"
            raise UsageError(problem) from None
        plugin = _PoolPlugin(options.limits)
        client.register_plugin(plugin)
        try:
            yield DaskExecutor(client, plugin.name)
        finally:
            with suppress(OSError, TimeoutError, KeyError):
                client.unregister_worker_plugin(plugin.name)
