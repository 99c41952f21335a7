"""prefect.yaml: what a team deploys, deployed and run by a worker as docs/operations.md says."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from prefect_server import Project, wait_for

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_what_is_deployed_is_run_by_a_worker(with_server: Project) -> None:
    shutil.copy(ROOT / "prefect.yaml", with_server.folder)
    made = with_server.prefect("work-pool", "create", "winnow", "--type", "process")
    assert made.returncode == 0, made.stdout + made.stderr
    with_server.env["WINNOW_HOME"] = str(with_server.folder)
    done = with_server.prefect("--no-prompt", "deploy", "--all")
    assert done.returncode == 0, done.stdout + done.stderr
    found = with_server.ask("/deployments/filter", work_pools={"name": {"any_": ["winnow"]}})
    assert sorted(item["name"] for item in found) == [
        "clean-nightly",
        "reclean-on-demand",
        "scrape-on-demand",
        "verify-weekly",
    ]
    nightly = next(item for item in found if item["name"] == "clean-nightly")
    assert [item["schedule"]["cron"] for item in nightly["schedules"]] == ["0 3 * * *"]
    run = with_server.ask(f"/deployments/{nightly['id']}/create_flow_run", parameters={"clean": "pooled"})["id"]
    worker = with_server.start(sys.executable, "-m", "prefect", "worker", "start", "--limit", "1", "--pool", "winnow")
    try:
        wait_for(
            lambda: with_server.ask("/flow_runs/filter", flow_runs={"id": {"any_": [run]}})[0]["end_time"],
            "the worker did not run it",
        )
    finally:
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(60)
        except subprocess.TimeoutExpired:  # Prefect's own worker, on a busy machine: how it ends is not what is tested
            worker.kill()
            worker.wait()
    (ended,) = with_server.ask("/flow_runs/filter", flow_runs={"id": {"any_": [run]}})
    assert ended["state_name"] == "PartiallyCleaned", (with_server.folder / "winnow.log").read_text()
    assert len(list((with_server.folder / "pooled").rglob("*.md"))) == 2
