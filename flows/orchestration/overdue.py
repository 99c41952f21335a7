"""A schedule that missed its times is caught up once: the run that starts takes the place of all that are overdue."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, State
from prefect.runtime import flow_run
from prefect.states import Cancelled
from prefect.types._datetime import now

from .reporter import TROUBLE, PrefectReporter


def skip_overdue(reporter: PrefectReporter) -> None:
    """Call off the overdue runs of this run's schedule, if a schedule started it: it does their work as well."""
    number = flow_run.get_id()
    if not reporter.listens or not number:
        return
    try:
        with get_client(sync_client=True) as client:
            count = _skip(client, client.read_flow_run(UUID(number)))
    except TROUBLE:
        return  # it would be neat, no more: a run with nothing new to do costs little
    if count:
        reporter.log.info("%s missed runs of this schedule are caught up by this one", f"{count:,}")


def _skip(client: SyncPrefectClient, this: FlowRun) -> int:
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
