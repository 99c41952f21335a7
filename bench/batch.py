"""The cost of a run on top of the cleaning itself, on generated websites.

    python -m bench.batch overhead [--pages 20000] [--size small]   CPU of a run compared with clean() alone
    python -m bench.batch processes [--pages 4000]                  wall time of two processes compared with one
    python -m bench.batch scale [--pages 100000]                    memory compared with a tenth of the pages; a re-run

`overhead --prefect` starts a Prefect server, runs as a flow, and counts the task runs. The raw pages
stay in --folder for the next measurement.
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
    """The cost of a command and all its processes, and the summary that it printed."""

    wall_seconds: float
    cpu_seconds: float
    peak_mb: float
    summary: str


def cost_of(arguments: list[str], server: str = "") -> Cost:
    """Run `winnow` and measure it with all its processes. ``server`` is the address of a Prefect server."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    environment = {**os.environ, **({"PREFECT_API_URL": server} if server else {})}
    command = [sys.executable, "-m", "flows", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    with Memory(process.pid) as memory:
        output, _ = process.communicate()
    after, wall_seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - started
    summary = next((line for line in output.splitlines() if " cleaned, " in line), "")
    if process.returncode not in (0, 1) or not summary:  # 1: a page failed, or the run was stopped
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode} and printed no summary")
    cpu_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall_seconds, cpu_seconds, memory.peak_mb, summary)


@dataclass(frozen=True, slots=True)
class LibraryCost:
    """CPU seconds of the library alone on the same ``pages``; `bench.alone` defines the parts."""

    pages: int
    cleaning: float
    document: float
    memory: float
    fingerprints: float

    @property
    def total(self) -> float:
        return self.cleaning + self.document + self.memory + self.fingerprints


def library_cost(pages: int, size: str) -> LibraryCost:
    """Time the library alone on two cores, as in a run, because a core is slower while the other is busy.

    `clean()` is timed in separate processes, because a page is cleaned faster the second time.
    """
    only, everything = _alone(pages, size, "--only-cleaning"), _alone(pages, size)
    with_memory = everything["cleaning"] - only["cleaning"]
    return LibraryCost(**{**everything, "cleaning": only["cleaning"], "memory": everything["memory"] + with_memory})


def _alone(pages: int, size: str, *options: str) -> dict[str, Any]:
    """The sums of two processes of `bench.alone`, each with half of the sites."""
    command = [sys.executable, "-m", "bench.alone", "--pages", str(pages), "--size", size, *options, "--half"]
    processes = [subprocess.Popen([*command, half], cwd=ROOT, stdout=subprocess.PIPE, text=True) for half in "01"]
    first, second = (json.loads(process.communicate()[0] or "{}") for process in processes)
    if not (first and second):
        raise SystemExit("bench.alone failed")
    return {name: first[name] + second[name] for name in first}


@contextmanager
def prefect_server() -> Iterator[str]:
    """The address of a new Prefect server on a free port. It ends after the run, so its CPU time is not counted."""
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
    """Runs on generated pages of one size, with raw and clean pages in ``folder``."""

    def __init__(self, folder: Path, size: str) -> None:
        self.folder, self.size = folder, size

    def raw(self, pages: int) -> Path:
        """The raw folder with this number of pages, made if it is not there."""
        raw = self.folder / f"raw-{self.size}-{pages}"
        if not (raw / ".complete").exists():
            print(f"making {pages:,} pages", file=sys.stderr, flush=True)
            write_raw(raw, make_pages(pages, self.size))
            (raw / ".complete").touch()
        return raw

    def run(self, pages: int, workers: int, again: bool = False, server: str = "") -> Cost:
        """The cost of a whole run, into an empty clean folder unless ``again``."""
        clean = self.folder / f"clean-{self.size}-{pages}"
        raw = self.raw(pages)
        if not again:
            shutil.rmtree(clean, ignore_errors=True)
        options = ["--raw", str(raw), "--clean", str(clean), "--workers", str(workers)]
        return cost_of(["run", *options, "--prefect" if server else "--no-prefect"], server)


def overhead(bench: Bench, pages: int, prefect: bool) -> None:
    """CPU of a run compared with that of the library alone."""
    library = library_cost(pages, bench.size)
    ms_per_page = 1000 / library.pages
    print(
        f"{library.pages:,} pages; ms of CPU a page: clean() {library.cleaning * ms_per_page:.2f},"
        f" its Markdown and reasons {library.document * ms_per_page:.2f},"
        f" site memory {library.memory * ms_per_page:.2f},"
        f" fingerprints for copies and changes {library.fingerprints * ms_per_page:.2f}",
        flush=True,
    )
    if not prefect:
        _print_overhead("a run", bench.run(pages, 2), library)
        return
    with prefect_server() as server:
        _print_overhead("a run as a flow, with a server", bench.run(pages, 2, server=server), library)
        print(f"task runs: {task_runs(server)}")


def _print_overhead(name: str, cost: Cost, library: LibraryCost) -> None:
    parts = {
        "orchestration": cost.cpu_seconds - library.total,
        "with fingerprints": cost.cpu_seconds - library.total + library.fingerprints,
        "all that is not clean()": cost.cpu_seconds - library.cleaning,
    }
    shares = ", ".join(f"{part} {seconds / library.cleaning:.1%}" for part, seconds in parts.items())
    print(f"{name}: {cost.cpu_seconds * 1000 / library.pages:.2f} ms of CPU a page; of clean() alone: {shares}")
    print(f"    {cost.wall_seconds:.1f} s, {cost.peak_mb:.0f} MB; {cost.summary}", flush=True)


def processes(bench: Bench, pages: int) -> None:
    """Wall time of two processes compared with one."""
    one, two = bench.run(pages, 1).wall_seconds, bench.run(pages, 2).wall_seconds
    print(f"one process {one:.1f} s, two {two:.1f} s: {two / one:.2f} of one's")


def scale(bench: Bench, pages: int) -> None:
    """Peak memory compared with a tenth of the pages, and a re-run with nothing new."""
    few, many = bench.run(pages // 10, 2), bench.run(pages, 2)
    growth = many.peak_mb / few.peak_mb
    print(f"{pages // 10:,} pages {few.peak_mb:.0f} MB, {pages:,} {many.peak_mb:.0f} MB: {growth:.2f} times")
    print(f"    {many.summary}; {many.wall_seconds:.0f} s", flush=True)
    again = bench.run(pages, 2, again=True)
    seconds = f"{again.wall_seconds:.1f} s, {again.cpu_seconds:.1f} s of CPU"
    print(f"a re-run with nothing new: {seconds}, {again.peak_mb:.0f} MB")
    print(f"    {again.summary}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="bench.batch", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("measurement", choices=("overhead", "processes", "scale"))
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--prefect", action="store_true", help="the run as a Prefect flow, with a running server")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "winnow-bench")
    options = parser.parse_args()
    bench = Bench(options.folder.resolve(), options.size)
    if options.measurement == "overhead":
        overhead(bench, options.pages or 20_000, options.prefect)
    elif options.measurement == "processes":
        processes(bench, options.pages or 4_000)
    else:
        scale(bench, options.pages or 100_000)


if __name__ == "__main__":
    main()
