"""SIGTERM is obeyed within ten seconds at any moment, under attack too; the same command then ends as if undisturbed.

The moments lie anywhere between the first import and the end of the shutdown of an undisturbed run.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from archives import pages_of
from kills import winnow
from stores import article, files

pytestmark = pytest.mark.slow
MOMENTS = 25  # of each command
SECONDS_TO_OBEY = 10.0
WORDS = "The ferry left the harbour before dawn, as on any day."
ENDED, FAILED_PAGES, TERMINATED = 0, 1, 143


def slow_page() -> str:
    """A page that takes longer than its time."""
    return article(closing="</p><p>".join(f"Paragraph {n} tells of a gull and a plum. {WORDS}" for n in range(29_000)))


ATTACKS = {
    "slow": slow_page(),
    "deep": "<div>" * 100_000 + "deep",
    "wide": f"<p {'a=1 ' * 100_000}>wide</p>",
    "memory": article(closing="The ferry left the harbour before dawn, as on any day. " * 70_000),
    "empty": "",
}
ENVIRONMENT = {"WINNOW_PAGE_SECONDS": "1.5", "WINNOW_PAGE_MEMORY": "200000000", "WINNOW_WORKERS": "2"}


def pages(count: int) -> dict[str, str]:
    found = {f"page-{number:02}": article(f"Page {number}", f"Words {number} and a gull.") for number in range(count)}
    return {**found, **ATTACKS}


def terminated_after(command: Sequence[str | Path], seconds: float) -> tuple[int, str, float]:
    """Exit code and standard error of a command that gets SIGTERM after so many seconds, and the time that it took."""
    process = subprocess.Popen(
        winnow(command), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, **ENVIRONMENT},
    )  # fmt: skip
    with process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGTERM)
        started = time.monotonic()
        try:
            _, error = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        return process.returncode, error, time.monotonic() - started


def disturbed(command: Sequence[str | Path], store: Path, whole: float, seed: int) -> list[str]:
    """Send SIGTERM at random moments of ``whole`` seconds; when the command has ended before, it starts anew.

    Returns what was wrong.
    """
    dice, wrong = random.Random(seed), list[str]()
    for number in range(MOMENTS):
        # Every fourth moment is in the first second: there the imports are.
        moment = dice.uniform(0, 1.0 if number % 4 == 0 else whole)
        code, error, seconds = terminated_after(command, moment)
        if code in (ENDED, FAILED_PAGES):
            shutil.rmtree(store, ignore_errors=True)
        elif code not in (TERMINATED, -signal.SIGTERM):  # the latter: before winnow itself has begun, or after its end
            wrong.append(f"exit {code} after {moment:.2f} s: {error[-300:]}")
        if "Traceback" in error or "Exception" in error:
            wrong.append(f"traceback after {moment:.2f} s: {error[-1000:]}")
        if seconds > SECONDS_TO_OBEY:
            wrong.append(f"{seconds:.1f} s to end after {moment:.2f} s")
    return wrong


def ended(command: Sequence[str | Path]) -> None:
    code, error, _ = terminated_after(command, 120)
    assert (code, "Traceback" in error) == (FAILED_PAGES, False), error


def nothing_is_left_over(store: Path) -> bool:
    staging = store / ".winnow" / "staging"
    return not [*store.rglob("*tmp-winnow*"), *(staging.iterdir() if staging.exists() else ())]


def test_a_run(tmp_path: Path) -> None:
    raw = tmp_path / "raw" / "news.example"
    raw.mkdir(parents=True)
    for name, text in pages(20).items():
        (raw / f"{name}.html").write_text(text)
        os.utime(raw / f"{name}.html", (1, 1))
    plain = ["run", "--no-prefect", "--raw", tmp_path / "raw", "--clean"]
    calm, clean = tmp_path / "calm", tmp_path / "clean"
    ended([*plain, calm])
    assert disturbed([*plain, clean], clean, 4.0, seed=20) == []
    ended([*plain, clean])
    assert files(clean) == files(calm)
    assert len(files(calm)) == 40
    assert nothing_is_left_over(clean)


class Handler(BaseHTTPRequestHandler):
    served: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        name = self.path[1:]
        if name == "stalled":
            time.sleep(1)
        body = self.served.get(name, "").encode()
        self.send_response(200 if name in self.served else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *values: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Handler.served = pages(20)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *details: None  # type: ignore[method-assign]  # a client that is gone
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def bodies(raw: Path) -> list[tuple[str, bytes]]:
    found = [page for path in raw.rglob("*.warc.gz") for page in pages_of(path)]
    return sorted((page.url or "", page.body if isinstance(page.body, bytes) else page.body.encode()) for page in found)


def test_a_fetch(site: str, tmp_path: Path) -> None:
    addresses = tmp_path / "urls.txt"
    addresses.write_text("".join(f"http://{site}/{name}\n" for name in [*Handler.served, "stalled"]))

    def fetch(store: str) -> list[str | Path]:
        return ["fetch", "--from", addresses, "--pace", "0", "--allow-address", site, "--raw", tmp_path / store]

    ended(fetch("calm"))
    assert disturbed(fetch("raw"), tmp_path / "raw", 2.5, seed=21) == []
    ended(fetch("raw"))
    assert bodies(tmp_path / "raw") == bodies(tmp_path / "calm")
    assert nothing_is_left_over(tmp_path / "raw")


SWALLOWING = """
import time
from flows import cli

def swallow(arguments):
    while True:
        try:
            time.sleep(60)
        except BaseException:
            print("swallowed")

cli._dispatch = swallow
print("ready")
cli.main([])
"""


def test_a_signal_that_a_library_swallows_ends_the_command_all_the_same() -> None:
    process = subprocess.Popen([sys.executable, "-u", "-c", SWALLOWING], stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        started = time.monotonic()
        assert process.stdout.readline() == "swallowed\n"
        assert process.wait(60) == TERMINATED
    assert time.monotonic() - started < SECONDS_TO_OBEY + 5  # a busy machine is slow to end it
