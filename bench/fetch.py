"""Speed and memory of fetching from a server on this machine.

    python -m bench.fetch                 1,000 and 10,000 pages over 50 ports, each in a process of its own
    python -m bench.fetch --pages 2000

Robots.txt, archive and list are on, the pace is off. The server is a separate process, so that the
figures are those of the fetcher alone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from .processes import own_peak_mb

ROOT = Path(__file__).resolve().parents[1]
_COMMAND = [sys.executable, "-m", "bench.fetch"]
PORTS = 50
MIN_SPEED, MAX_GROWTH = 300, 1.2  # pages a second; memory of ten times the pages, as a multiple
_WORDS = ("river", "stone", "market", "letter", "winter", "garden", "signal", "paper", "quiet", "harbour")


class Site(asyncio.Protocol):
    """A web server with small pages."""

    pages: tuple[bytes, ...] = ()
    robots = b"User-agent: *\nDisallow: /private/\nAllow: /\n"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.data = transport, b""

    def data_received(self, data: bytes) -> None:
        self.data += data
        while b"\r\n\r\n" in self.data:
            head, _, self.data = self.data.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1]
            if path == b"/robots.txt":
                body, media_type = self.robots, b"text/plain"
            else:
                body, media_type = self.pages[hash(path) % len(self.pages)], b"text/html; charset=utf-8"
            self.transport.write(  # type: ignore[attr-defined]
                b'HTTP/1.1 200 OK\r\nContent-Type: %s\r\nETag: "%s"\r\nContent-Length: %d\r\n\r\n%s'
                % (media_type, path, len(body), body)
            )


def serve() -> None:
    """Listen on the ports, print them, and run until killed."""
    generator = random.Random(7)
    for _ in range(200):
        text = " ".join(generator.choices(_WORDS, k=400))
        Site.pages += (f"<!doctype html><html><title>{text[:40]}</title><p>{text}</p></html>".encode(),)

    async def run() -> None:
        loop = asyncio.get_running_loop()
        servers = [await loop.create_server(Site, "127.0.0.1", 0) for _ in range(PORTS)]
        print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
        await asyncio.Event().wait()

    asyncio.run(run())


def fetch(pages: int, ports: list[int], raw: str) -> None:
    """Fetch a number of pages and print time and memory."""
    from flows.fetch.policy import Policy
    from flows.fetch.session import FetchPlan, fetch_all
    from flows.fetch.visit import Target

    policy = Policy(pace=0.0, allowed_addresses=frozenset(f"127.0.0.1:{port}" for port in ports))
    targets = (Target(f"http://127.0.0.1:{ports[n % PORTS]}/page/{n}") for n in range(pages))
    started, cpu = time.perf_counter(), time.process_time()
    outcomes = fetch_all(Path(raw), FetchPlan(targets, policy))
    seconds = time.perf_counter() - started
    figures = {
        "pages": pages, "outcomes": dict(outcomes), "seconds": round(seconds, 2),
        "pages_per_second": round(pages / seconds, 1),
        "cpu_ms_per_page": round(1000 * (time.process_time() - cpu) / pages, 3),
        "peak_mb": round(own_peak_mb(), 1),
    }  # fmt: skip
    print(json.dumps(figures))


def measure(pages: int, ports: list[int], raw: str) -> dict[str, Any]:
    """Run ``fetch`` in a process of its own."""
    options = ["--fetch", str(pages), "--ports", json.dumps(ports), "--raw", raw]
    process = subprocess.run([*_COMMAND, *options], capture_output=True, text=True, cwd=ROOT, check=True)
    figures: dict[str, Any] = json.loads(process.stdout)
    return figures


def main() -> int:
    """The command. Exit code 1 when fetching is too slow or takes too much memory."""
    parser = argparse.ArgumentParser(
        prog="bench.fetch", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--fetch", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--ports", type=json.loads, help=argparse.SUPPRESS)
    parser.add_argument("--raw", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
    if options.fetch:
        fetch(options.fetch, options.ports, options.raw)
        return 0
    server = subprocess.Popen([*_COMMAND, "--serve"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        ports = json.loads(server.stdout.readline())
        with tempfile.TemporaryDirectory() as folder:
            few = measure(options.pages // 10, ports, f"{folder}/few")
            many = measure(options.pages, ports, f"{folder}/many")
            again = measure(options.pages, ports, f"{folder}/many")
    finally:
        server.kill()
        server.wait()
    growth = round(many["peak_mb"] / few["peak_mb"], 3)
    print(json.dumps({"few": few, "many": many, "again": again, "memory_growth": growth}, indent=1))
    return 0 if many["pages_per_second"] >= MIN_SPEED and growth <= MAX_GROWTH else 1


if __name__ == "__main__":
    raise SystemExit(main())
