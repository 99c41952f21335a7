"""The flows on their schedules, run by this process: one at a time, in this folder.

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

_ANCHOR = datetime(2000, 1, 1, tzinfo=UTC)  # fixed, so that a new start does not put off a run


def serve_flows(schedules: Sequence[Schedule]) -> None:
    """Run flows when their time has come or somebody asks for it, one after the other, until a signal comes.

    Schedules stay on the server while nobody serves them: what was missed is caught up, once.
    Raises UsageError for a schedule that cannot be kept.
    """
    deployments = [_deployment(flow, [item for item in schedules if item.flow == flow.name]) for flow in FLOWS]
    runner = Runner(limit=1, pause_on_shutdown=False)
    for deployment in deployments:
        runner.add_deployment(deployment)
    # In a thread of its own, so that signals are ours: Prefect's own answer to SIGTERM leaves runs behind.
    with start_blocking_portal() as portal:
        serving = portal.start_task_soon(runner.start)
        try:
            serving.result()
        finally:
            if not serving.done():
                portal.call(runner.astop)


def name_here(flow: str) -> str:
    """What a flow of this folder is called on a server that many share: "scrape-newsroom@desk"."""
    return f"{flow}-{place_here()}"


def place_here() -> str:
    """This folder and this machine, in short."""
    return f"{Path.cwd().name or 'root'}@{socket.gethostname()}"


def _deployment(flow: Any, schedules: Sequence[Schedule]) -> RunnerDeployment:
    found: RunnerDeployment = flow.to_deployment(
        name=name_here(flow.name),
        description=f"{flow.description} In {Path.cwd()}.",
        tags=["winnow"],
        schedules=[_times(item) for item in schedules],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return found


def _times(item: Schedule) -> Times:
    try:
        if item.cron is not None:
            return Cron(item.cron, timezone=item.timezone, parameters=item.parameters)
        every = timedelta(seconds=item.every or 0)
        return Interval(every, anchor_date=_ANCHOR, timezone=item.timezone, parameters=item.parameters)
    except ValueError as error:
        what = item.cron if item.cron is not None else f"{item.every:g}"
        raise UsageError(f"winnow.toml: the schedule {what!r} of {item.flow} cannot be kept: {error}") from None
