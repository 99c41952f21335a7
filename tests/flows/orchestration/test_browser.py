"""What a person sees on Prefect's pages: a run started from the form, its progress, its report, its failures.

With PICTURES=docs/images the sample pages are cleaned, and pictures of it all written there.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, Page, browser
from prefect_server import PATIENCE, Project, wait_for

ROOT = Path(__file__).parents[3]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here (Debian: apt-get install chromium)"),
]


@pytest.fixture
def served(with_server: Project) -> Iterator[Project]:
    """The flows of the folder, waiting to be run."""
    serve = with_server.start(sys.executable, "-m", "flows", "serve")
    try:
        wait_for(lambda: deployment(with_server), "nothing is served")
        yield with_server
    finally:
        serve.send_signal(signal.SIGTERM)
        serve.wait(PATIENCE)


def deployment(server: Project) -> str:
    """The clean-pages flow as `winnow serve` offers it."""
    found = server.ask("/deployments/filter", deployments={"name": {"like_": f"clean-pages-{server.folder.name}"}})
    return str(found[0]["id"]) if found else ""


def test_a_run_is_started_from_the_form_and_seen_to_its_end(served: Project, tmp_path: Path) -> None:
    if pictures := os.environ.get("PICTURES", ""):
        shutil.copytree(ROOT / "raw", served.folder / "raw", dirs_exist_ok=True)
    with browser(tmp_path / "profile") as page:
        log_in(page, served)
        run = start_by_hand(page, served, pictures)
        see_run(page, served, run, pictures)
        see_artifacts(page, served, run, pictures)
    assert list((served.folder / "by-hand").rglob("*.md"))


def log_in(page: Page, server: Project) -> None:
    page.open(server.address)
    page.wait_for("Login")
    page.type("input", server.auth)
    page.click("Login")
    page.wait_for("Dashboard", "Deployments")


def start_by_hand(page: Page, server: Project, pictures: str) -> dict[str, Any]:
    """Fill in the form of a custom run and send it."""
    page.open(f"{server.address}/v2/deployments/deployment/{deployment(server)}/run")
    page.wait_for("The folder that holds raw pages.", "Processes that clean pages.", "A page that takes longer")
    page.type(page.field("clean"), "by-hand")
    page.wait_for("by-hand")
    take(page, pictures, "prefect-form")
    page.click("Submit")
    wait_for(lambda: not str(page.run("location.pathname")).endswith("/run"), f"not sent: {page.text()}", 60)
    return dict(wait_for(lambda: started_by_hand(server), "the form started no run", 60))


def started_by_hand(server: Project) -> dict[str, Any]:
    by_start = {"deployments": {"id": {"any_": [deployment(server)]}}, "sort": "EXPECTED_START_TIME_DESC"}
    runs = server.ask("/flow_runs/filter", **by_start)
    return next((run for run in runs if run["parameters"].get("clean") == "by-hand"), {})


def see_run(page: Page, server: Project, run: dict[str, Any], pictures: str) -> None:
    """The page of the run: its name, its state, a log that a person can read."""
    one = {"flow_runs": {"id": {"any_": [run["id"]]}}}
    wait_for(lambda: server.ask("/flow_runs/filter", **one)[0]["end_time"], "the run does not end")
    # The log comes a little after the end, and Prefect's page of an ended run asks for it only once.
    of_run = {"logs": {"flow_run_id": {"any_": [run["id"]]}}}
    wait_for(lambda: "no_content" in str(server.ask("/logs/filter", **of_run)), "the run has no log")
    page.open(f"{server.address}/v2/runs/flow-run/{run['id']}")
    text = page.wait_for("PartiallyCleaned", "clean raw, 20", "pages to clean", "empty.html: no_content")
    assert "Traceback" not in text
    page.click("Artifacts")
    page.wait_for("clean-pages-cleaning", "clean-pages-report", "clean-pages-failures")
    take(page, pictures, "prefect-run")


def see_artifacts(page: Page, server: Project, run: dict[str, Any], pictures: str) -> None:
    """Progress, report and failures, each on its page."""
    found = server.ask("/artifacts/filter", artifacts={"flow_run_id": {"any_": [run["id"]]}})
    address = {item["key"]: f"{server.address}/v2/artifacts/artifact/{item['id']}" for item in found}
    page.open(address["clean-pages-cleaning"])
    page.wait_for("Progress: 100%", "Pages: cleaning", "1 failed")
    page.open(address["clean-pages-report"])
    page.wait_for("pages cleaned, 1 failed", "words kept", "Clean pages are in")
    take(page, pictures, "prefect-report")
    page.open(address["clean-pages-failures"])
    page.wait_for("empty.html", "no_content", "winnow ledger --failed")
    take(page, pictures, "prefect-failures", height=480)


def take(page: Page, folder: str, name: str, height: int = 900) -> None:
    if folder:
        page.picture(ROOT / folder / f"{name}.png", height=height)
