"""The cost of a run on top of the cleaning itself, on made-up websites.

    python -m bench.batch overhead [--pages 20000] [--size small]   CPU of a run against clean() alone
    python -m bench.batch processes [--pages 4000]                  wall time of two processes against one
    python -m bench.batch scale [--pages 100000]                    memory against a tenth of the pages; a re-run

`overhead --prefect` starts a Prefect server, does the run as a flow, and counts the task runs. The raw
pages stay in --folder for the next measurement.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .processes import Memory, free_port, task_runs, wait_for_server
from .websites import SIZES, make_pages, write_raw

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a command: seconds of wall time and of CPU (all its processes), peak MB of memory, its summary."""

    wall: float
    cpu: float
    peak: float
    summary: str


def measured(arguments: list[str], server: str = "") -> Cost:
    """Run `winnow` and measure it with all its processes. ``server`` is the address of a Prefect server."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    environment = {**os.environ, **({"PREFECT_API_URL": server} if server else {})}
    command = [sys.executable, "-m", "flows", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    with Memory(process.pid) as memory:
        output, _ = process.communicate()
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - started
    summary = next((line for line in output.splitlines() if " cleaned, " in line), "")
    if process.returncode not in (0, 1) or not summary:  # 1: a page failed, or the run was stopped
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode} and printed no summary")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, memory.peak, summary)


@dataclass(frozen=True, slots=True)
class Alone:
    """CPU seconds of the library alone on the same ``pages``; `bench.alone` defines the parts."""

    pages: int
    cleaning: float
    document: float
    memory: float
    fingerprints: float

    @property
    def total(self) -> float:
        return self.cleaning + self.document + self.memory + self.fingerprints


def library_alone(pages: int, size: str) -> Alone:
    """Time the library alone on two cores, as in a run, since a busy neighbour makes a core slower.

    `clean()` is timed in processes of its own: a page that one process cleans a second time is cleaned faster.
    """
    only, everything = _alone(pages, size, "--only-cleaning"), _alone(pages, size)
    with_memory = everything["cleaning"] - only["cleaning"]
    return Alone(**{**everything, "cleaning": only["cleaning"], "memory": everything["memory"] + with_memory})


def _alone(pages: int, size: str, *options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.alone", "--pages", str(pages), "--size", size, *options, "--half"]
    halves = [subprocess.Popen([*command, half], cwd=ROOT, stdout=subprocess.PIPE, text=True) for half in "01"]
    spent = [json.loads(half.communicate()[0] or "{}") for half in halves]
    if not all(spent):
        raise SystemExit("bench.alone failed")
    return {name: spent[0][name] + spent[1][name] for name in spent[0]}


@contextmanager
def prefect_server() -> Iterator[str]:
    """The address of a new Prefect server on a free port. Its CPU is not counted, since it ends after the run."""
    port, home = free_port(), tempfile.mkdtemp(prefix="bench-prefect-")
    environment = {
        **os.environ, "PREFECT_HOME": home, "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_API_PORT": str(port), "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
    }  # fmt: skip
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port), "--no-ui"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/api"
        wait_for_server(address, process)
        yield address
    finally:
        process.terminate()
        threading.Thread(target=process.wait, daemon=True).start()
        shutil.rmtree(home, ignore_errors=True)


class Bench:
    """The folder of one measurement, and the size of its pages."""

    def __init__(self, folder: Path, size: str) -> None:
        self.folder, self.size = folder, size

    def raw(self, pages: int) -> Path:
        raw = self.folder / f"raw-{self.size}-{pages}"
        if not (raw / ".complete").exists():
            print(f"making {pages:,} pages", file=sys.stderr, flush=True)
            write_raw(raw, make_pages(pages, self.size))
            (raw / ".complete").touch()
        return raw

    def run(self, pages: int, workers: int, again: bool = False, server: str = "") -> Cost:
        """A whole run, into an empty clean folder unless ``again``."""
        clean = self.folder / f"clean-{self.size}-{pages}"
        raw = self.raw(pages)
        if not again:
            shutil.rmtree(clean, ignore_errors=True)
        how = ["--prefect"] if server else ["--no-prefect"]
        options = ["--raw", str(raw), "--clean", str(clean), "--workers", str(workers)]
        return measured(["run", *options, *how], server)


def overhead(bench: Bench, pages: int, prefect: bool) -> None:
    """CPU of a run against that of the library alone."""
    alone = library_alone(pages, bench.size)
    each = 1000 / alone.pages
    print(
        f"{alone.pages:,} pages; ms of CPU a page: clean() {alone.cleaning * each:.2f},"
        f" its Markdown and reasons {alone.document * each:.2f}, site memory {alone.memory * each:.2f},"
        f" fingerprints for copies and changes {alone.fingerprints * each:.2f}",
        flush=True,
    )
    if not prefect:
        _against(bench.run(pages, 2), alone, "a run")
        return
    with prefect_server() as server:
        _against(bench.run(pages, 2, server=server), alone, "a run as a flow, with a server")
        print(f"task runs: {task_runs(server)}")


def _against(cost: Cost, alone: Alone, what: str) -> None:
    each = 1000 / alone.pages
    parts = {
        "orchestration": cost.cpu - alone.total,
        "with fingerprints": cost.cpu - alone.total + alone.fingerprints,
        "all that is not clean()": cost.cpu - alone.cleaning,
    }
    shares = ", ".join(f"{name} {part / alone.cleaning:.1%}" for name, part in parts.items())
    print(f"{what}: {cost.cpu * each:.2f} ms of CPU a page; of clean() alone: {shares}")
    print(f"    {cost.wall:.1f} s, {cost.peak:.0f} MB; {cost.summary}", flush=True)


def processes(bench: Bench, pages: int) -> None:
    """Wall time of two processes against one."""
    one, two = bench.run(pages, 1), bench.run(pages, 2)
    print(f"one process {one.wall:.1f} s, two {two.wall:.1f} s: {two.wall / one.wall:.2f} of one's")


def scale(bench: Bench, pages: int) -> None:
    """Peak memory against a tenth of the pages, and a re-run with nothing new."""
    few, many = bench.run(pages // 10, 2), bench.run(pages, 2)
    print(f"{pages // 10:,} pages {few.peak:.0f} MB, {pages:,} {many.peak:.0f} MB: {many.peak / few.peak:.2f} times")
    print(f"    {many.summary}; {many.wall:.0f} s", flush=True)
    again = bench.run(pages, 2, again=True)
    print(f"a re-run with nothing new: {again.wall:.1f} s, {again.cpu:.1f} s of CPU, {again.peak:.0f} MB")
    print(f"    {again.summary}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="bench.batch", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("overhead", "processes", "scale"))
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--prefect", action="store_true", help="the run as a Prefect flow, with a running server")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "winnow-bench")
    options = parser.parse_args()
    bench = Bench(options.folder.resolve(), options.size)
    if options.what == "overhead":
        overhead(bench, options.pages or 20_000, options.prefect)
    elif options.what == "processes":
        processes(bench, options.pages or 4_000)
    else:
        scale(bench, options.pages or 100_000)


if __name__ == "__main__":
    main()
