"""What a hostile page says reaches no terminal and no log raw, whichever command tells of it."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from stores import Command, article

from flows.cli import run_command
from flows.cli.raw import _show
from flows.warc.answers import ArchivedAnswer

Capture = pytest.CaptureFixture[bytes]

# A title of the window, a cleared screen, C1 codes, direction overrides, an isolate, a line of its own, markup of rich.
EVIL = "Low \x1b]0;pwned\x07\x1b[2J\x9b31m\u202eretaw\u2066 [red]x[/red]\rwinnow: all well"
ACTS = re.compile(
    rb"[\x00-\x08\x0b-\x0c\x0e-\x1a\x1c-\x1f\x7f]|\x1b\]|\x1b\[2J"
    rb"|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]"  # as UTF-8
)
PAGE = "raw/h.example/evil.html"
COMMANDS = [
    ["clean", PAGE],
    ["clean", PAGE, "--format", "text"],
    ["clean", PAGE, "--format", "json"],
    ["clean", PAGE, "--explain", "--output", "out.md"],
    ["clean", PAGE, "--view", "out.html", "--format", "json"],
    ["clean", "raw/h.example/no\u202ething\x1b[2J.html"],
    ["clean", "\x1b[2Jnowhere\u202e.html"],
    ["run", "--no-prefect"],
    ["run", "--no-prefect", "--raw", "raw/h.example", "--clean", "second"],
    ["ledger"],
    ["ledger", "--failed"],
    ["ledger", "--format", "jsonl"],
    ["reclean"],
    ["learn"],
    ["learn", "--show", "h\x1b[2J.example", "--all"],
    ["learn", "--show", "h.example", "--all"],
    ["drift"],
    ["drift", "--format", "jsonl"],
    ["verify"],
    ["verify", "--format", "jsonl"],
    ["diff", "clean", "second"],
    ["diff", "clean", "second", "--json"],
    ["report", "--format", "markdown"],
    ["report"],
    ["site", "new", "https://h.example/\x1b[2J\u202e"],
    ["fetch", "gopher://\x1b[2J\u202e.example/", "http://127.0.0.1/\x1b[2J\u202e[red]x"],
    ["fetch", "http://127.0.0.1/\x1b[2J\u202e", "--log", "json"],
    ["raw", "https://h.example/\x1b[2J\u202e"],
    ["raw", "http://127.0.0.1/\x1b[2J\u202e"],
    ["raw", "http://127.0.0.1/\x1b[2J\u202e", "--info"],
    ["ledger", "--format", "jsonl"],
    ["--nonsense\x1b[2J\u202e"],
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with hostile raw pages: in text, attributes, addresses, names, and where nothing is left."""
    root = tmp_path_factory.mktemp("hostile")
    raw = root / "raw" / "h.example"
    raw.mkdir(parents=True)
    marked = article(escape(EVIL), f"Closing words {escape(EVIL)} that are long enough to be a sentence.")
    marked = marked.replace("<footer>", f'<footer class="{escape(EVIL)}"><p>{EVIL}</p><p>&#27;[2J&#x9b;m&#8238;</p>')
    pages = {"evil.html": marked, "\x1b[2J\x9b.html": marked, "no\u202ething\x1b[2J.html": "<p hidden>Not here</p>"}
    for name, page in pages.items():
        (raw / name).write_text(page, "utf-8")
    facts = {"url": f"https://h.example/{EVIL}", "fetched_at": f"2024-05-01T00:00:00Z{EVIL}"}
    (raw / "evil.html.json").write_text(json.dumps(facts))
    return root


def lines_of_their_own(output: bytes) -> list[bytes]:
    return [line for line in output.replace(b"\r", b"\n").split(b"\n") if line.startswith(b"winnow: all well")]


@pytest.fixture
def _signals() -> Iterator[None]:
    """The command takes signals for itself; a test must not keep that."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.slow
@pytest.mark.usefixtures("_signals")
def test_in_a_pipe(folder: Path, capfdbinary: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for command in COMMANDS:
        code = run_command(command)
        output = b"".join(capfdbinary.readouterr())
        assert code in (0, 1, 2), (command, output)
        assert not ACTS.search(output), (command, ACTS.search(output), output)
        assert b"\x1b" not in output, (command, output)
        assert b"\r" not in output, (command, output)
        assert b"Traceback" not in output, (command, output)
        assert not lines_of_their_own(output), (command, output)


@pytest.mark.slow
@pytest.mark.parametrize("command", [
    ["clean", PAGE, "--explain"], ["run", "--no-prefect", "--clean", "third"], ["fetch", "http://127.0.0.1/\x1b[2J[red]x"],
], ids=lambda command: command[0])  # fmt: skip
def test_on_a_terminal(folder: Path, command: list[str]) -> None:
    output = on_a_terminal(command, folder)
    assert not ACTS.search(output.replace(b"\r", b"")), output
    assert not re.search(rb"\x1b(?!\[[0-9;?]*[mlhAK])", output), output


def on_a_terminal(command: list[str], folder: Path) -> bytes:
    """All that a command writes, on a terminal."""
    ours, theirs = pty.openpty()
    found: list[bytes] = []

    def read() -> None:
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                return
            found.append(part)

    reader = threading.Thread(target=read)
    reader.start()
    subprocess.run(
        [sys.executable, "-m", "flows", *command], cwd=folder, stdout=theirs, stderr=theirs, stdin=theirs, timeout=120,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )  # fmt: skip
    os.close(theirs)
    reader.join(10)
    os.close(ours)
    return b"".join(found)


def test_json_of_a_hostile_page_comes_back_whole(winnow: Command, folder: Path) -> None:
    done = winnow("clean", PAGE, "--format", "json", cwd=folder)
    document = json.loads(done.stdout)
    assert document["headline"].startswith("Low")
    assert len(document["decisions"]) > 4


def test_a_title_is_no_markup_in_markdown(winnow: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(article("A *bold* [title](javascript:x) &lt;b&gt; of C# ##"))
    done = winnow("clean", "page.html")
    assert done.stdout.startswith("# A \\*bold\\* \\[title\\](javascript:x) &lt;b> of C# \\#\\#\n")


class Screen(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_raw_page_cannot_act_on_the_terminal_it_is_shown_on(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    _show(ArchivedAnswer("ok", body=f"<title>{EVIL}</title>\r\n<p>é\xa0\xff</p>".encode()), headers=False)
    assert not ACTS.search(screen.getvalue().encode())
    assert "\x1b" not in screen.getvalue()
    assert screen.getvalue().startswith("<title>Low ]0;pwned")
    assert screen.getvalue().endswith("</title>\n<p>é\xa0ÿ</p>\n")
