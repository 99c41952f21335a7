"""A harness that kills a command again and again, and holds the outcome against an undisturbed run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stores import article, files


def command(raw: Path, store: Path) -> list[str]:
    return [sys.executable, "-m", "flows", "run", "--no-prefect", "--raw", str(raw), "--clean", str(store)]


def killed_after(arguments: list[str], seconds: float) -> bool:
    """Start a command in a process group of its own and kill the group; False when it ended before."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(arguments, start_new_session=True, **quiet)  # type: ignore[call-overload]
    time.sleep(seconds)
    ended = process.poll() is not None
    if not ended:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return not ended


@pytest.mark.slow
def test_thirty_kills_leave_no_trace(raw: Path, tmp_path: Path) -> None:
    for number in range(80):
        (raw / f"{number:04}.html").write_text(
            article(f"Page {number}", "</p><p>".join(["Words and a gull."] * 200))
        )
    calm, shaken = tmp_path / "calm", tmp_path / "shaken"
    started = time.monotonic()
    subprocess.run(command(raw, calm), check=True, stdout=subprocess.DEVNULL)
    whole = time.monotonic() - started
    dice = random.Random(7)
    kills = 0
    while kills < 30:
        if killed_after(command(raw, shaken), dice.uniform(0.1, whole)):
            kills += 1
        else:  # it was done before: give it work again
            pages = sorted(shaken.rglob("*.md"))
            assert len(pages) == 82
            for path in dice.sample(pages, 40):
                path.unlink()
    subprocess.run(command(raw, shaken), check=True, stdout=subprocess.DEVNULL)
    assert files(shaken) == files(calm)
    again = subprocess.run(command(raw, shaken), check=True, capture_output=True, text=True)
    assert "0 cleaned, 82 unchanged" in again.stdout
