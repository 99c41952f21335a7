"""Whoever listens on the port of a `winnow ui` that was killed is told no password, and nothing of the pages."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from prefect_server import PATIENCE, project, wait_for
from stores import Command

from flows.orchestration.environment import PROOF_PATH, answers, is_proven, proof

AUTH = "winnow:a-secret-of-the-store"


class Listener(ThreadingHTTPServer):
    """Answers as a Prefect server in good health would, and records what it is sent."""

    allow_reuse_address = True

    def __init__(self, port: int = 0) -> None:
        self.requests: list[str] = []
        super().__init__(("127.0.0.1", port), Handler)


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.requests.append(f"{self.requestline}\n{self.headers}{body.decode('latin-1')}")
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"true")

    do_GET = do_POST = answer

    def log_message(self, *values: object) -> None:
        pass


@contextmanager
def impostor(port: int = 0) -> Iterator[Listener]:
    listener = Listener(port)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    yield listener
    listener.shutdown()
    listener.server_close()


def learned_nothing(listener: Listener, auth: str) -> bool:
    """It was asked for the proof, and for no more."""
    sent = "\n".join(listener.requests)
    secrets = (auth, auth.partition(":")[2], base64.b64encode(auth.encode()).decode(), "uthorization")
    only_proofs = sent.count("HTTP/1.1") == len(listener.requests) == sent.count(PROOF_PATH) > 0
    return only_proofs and not any(secret in sent for secret in secrets)


@pytest.mark.slow
def test_a_listener_in_the_place_of_a_killed_server_is_told_nothing(winnow: Command, raw: Path, tmp_path: Path) -> None:
    home = tmp_path / "clean" / ".winnow" / "prefect"
    home.mkdir(parents=True)
    env = {**os.environ, "HOME": str(tmp_path)}
    env.pop("PREFECT_HOME", None)
    with impostor() as listener:
        address = f"http://127.0.0.1:{listener.server_port}/api"
        record = {"address": address, "auth": AUTH, "key": "5" * 64, "process": 1}
        (home / "winnow-ui.json").write_text(json.dumps(record))
        done = winnow("run", env=env)
    assert (done.returncode, "2 cleaned" in done.stdout) == (0, True), done.stderr
    assert learned_nothing(listener, AUTH), listener.requests


@pytest.mark.slow
@pytest.mark.parametrize("line", [b"HTTP/1.1 100 Continue\r\n\r\n", b"x"], ids=["continue", "drip"])
def test_a_listener_that_never_comes_to_an_end_is_no_server(line: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            with suppress(OSError):
                connection, _ = server.accept()
                while True:
                    connection.sendall(line)
                    time.sleep(0.2)

        threading.Thread(target=drip, daemon=True).start()
        started = time.monotonic()
        assert not answers(f"http://127.0.0.1:{server.getsockname()[1]}/api")
        assert time.monotonic() - started < 30


def test_no_redirect_of_a_listener_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    def redirect(handler: Handler) -> None:
        handler.server.requests.append(handler.requestline)
        handler.send_response(302)
        handler.send_header("Location", f"http://127.0.0.1:{canary.server_port}/canary")
        handler.end_headers()

    with impostor() as canary, impostor() as listener:
        monkeypatch.setattr(Handler, "do_GET", redirect)
        assert not answers(f"http://127.0.0.1:{listener.server_port}/api")
        assert not is_proven(f"http://127.0.0.1:{listener.server_port}/api", "5" * 64)
        assert (len(listener.requests), canary.requests) == (2, [])


@pytest.mark.slow
def test_after_a_real_server_was_killed(tmp_path: Path) -> None:
    with project(tmp_path) as ours:
        record = json.loads((tmp_path / "clean" / ".winnow" / "prefect" / "winnow-ui.json").read_text())
        assert is_proven(record["address"], record["key"])
        assert not is_proven(record["address"], "0" * 64)
        (ui,) = [int(pid) for pid in _children(os.getpid()) if _is_ui_in(pid, tmp_path)]
        os.kill(ui, signal.SIGKILL)
        os.kill(record["process"], signal.SIGKILL)
        port = int(ours.address.rpartition(":")[2])
        wait_for(lambda: _is_free(port), "the port of the killed server stays in use")
        with impostor(port) as listener:
            done = ours.run("run")
        assert "2 cleaned" in done.stdout, done.stderr
        assert learned_nothing(listener, record["auth"]), listener.requests


def _children(pid: int) -> list[str]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, timeout=PATIENCE)
    return [child for child in found.stdout.split() if Path(f"/proc/{child}/cmdline").exists()]


def _is_ui_in(pid: str, folder: Path) -> bool:
    """Whether a process is the `winnow ui` of a folder; other tests may have one too."""
    process = Path(f"/proc/{pid}")
    return b"\0ui\0" in (process / "cmdline").read_bytes() and (process / "cwd").resolve() == folder.resolve()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_no_password_goes_to_the_standard_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody knows who listens there."""
    from flows.orchestration import environment

    with impostor() as listener:
        monkeypatch.setattr(environment, "_STANDARD_ADDRESS", f"http://127.0.0.1:{listener.server_port}/api")
        monkeypatch.delenv("PREFECT_API_URL", raising=False)
        monkeypatch.setenv("PREFECT_API_AUTH_STRING", AUTH)
        for name in environment._DEFAULTS:  # what `prepare` sets is undone after the test
            monkeypatch.setenv(name, os.environ.get(name, environment._DEFAULTS[name]))
        environment.prepare(tmp_path / "clean", quiet=True)
        assert "PREFECT_API_URL" not in os.environ
        assert not listener.requests


def test_a_proof_is_of_one_address_and_one_challenge() -> None:
    """An answer that was overheard, or that another server gives, proves nothing."""
    assert proof("key", "http://127.0.0.1:1/api", "n") != proof("key", "http://127.0.0.1:2/api", "n")
    assert proof("key", "http://127.0.0.1:1/api", "n") != proof("key", "http://127.0.0.1:1/api", "m")


@pytest.mark.slow
def test_a_server_that_answers_nonsense_ends_no_run(winnow: Command, raw: Path) -> None:
    with impostor() as listener:
        env = {**os.environ, "PREFECT_API_URL": f"http://127.0.0.1:{listener.server_port}/api"}
        done = winnow("run", env=env)
    assert (done.returncode, "2 cleaned" in done.stdout, "Traceback" in done.stderr) == (0, True, False), done.stderr
