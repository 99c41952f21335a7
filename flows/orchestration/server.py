"""A Prefect server for this machine: on loopback, with a password, for its own pages only, without telemetry."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import StoreError, UsageError, WinnowError
from .environment import SERVER_FILE, is_proven
from .server_process import KEY_VARIABLE

_USER = "winnow"
_COMMAND_ONLY = ("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "PREFECT_INTERNAL_LOGGING_LEVEL")  # for commands
_START_SECONDS = 600.0  # in which a server must set up its database and answer, on a busy machine
_STOP_SECONDS = 7.0  # in which it must end: less than a command has after a signal


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a server listens, and under which address browsers reach it ("" for the same)."""

    host: str = "127.0.0.1"
    port: int = 4200
    public: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a browser names them."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return self.public.rstrip("/") or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def api(self) -> str:
        """The address of Prefect's API."""
        return f"{self.origin}/api"


def server_settings(address: ServerAddress, auth: str, keep_days: float) -> dict[str, str]:
    """The environment of the server: the password, the only origin that may call it, and how long runs are kept."""
    return {
        "PREFECT_SERVER_API_HOST": address.host,
        "PREFECT_SERVER_API_PORT": str(address.port),  # its pages call this port
        "PREFECT_SERVER_UI_API_URL": address.api,
        "PREFECT_SERVER_API_AUTH_STRING": auth,
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": address.origin,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",  # seconds to wait for SQLite's one writer, on a busy machine
        "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "10",  # of one schedule, planned ahead
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(round(keep_days * 86400)),
        "PREFECT_API_URL": address.api,
        "PREFECT_API_AUTH_STRING": auth,
        "DO_NOT_TRACK": "1",
    }


def password(home: Path) -> str:
    """The "user:password" of this store's server: generated once, and stored where only the owner can read it.

    Raises StoreError when it cannot be stored.
    """
    if chosen := os.environ.get("PREFECT_SERVER_API_AUTH_STRING"):
        return chosen
    file = home / "password"
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            _write_private(file, f"{_USER}:{secrets.token_urlsafe(15)}\n")
        return file.read_text("utf-8").strip()
    except OSError as error:
        raise StoreError(f"{file} cannot be used: {error.strerror or error}") from None


@contextlib.contextmanager
def server(home: Path, address: ServerAddress, keep_days: float) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, wait until it answers, and end it with the block. Runs of the same store find it by themselves.

    Raises UsageError when its port is in use, WinnowError when it does not start.
    """
    _check_port(address)
    auth = password(home)
    log = home / "server.log"
    key = secrets.token_hex(32)
    command = [sys.executable, "-P", "-m", "flows.orchestration.server_process"]
    env = {name: value for name, value in os.environ.items() if name not in _COMMAND_ONLY}
    env.update(server_settings(address, auth, keep_days), PREFECT_HOME=str(home), PYTHONSAFEPATH="1")
    env[KEY_VARIABLE] = key
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )  # fmt: skip
    try:
        _wait_for_answer(process, address, key, log)
        access = {"address": address.api, "auth": auth, "key": key, "process": process.pid}
        _write_private(home / SERVER_FILE, json.dumps(access) + "\n")
        yield process
    finally:
        (home / SERVER_FILE).unlink(missing_ok=True)
        _end(process)


def _end_with_parent() -> None:
    """Ask Linux to end this process when its parent ends, for whatever reason."""
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _check_port(address: ServerAddress) -> None:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            reason = error.strerror or error
            raise UsageError(
                f"cannot listen on {address.host} port {address.port}: {reason}; choose another with --port"
            ) from None


def _wait_for_answer(process: subprocess.Popen[bytes], address: ServerAddress, key: str, log: Path) -> None:
    local = ServerAddress(address.host, address.port)
    deadline = time.monotonic() + _START_SECONDS
    while not is_proven(local.api, key, named=address.api):
        if process.poll() is not None or time.monotonic() > deadline:
            problem = "does not answer" if process.poll() is None else f"ended with status {process.returncode}"
            raise WinnowError(f"Prefect's server {problem}; see {log}")
        time.sleep(0.2)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and the processes that it started."""
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _write_private(file: Path, text: str) -> None:
    temporary = file.with_suffix(".new")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
    temporary.rename(file)
