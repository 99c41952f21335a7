"""Helpers to measure whole runs: the memory of a process and its children, and calls to a Prefect server."""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

_INTERVAL = 0.25  # seconds between two readings of the memory
_START_TIMEOUT = 180.0  # seconds


class Memory:
    """Measures the memory of a process and all its descendants.

    Memory that several processes share is counted once (Linux's proportional set size).
    """

    def __init__(self, pid: int) -> None:
        self.pid, self.peak_mb = pid, 0.0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, kind: object, error: object, _trace: TracebackType | None) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._end.wait(_INTERVAL):
            self.peak_mb = max(self.peak_mb, sum(map(_proportional_kb, _process_tree(self.pid))) / 1000)


def _process_tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    pids = [pid]
    for parent in pids:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                pids += map(int, children.read_text().split())
            except OSError:
                continue
    return pids


def _proportional_kb(pid: int) -> int:
    """Resident memory, with shared memory divided by the number of processes; 0 if the process has ended."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def own_peak_mb() -> float:
    """The peak memory of this process.

    On Linux ru_maxrss includes the memory of the parent process at the start of this one, so /proc is read first.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def free_port() -> int:
    """A port that is not in use."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for_server(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when a Prefect server answers. Raises SystemExit when it does not."""
    deadline = time.monotonic() + _START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/health", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("the Prefect server did not start")


def task_runs(address: str) -> int:
    """The number of task runs that a Prefect server has recorded."""
    request = urllib.request.Request(
        f"{address}/task_runs/count", data=b"{}", headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return int(json.load(answer))
