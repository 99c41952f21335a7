"""`winnow serve`: one run at a time, and what was missed is caught up once."""

from __future__ import annotations

import signal
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from prefect_server import Project, wait_for
from stores import Command

MISSED = """
from flows.orchestration.schedule import deployment_name
from flows.orchestration.flows import clean_pages
name = deployment_name("clean-pages")
print(clean_pages.to_deployment(name=name, interval=2, parameters={"clean": "served"}).apply())
"""


def test_a_schedule_that_cannot_be_kept_ends_with_2(winnow: Command, tmp_path: Path) -> None:
    for line, words in (
        ('flow = "clean-pages"', "give either cron or every"),
        ('flow = "sweep"\nevery = 60', "schedule: entry 1: flow: must be"),
        ('flow = "verify"\nevery = 1', "every: must be 60 or more"),
    ):
        (tmp_path / "winnow.toml").write_text(f"[[schedule]]\n{line}\n")
        done = winnow("serve")
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr


def test_the_parameters_of_a_schedule_are_those_of_a_run_by_hand() -> None:
    from flows.orchestration.flows import scrape, verify
    from flows.orchestration.schedule import _deployment
    from flows.settings import Schedule

    feeds = {"feeds": ["https://example.org/feed.xml"]}
    assert _deployment(scrape, [Schedule("scrape", every=90, parameters=feeds)]).parameters == feeds
    assert _deployment(verify, []).parameters == {}


def test_parameters_that_cannot_be_used_are_one_line_in_prefect(tmp_path: Path, monkeypatch: Any) -> None:
    from flows.orchestration.flows import clean_pages

    monkeypatch.chdir(tmp_path)
    state = clean_pages.fn(raw="same", clean="same")
    assert (state.type, state.message.startswith("raw and clean are the same folder")) == ("FAILED", True)
    assert set(clean_pages.parameters.properties) == {"raw", "clean", "workers", "page_seconds"}


def runs(server: Project, deployment: str) -> list[dict[str, Any]]:
    """The runs of a flow as this folder serves it, whatever their state, by the time they were due."""
    return list(
        server.ask("/flow_runs/filter", deployments={"id": {"any_": [deployment]}}, sort="EXPECTED_START_TIME_ASC")
    )


def overdue(server: Project, deployment: str) -> int:
    late = [run for run in runs(server, deployment) if run["estimated_start_time_delta"] > 0]
    return sum(run["state_type"] == "SCHEDULED" for run in late)


@pytest.mark.slow
def test_missed_runs_are_caught_up_once_and_a_run_asked_for_comes_after(with_server: Project) -> None:
    done = with_server.do([sys.executable, "-c", MISSED], with_server.told())
    assert done.returncode == 0, done.stderr
    number = done.stdout.split()[-1]
    wait_for(lambda: overdue(with_server, number) >= 3, "nothing was scheduled")
    (with_server.folder / "winnow.toml").write_text('[[schedule]]\nflow = "clean-pages"\ncron = "0 3 1 1 *"\n')
    asked = with_server.ask(f"/deployments/{number}/create_flow_run", parameters={"clean": "served"})["id"]
    serve = with_server.start(sys.executable, "-m", "flows", "serve")
    try:
        done = ("PartiallyCleaned", "Completed")  # only the first of the runs meets the page that fails
        wait_for(lambda: state_of(with_server, number, asked) in done, "the asked for run never came")
        names = [run["state_name"] for run in runs(with_server, number) if run["auto_scheduled"]]
        assert sum(name in done for name in names) == 1, names
        assert names.count("Skipped") >= 2, names
        assert overdue(with_server, number) == 0
        worked = [run for run in runs(with_server, number) if run["state_type"] == "COMPLETED"]
        times = sorted((run["start_time"], run["end_time"]) for run in worked)
        assert all(before[1] <= after[0] for before, after in pairwise(times)), times
    finally:
        serve.send_signal(signal.SIGTERM)
        assert serve.wait(60) == 143
        (with_server.folder / "winnow.toml").unlink()
    told = (with_server.folder / "serve.log").read_text()
    assert "clean-pages at 0 3 1 1 * UTC" in told
    assert "Traceback" not in told


def state_of(server: Project, deployment: str, number: str) -> str:
    return next(str(run["state_name"]) for run in runs(server, deployment) if run["id"] == number)
