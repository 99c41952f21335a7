"""A module in the folder in which winnow is started is not run: not by the command, nor by a process that it starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULES = ("json", "numpy", "orjson", "cleaners", "selectolax", "prefect", "distributed", "multiprocessing", "uvicorn")
WINNOW = Path(sys.executable).with_name("winnow")
TRAP = "import os, pathlib; pathlib.Path({mark!r}).write_text(__name__); os._exit(66)\n"


@pytest.fixture
def mark(raw: Path, tmp_path: Path) -> Path:
    """The file that a module of the hostile folder writes when it is run."""
    mark = tmp_path / "mark"
    for name in MODULES:
        (raw.parent / f"{name}.py").write_text(TRAP.format(mark=str(mark)))
    return mark


def run(raw: Path, command: list[str | Path], *arguments: str) -> str:
    done = subprocess.run(
        [*command, "run", *arguments], cwd=raw.parent, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=300, check=False, env={**os.environ, "WINNOW_WORKERS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", [[WINNOW], [sys.executable, "-m", "flows"]], ids=["winnow", "python -m flows"])
def test_workers(raw: Path, mark: Path, command: list[str | Path]) -> None:
    assert "2 cleaned" in run(raw, command, "--no-prefect")
    assert not mark.exists()


@pytest.mark.slow
@pytest.mark.parametrize("options", [["--no-prefect", "--runner", "dask"], ["--prefect"]], ids=["dask", "prefect"])
def test_dask_and_prefect(raw: Path, mark: Path, options: list[str]) -> None:
    assert "2 cleaned" in run(raw, [WINNOW], *options)
    assert not mark.exists()
