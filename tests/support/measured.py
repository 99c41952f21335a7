"""A command as a process of its own, with the most memory that it had: that of its children is not counted."""

from __future__ import annotations

import contextlib
import math
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kills import winnow

_POLL_SECONDS = 0.02


@dataclass
class Measured:
    code: int
    output: str
    errors: str
    peak_mb: float
    seconds: float  # from the signal on, where one was sent


def run_measured(
    *arguments: str | Path, cwd: Path, timeout: float, stop_after: float = math.inf,
    stop_when: Callable[[], bool] = lambda: False,
) -> Measured:  # fmt: skip
    """Run a command; send it SIGTERM after some seconds or at an event, kill it after the timeout (code -9)."""
    stopped, peak, started, deadline = False, 0.0, time.monotonic(), time.monotonic() + timeout
    with (cwd / "out.txt").open("w+") as out, (cwd / "err.txt").open("w+") as err:
        process = subprocess.Popen(winnow(arguments), cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        while process.poll() is None:
            peak = max(peak, _peak_mb(process.pid))
            if not stopped and (time.monotonic() > started + stop_after or stop_when()):
                process.send_signal(signal.SIGTERM)
                stopped, started = True, time.monotonic()
            if time.monotonic() > deadline:
                process.kill()
            time.sleep(_POLL_SECONDS)
        ended = time.monotonic()
        for file in (out, err):
            file.seek(0)
        return Measured(process.returncode, out.read(), err.read(), peak, ended - started)


def _peak_mb(pid: int) -> float:
    with contextlib.suppress(OSError, ProcessLookupError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    return 0.0
