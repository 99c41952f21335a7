"""A folder of pages with a Prefect server of its own, started by the command that users start it with."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from stores import article

PATIENCE = 300.0  # seconds anything may take on a machine that is busy with other work


@dataclass(frozen=True)
class Project:
    """The folder, the server's address and password, and the environment in which commands find neither but here."""

    folder: Path
    address: str
    auth: str
    env: dict[str, str]

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A command of winnow in this folder, which finds the server by itself."""
        return self.do([sys.executable, "-m", "flows", *arguments], {**self.env, **more})

    def prefect(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of Prefect's, told of the server as users tell it."""
        return self.do([sys.executable, "-m", "prefect", *arguments], self.told())

    def told(self) -> dict[str, str]:
        """The environment as `winnow ui` asks its users to set it."""
        where = {"PREFECT_API_URL": f"{self.address}/api", "PREFECT_API_AUTH_STRING": self.auth}
        return {**self.env, **where, "PREFECT_HOME": str(self.folder / "prefect-home")}

    def start(self, *command: str) -> subprocess.Popen[str]:
        """A process that goes on; what it prints is in NAME.log."""
        with (self.folder / f"{command[-1]}.log").open("w") as log:
            return subprocess.Popen(
                command, cwd=self.folder, env=self.told(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, text=True
            )

    def ask(self, path: str, **body: Any) -> Any:
        """What Prefect's interface answers to a question put by POST."""
        status, answer, _ = self.call(path, body=body, headers=self.credentials())
        assert status in (200, 201), answer
        return json.loads(answer)

    def call(self, path: str, *, body: Any = None, headers: dict[str, str]) -> tuple[int, str, dict[str, str]]:
        """Status, body and headers of an answer."""
        data = None if body is None else json.dumps(body).encode()
        every = {"content-type": "application/json", **headers}
        request = urllib.request.Request(f"{self.address}/api{path}", data, every)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode(), _lower(answer.headers)
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), _lower(error.headers)

    def credentials(self) -> dict[str, str]:
        """The headers that Prefect's own pages send: the password, and a token of this session."""
        import base64

        basic = {"authorization": f"Basic {base64.b64encode(self.auth.encode()).decode()}"}
        _, answer, _ = self.call("/csrf-token?client=tests", headers=basic)
        return {**basic, "prefect-csrf-token": json.loads(answer)["token"], "prefect-csrf-client": "tests"}

    def do(self, command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """Any command in this folder."""
        return subprocess.run(
            command, cwd=self.folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@contextmanager
def project(folder: Path) -> Iterator[Project]:
    """A folder with two good pages and an empty one, and `winnow ui` for it."""
    raw = folder / "raw" / "news.example"
    raw.mkdir(parents=True)
    (raw / "ferry.html").write_text(article())
    (raw / "piano.html").write_text(article("A piano at sea", "It was played on the way."))
    (raw / "empty.html").write_text("")
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    env.update(HOME=str(folder), WINNOW_WORKERS="2")
    port = free_port()
    with (folder / "ui.log").open("w") as log:
        ui = subprocess.Popen(
            [sys.executable, "-m", "flows", "ui", "--port", str(port)], cwd=folder, env=env, stdout=log, stderr=log
        )
    try:
        told = wait_for(lambda: _told(folder, ui), "winnow ui did not start")
        yield Project(folder, f"http://127.0.0.1:{port}", told["auth"], env)
    finally:
        ui.send_signal(signal.SIGTERM)
        ui.wait(PATIENCE)


def _told(folder: Path, ui: subprocess.Popen[bytes]) -> dict[str, str]:
    assert ui.poll() is None, (folder / "ui.log").read_text()
    file = folder / "clean" / ".winnow" / "prefect" / "winnow-ui.json"
    return dict(json.loads(file.read_text())) if file.exists() else {}


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(question: Any, otherwise: str, seconds: float = PATIENCE) -> Any:
    """The first answer that is not empty."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.3)
    return answer
