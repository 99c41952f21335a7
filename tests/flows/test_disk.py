"""A store that is full, read-only, in use, or whose run is asked to stop: as the user meets it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kills import winnow as command_line
from stores import Command, article, files

Mount = Callable[[str], Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts a small file system in memory; skips where that is not allowed."""
    mounted: list[Path] = []

    def do(options: str) -> Path:
        path = tmp_path / f"mounted-{len(mounted)}"
        path.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(path)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.skip(f"this test mounts a small file system, which is not allowed here: {done.stderr.strip()}")
        mounted.append(path)
        return path

    if shutil.which("mount") is None:
        pytest.skip("this test needs the command `mount`")
    yield do
    for path in mounted:
        subprocess.run(["umount", "-l", str(path)], check=True)


def long_page(number: int) -> str:
    dice = random.Random(number)
    words = [f"gull{dice.randrange(10**9)} plum{dice.randrange(10**9)}." for _ in range(2000)]
    return article(f"Page {number}", "</p><p>".join(" ".join(words[i : i + 20]) for i in range(0, 2000, 20)))


@pytest.mark.slow
def test_a_full_disk_ends_the_run_and_the_next_one_completes_it(mount: Mount, raw: Path, winnow: Command) -> None:
    for number in range(40):
        (raw / f"{number}.html").write_text(long_page(number))
    store = mount("size=2m") / "clean"
    full = winnow("run", "--no-prefect", "--clean", store, timeout=300)
    assert full.returncode == 3, full.stderr
    assert "space" in full.stderr
    assert "Traceback" not in full.stderr
    subprocess.run(["mount", "-o", "remount,size=60m", str(store.parent)], check=True)
    whole = winnow("run", "--no-prefect", "--clean", store, timeout=300)
    assert whole.returncode == 0, whole.stderr
    assert winnow("run", "--no-prefect", "--clean", "calm", timeout=300).returncode == 0
    assert files(store) == files(raw.parent / "calm")
    assert not list((store / ".winnow" / "staging").iterdir())


@pytest.mark.slow
def test_a_read_only_store_is_told_before_any_work(mount: Mount, raw: Path, winnow: Command) -> None:
    store = mount("size=1m")
    subprocess.run(["mount", "-o", "remount,ro", str(store)], check=True)
    done = winnow("run", "--no-prefect", "--clean", store)
    assert done.returncode == 3
    assert "read-only" in done.stderr.lower()
    assert "Traceback" not in done.stderr


def test_a_read_only_store_is_told_before_anything_is_fetched(mount: Mount, tmp_path: Path, winnow: Command) -> None:
    store = mount("size=1m")
    subprocess.run(["mount", "-o", "remount,ro", str(store)], check=True)
    done = winnow("scrape", "http://127.0.0.1:9/", "--allow-address", "127.0.0.1:9", "--no-prefect", "--clean", store)
    assert done.returncode == 3
    assert "read-only" in done.stderr.lower()
    assert not (tmp_path / "raw").exists()


@pytest.mark.slow
def test_of_two_runs_at_once_one_leaves_with_the_holder_named_or_waits(raw: Path, winnow: Command) -> None:
    for number in range(150):
        (raw / f"{number}.html").write_text(long_page(number))
    first = subprocess.Popen(
        command_line(["run", "--no-prefect"]), cwd=raw.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        lock = raw.parent / "clean" / ".winnow" / "lock"
        until(lambda: lock.exists() and lock.stat().st_size > 0)
        second = winnow("run", "--no-prefect")
        assert second.returncode == 3
        assert f"process {first.pid}" in second.stderr
    finally:
        first.terminate()
        first.wait()
    third = winnow("run", "--no-prefect", "--wait", timeout=600)
    assert third.returncode == 0, third.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("signum", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_run_within_seconds_and_it_can_go_on(raw: Path, signum: int, code: int) -> None:
    for number in range(150):
        (raw / f"{number}.html").write_text(long_page(number))
    process = subprocess.Popen(
        command_line(["run", "--no-prefect"]), cwd=raw.parent, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    clean = raw.parent / "clean"
    until(lambda: any(clean.rglob("*.json")) or process.poll() is not None)
    started = time.monotonic()
    os.killpg(process.pid, signum)
    _, said = process.communicate()
    assert process.returncode == code, said
    assert time.monotonic() - started < 10
    assert "goes on where" in said
    staging = clean / ".winnow" / "staging"
    assert not list(staging.iterdir())


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.02)
