"""The Prefect flow, with a server of its own that all tests here share."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from stores import Command, article, files

from flows.store.clean import open_store
from flows.store.lock import locked

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Any]:
    from flows.prefect_env import prepare

    prepare(Path("unused"), quiet=True)
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        from flows import pipeline

        yield pipeline


def read(what: str, **filters: Any) -> list[Any]:
    """What Prefect's server knows of flow runs, task runs or artifacts."""
    from prefect.client.orchestration import get_client

    async def ask() -> list[Any]:
        async with get_client() as client:
            found: list[Any] = await getattr(client, f"read_{what}")(**filters)
            return found

    return asyncio.run(ask())


def flow(pipeline: Any, raw: Path) -> Any:
    return pipeline.clean_pages_flow(
        raw=str(raw), clean=str(raw.parent / "clean"), workers=2, return_state=True
    )


def test_a_flow_run_tells_what_it_did(pipeline: Any, raw: Path) -> None:
    (raw / "empty.html").write_text("")
    state = flow(pipeline, raw)
    assert (state.type.value, state.name) == ("COMPLETED", "PartiallyCleaned")
    assert "2 cleaned, 0 unchanged, 1 failed" in state.message
    artifacts = {artifact.key: artifact for artifact in read("artifacts")}
    assert set(artifacts) == {"progress", "report", "failures"}
    assert artifacts["progress"].data == 100
    assert "2 pages cleaned" in artifacts["report"].data
    assert "no_content" in str(artifacts["failures"].data)
    (run,) = read("flow_runs")
    assert run.name.startswith(f"clean {raw}")
    assert len(read("task_runs")) <= 2


def test_the_flow_and_the_plain_run_give_the_same_files(pipeline: Any, raw: Path, winnow: Command) -> None:
    state = flow(pipeline, raw)
    assert state.name == "Completed"
    assert winnow("run", "--no-prefect", "--clean", "plain").returncode == 0
    assert files(raw.parent / "clean") == files(raw.parent / "plain")


def test_a_run_with_too_many_failures_fails(pipeline: Any, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "empty.html").write_text("")
    assert flow(pipeline, tmp_path / "raw").type.value == "FAILED"


def test_a_store_in_use_is_told_to_whoever_started_the_flow(pipeline: Any, raw: Path) -> None:
    from flows.errors import StoreProblem
    from flows.run import Unwatched
    from flows.settings import load_settings

    open_store(raw.parent / "clean")
    settings = load_settings(raw=raw, clean=raw.parent / "clean")
    with locked(raw.parent / "clean", "another run"), pytest.raises(StoreProblem, match="another run"):
        pipeline.run_flow(settings, pipeline.Watch(Unwatched()))


def test_the_command_needs_no_server_and_no_home(raw: Path) -> None:
    bare = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "flows", "run"]
    done = subprocess.run(
        command, cwd=raw.parent, env=bare, capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 cleaned" in done.stdout
    assert (raw.parent / "clean" / ".winnow" / "prefect").is_dir()


def test_a_server_that_is_down_costs_no_page(raw: Path, winnow: Command) -> None:
    (raw / "third.html").write_text(article("A third"))
    done = winnow("run", env={**os.environ, "PREFECT_API_URL": "http://127.0.0.1:9/api"})
    assert done.returncode == 0
    assert "3 cleaned" in done.stdout
    assert "does not answer" in done.stderr
    assert "Traceback" not in done.stderr
