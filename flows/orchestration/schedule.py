"""Run the flows on their schedules, in this process and this folder, one at a time.

Importing this module imports Prefect; call ``environment.prepare`` before.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from anyio.from_thread import start_blocking_portal
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron, Interval
from prefect.schedules import Schedule as Times
from prefect.types.entrypoint import EntrypointType

from ..errors import UsageError
from ..settings import Schedule
from .flows import FLOWS

_ANCHOR = datetime(2000, 1, 1, tzinfo=UTC)  # fixed, so that a restart does not delay a run


def serve_flows(schedules: Sequence[Schedule]) -> None:
    """Run each flow when it is due or started by hand, one after the other, until a signal comes.

    While this function does not run, the schedules stay on the server; missed runs are caught up once.
    Raises UsageError for a schedule that Prefect does not accept.
    """
    deployments = [_deployment(flow, [item for item in schedules if item.flow == flow.name]) for flow in FLOWS]
    runner = Runner(limit=1, pause_on_shutdown=False)
    for deployment in deployments:
        runner.add_deployment(deployment)
    # In another thread, so that signals come to us: after SIGTERM Prefect itself would leave runs behind.
    with start_blocking_portal() as portal:
        serving = portal.start_task_soon(runner.start)
        try:
            serving.result()
        finally:
            if not serving.done():
                portal.call(runner.astop)


def deployment_name(flow: str) -> str:
    """The name of a flow of this project on a server that many share: "scrape-newsroom@desk"."""
    return f"{flow}-{project_name()}"


def project_name() -> str:
    """The name of this folder and of this machine: "newsroom@desk"."""
    return f"{Path.cwd().name or 'root'}@{socket.gethostname()}"


def _deployment(flow: Any, schedules: Sequence[Schedule]) -> RunnerDeployment:
    deployment: RunnerDeployment = flow.to_deployment(
        name=deployment_name(flow.name),
        description=f"{flow.description} In {Path.cwd()}.",
        tags=["winnow"],
        # A run that is started by hand does the same as a scheduled one, and its form shows what that is.
        parameters=schedules[0].parameters if schedules else {},
        schedules=[_times(item) for item in schedules],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return deployment


def _times(item: Schedule) -> Times:
    try:
        if item.cron is not None:
            return Cron(item.cron, timezone=item.timezone, parameters=item.parameters)
        every = timedelta(seconds=item.every or 0)
        return Interval(every, anchor_date=_ANCHOR, timezone=item.timezone, parameters=item.parameters)
    except ValueError as error:
        times = item.cron if item.cron is not None else f"{item.every:g}"
        raise UsageError(f"winnow.toml: the schedule {times!r} of {item.flow} cannot be used: {error}") from None
