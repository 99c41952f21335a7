"""Runs as flows: what Prefect shows of them, and that nothing depends on it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from prefect_server import Project, free_port
from stores import Command, article, files

pytestmark = pytest.mark.slow


def artifacts(server: Project, run: str) -> dict[str, Any]:
    """What a flow run left for people, by key."""
    found = server.ask("/artifacts/filter", artifacts={"flow_run_id": {"any_": [run]}})
    return {item["key"]: item["data"] for item in found}


def last_run(server: Project, flow: str) -> dict[str, Any]:
    """The last run that a command made, no deployment."""
    by_hand = {"deployment_id": {"is_null_": True}}
    runs = server.ask("/flow_runs/filter", flows={"name": {"any_": [flow]}}, flow_runs=by_hand, sort="START_TIME_DESC")
    assert runs, f"no run of {flow} shows"
    return dict(runs[0])


def test_a_run_shows_on_the_server_of_its_store_and_tells_what_it_did(with_server: Project) -> None:
    done = with_server.run("run")
    assert (done.returncode, done.stderr) == (1, "")
    assert "2 cleaned, 0 unchanged, 1 failed" in done.stdout
    run = last_run(with_server, "clean-pages")
    assert run["name"].startswith("clean raw, 20")
    assert (run["state_type"], run["state_name"]) == ("COMPLETED", "PartiallyCleaned")
    assert run["state"]["message"] == "2 cleaned, 0 unchanged, 1 failed"
    shown = artifacts(with_server, run["id"])
    assert set(shown) == {"clean-pages-cleaning", "clean-pages-report", "clean-pages-failures"}
    assert shown["clean-pages-cleaning"] == 100
    assert "2 pages cleaned" in shown["clean-pages-report"]
    (failure,) = json.loads(shown["clean-pages-failures"])
    assert failure["outcome"] == "no_content"
    tasks = with_server.ask("/task_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
    assert 1 <= len(tasks) <= 2
    logs = with_server.ask("/logs/filter", logs={"flow_run_id": {"any_": [run["id"]]}})
    told = [line["message"] for line in logs]
    assert "3 pages to clean, 0 unchanged" in told
    assert any("empty.html: no_content" in line for line in told)
    rows = [json.loads(line) for line in with_server.run("ledger", "--format", "jsonl").stdout.splitlines()]
    assert {row["raw"]: row["outcome"] for row in rows}["news.example/empty.html"] == "no_content"
    plain = with_server.run("run", "--no-prefect", "--clean", "plain")
    assert plain.returncode == 1
    assert files(with_server.folder / "clean") == files(with_server.folder / "plain")


def test_a_store_that_is_not_there_yet_is_made_without_a_word_from_prefect(with_server: Project) -> None:
    where = {"PREFECT_API_URL": f"{with_server.address}/api", "PREFECT_API_AUTH_STRING": with_server.auth}
    done = with_server.run("run", "--clean", "not/there/yet", **where)
    assert (done.returncode, done.stderr) == (1, "")
    assert "2 cleaned" in done.stdout


def test_a_server_lost_in_mid_run_costs_no_page(with_server: Project, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(40):
        (raw / f"{number:02}.html").write_text(article(f"Page {number}"))
    with Link(with_server.address) as link:
        run = subprocess.Popen(
            [sys.executable, "-m", "flows", "run"], cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**with_server.told(), "PREFECT_API_URL": f"{link.address}/api"}, text=True,
        )  # fmt: skip
        while not list((tmp_path / "clean").rglob("*.md")):
            assert run.poll() is None, run.communicate()
            time.sleep(0.02)
        link.cut()
        out, errors = run.communicate(timeout=300)
    assert (run.returncode, "Traceback" in errors) == (0, False), errors
    assert "40 cleaned" in out or "unchanged" in out
    assert len(list((tmp_path / "clean").rglob("*.md"))) == 40


class Link:
    """A way to a server that can be cut."""

    def __init__(self, to: str) -> None:
        host, port = to.removeprefix("http://").split(":")
        self._to = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Link:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *reason: object) -> None:
        self.cut()

    def cut(self) -> None:
        for end in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._to)
            except OSError:
                return
            self._open += [near, far]
            for ends in ((near, far), (far, near)):
                threading.Thread(target=_carry, args=ends, daemon=True).start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def test_a_server_that_is_down_costs_no_page(raw: Path, winnow: Command) -> None:
    done = winnow("run", env={**os.environ, "PREFECT_API_URL": f"http://127.0.0.1:{free_port()}/api"})
    assert done.returncode == 0
    assert "2 cleaned" in done.stdout
    assert "does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_server_a_run_does_not_even_load_prefect(raw: Path) -> None:
    code = "import sys; from flows.cli import run_command; run_command(['run']); sys.exit('prefect' in sys.modules)"
    env = {name: value for name, value in os.environ.items() if name != "PREFECT_HOME"}
    env["HOME"] = str(raw.parent)
    done = subprocess.run([sys.executable, "-c", code], cwd=raw.parent, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 cleaned" in done.stdout


def test_taken_by_itself_a_flow_is_a_function_that_needs_no_server(
    raw: Path, monkeypatch: pytest.MonkeyPatch, site: str
) -> None:
    from flows.orchestration.flows import clean_pages, reclean, scrape, verify

    monkeypatch.chdir(raw.parent)
    monkeypatch.setenv("WINNOW_ALLOW_ADDRESS", json.dumps([site.removeprefix("http://")]))
    monkeypatch.setenv("WINNOW_PACE", "0")
    monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{free_port()}/api")
    state = scrape.fn(pages=[f"{site}/tide", f"{site}/gone"])
    assert (state.type.value, state.name) == ("COMPLETED", "PartiallyCleaned")
    assert state.message == "1 fetched, 1 could not be fetched; 3 cleaned, 0 unchanged, 0 failed"
    assert (clean_pages.fn().message, reclean.fn().name) == ("0 cleaned, 3 unchanged, 0 failed", "Completed")
    assert verify.fn().message.startswith("all well; ")
    page = next((raw.parent / "clean").rglob("*tide*.md"))
    page.write_text("Somebody was here.")
    state = verify.fn()
    assert (state.type.value, state.name) == ("FAILED", "Findings")
    for file in raw.rglob("*.html"):
        file.write_text("")
    assert clean_pages.fn().type.value == "FAILED"


@pytest.fixture
def site() -> Iterator[str]:
    """A web site with one page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = article("The tide table").encode() if self.path == "/tide" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *values: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
