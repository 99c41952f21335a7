"""A harness that kills a command again and again, then lets it end: any batch command can be given to it.

    shaken(["run", "--no-prefect", "--raw", raw, "--clean", clean], more_work=..., kills=30)

What stands in the stores afterwards must be what an undisturbed run leaves.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_BEGINS = 0.1  # seconds after its start that a command is killed at the earliest


def winnow(arguments: Sequence[str | Path]) -> list[str]:
    """The command line of a winnow command."""
    return [sys.executable, "-m", "flows", *map(str, arguments)]


def killed_after(arguments: Sequence[str | Path], seconds: float, signum: int = signal.SIGKILL) -> bool:
    """Start a command in a process group of its own and kill the whole group; False when it ended before."""
    process = subprocess.Popen(
        winnow(arguments), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signum)
        process.wait()
        return True
    return False


def shaken(
    arguments: Sequence[str | Path], more_work: Callable[[random.Random], None], *, kills: int = 30, seed: int = 7
) -> str:
    """Kill a command at random moments, so many times; then let it come to its end. Returns what that printed.

    ``more_work`` gives the command something to do again when it was done before it could
    be killed. A kill may come at any moment of an undisturbed run.
    """
    dice = random.Random(seed)
    started = time.monotonic()
    killed, whole = 0, 8.0
    while killed < kills:
        if killed_after(arguments, dice.uniform(_BEGINS, whole)):
            killed += 1
        else:
            whole = max(1.0, time.monotonic() - started)
            more_work(dice)
        started = time.monotonic()
    return finished(arguments)


def finished(arguments: Sequence[str | Path], codes: Sequence[int] = (0,)) -> str:
    """Let a command come to its end; what it printed. Fails with its words when it ends with another code."""
    done = subprocess.run(winnow(arguments), capture_output=True, text=True, check=False)
    assert done.returncode in codes, f"exit {done.returncode}: {done.stderr or done.stdout}"
    assert "Traceback" not in done.stderr
    return done.stdout
