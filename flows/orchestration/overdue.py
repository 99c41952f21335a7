"""A schedule that missed its times is caught up once: the run that starts replaces all that are overdue."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, State
from prefect.runtime import flow_run
from prefect.states import Cancelled
from prefect.types._datetime import now

from .reporter import PREFECT_ERRORS, PrefectReporter


def skip_overdue(reporter: PrefectReporter) -> None:
    """If a schedule started this run, cancel the overdue runs of that schedule: this run does their work."""
    run_id = flow_run.get_id()
    if not reporter.connected or not run_id:
        return
    try:
        with get_client(sync_client=True) as client:
            count = _cancel_overdue(client, client.read_flow_run(UUID(run_id)))
    except PREFECT_ERRORS:
        return  # then they run as well, which costs little: they find nothing new to do
    if count:
        reporter.log.info("%s missed runs of this schedule are caught up by this one", f"{count:,}")


def _cancel_overdue(client: SyncPrefectClient, this: FlowRun) -> int:
    if not this.deployment_id or not this.auto_scheduled:
        return 0
    overdue = FlowRunFilter.model_validate(
        {
            "deployment_id": {"any_": [this.deployment_id]},
            "state": {"type": {"any_": ["SCHEDULED"]}},
            "expected_start_time": {"before_": now("UTC")},
        }
    )
    state: State[Any] = Cancelled(name="Skipped", message=f"caught up by {this.name}")
    count = 0
    while runs := [run for run in client.read_flow_runs(flow_run_filter=overdue) if run.auto_scheduled]:
        for run in runs:
            client.set_flow_run_state(run.id, state, force=True)
            count += 1
    return count
