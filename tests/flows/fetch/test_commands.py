"""The commands fetch, scrape and raw, as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hostile import PAGE, Handler, Hostile, page

from flows.cli import run_command
from flows.fetch import FetchError, Policy, fetch_one


@pytest.fixture
def server() -> Iterator[Hostile]:
    with Hostile({"/a": page(ETag='"a"'), "/b": page(b"%PDF-1.7")}) as running:
        yield running


def winnow(folder: Path, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    return subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, env=environment)


def test_clean_of_a_private_address_is_refused_with_the_option_that_admits_it(
    server: Hostile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command(["clean", server.url("/a")]) == 1
    assert "--allow-address HOST:PORT" in capsys.readouterr().err
    assert run_command(["clean", server.url("/a"), "--allow-address", server.address, "-o", "page.md"]) == 0
    assert (tmp_path / "page.md").stat().st_size > 20


def test_fetch_then_raw(tmp_path: Path, server: Hostile) -> None:
    allow = ("--allow-address", server.address, "--pace", "0")
    done = winnow(tmp_path, "fetch", *allow, server.url("/a"))
    assert (done.returncode, done.stdout.strip()) == (0, "1 fetched, 0 unchanged, 0 failed; raw pages are in raw")
    shown = winnow(tmp_path, "raw", server.url("/a"))
    assert (shown.returncode, shown.stdout.encode()) == (0, PAGE)
    facts = json.loads(winnow(tmp_path, "raw", server.url("/a"), "--info").stdout)
    assert (facts["outcome"], facts["robots"]["state"]) == ("ok", "absent")
    assert "etag" in winnow(tmp_path, "raw", server.url("/a"), "--headers").stdout
    place = f"{facts['warc']}#@{facts['offset']}"
    assert winnow(tmp_path, "raw", place).stdout.encode() == PAGE
    for wrong in ("../x.warc#@0", "absent.warc#@0", f"{facts['warc']}#@x"):
        shown = winnow(tmp_path, "raw", wrong)
        assert (shown.returncode in (1, 2), shown.stdout, "Traceback" in shown.stderr) == (True, "", False)
    again = winnow(tmp_path, "fetch", *allow, server.url("/a"))
    assert "0 fetched, 1 unchanged" in again.stdout


@pytest.mark.slow
def test_the_ledger_tells_of_fetched_pages_before_and_after_cleaning(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)

    def ledger(*options: str) -> dict[str, dict]:
        capsys.readouterr()
        assert run_command(["ledger", "--format", "jsonl", *options]) == 0
        rows = list(map(json.loads, capsys.readouterr().out.splitlines()))
        found = {row["url"].rpartition("/")[2]: row for row in rows}
        assert len(found) == len(rows)  # a row a page
        return found

    rules = b"User-agent: *\nDisallow: /closed\n"
    routes: dict[str, Handler] = {"/robots.txt": page(rules), "/a": page(), "/b": page(b"%PDF-1.7"), "/closed": page()}
    with Hostile(routes) as server:
        fetch = ["fetch", "--allow-address", server.address, "--pace", "0", "--log", "plain"]
        urls = [server.url(path) for path in ("/a", "/b", "/c", "/closed")]
        assert run_command([*fetch, *urls]) == 1
        before = ledger()
        assert run_command(["run", "--no-prefect"]) == 1
        after = ledger()
        server.routes["/a"] = page(b"", "410 Gone")
        run_command([*fetch, server.url("/a")])
    named = {"a": "ok", "b": "not_html", "c": "not_found", "closed": "robots_denied"}
    assert {name: row["outcome"] for name, row in before.items()} == named
    assert {name: row["outcome"] for name, row in after.items()} == named
    assert (before["a"]["clean"], bool(after["a"]["clean"])) == (None, True)
    assert before["a"].keys() == after["a"].keys() == before["closed"].keys()
    denied = after["closed"]["robots"]
    assert (denied["allowed"], denied["line"], denied["number"]) == (False, "Disallow: /closed", 2)
    assert before["a"]["robots"]["allowed"]
    assert ledger("--outcome", "ok").keys() == {"a"}
    assert ledger("--failed").keys() == {"a", "b", "c", "closed"}  # what was cleaned earlier stays, and is not all
    assert run_command(["ledger", "--robots"]) == 0
    shown = capsys.readouterr().out
    assert "line 2: Disallow: /closed" in shown
    assert shown.startswith("outcome\tpage\traw digest\trobots.txt\n")


@pytest.mark.slow
def test_some_pages_failed(tmp_path: Path, server: Hostile) -> None:
    done = winnow(
        tmp_path, "fetch", "--allow-address", server.address, "--pace", "0", server.url("/b"), "http://10.0.0.1/"
    )
    assert done.returncode == 1
    assert "not_html" in done.stdout
    assert "--allow-address" in done.stdout
    assert "Traceback" not in done.stderr


def test_json_lines(tmp_path: Path, server: Hostile) -> None:
    arguments = ("fetch", "--from", "-", "--allow-address", server.address, "--pace", "0", "--log", "json")
    done = winnow(tmp_path, *arguments, given=f"{server.url('/a')}\nnonsense\n")
    *visits, end = map(json.loads, done.stderr.splitlines())
    assert (end["event"], end["outcomes"]) == ("ended", {"ok": 1, "bad_url": 1})
    assert all(line["event"] == "visited" and datetime.fromisoformat(line["at"]).tzinfo for line in visits)
    lines = {line["url"]: line for line in visits}
    assert lines[server.url("/a")]["outcome"] == "ok"
    assert lines["nonsense"]["found_in"] == "line 2 of standard input"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("fetch",), 2, "nothing to fetch"),
        (("fetch", "--from", "absent.txt"), 2, "absent.txt"),
        (("fetch", "http://e.org/", "--allow-address", "nonsense"), 2, "HOST:PORT"),
        (("fetch", "http://e.org/", "--follow", "--match", "("), 2, "regular expression"),
        (("fetch", "http://e.org/", "--pace", "-1"), 2, "pace"),
        (("fetch", "http://e.org/", "--contact", "Jörg"), 2, "contact"),
        (("fetch", "http://e.org/", "--contact", "a\r\nX-Y: z"), 2, "contact"),
        (("raw", "http://e.org/"), 3, "nothing was fetched"),
    ],
)
def test_wrong_usage(tmp_path: Path, monkeypatch, capsys, arguments: tuple[str, ...], code: int, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command(list(arguments)) == code
    assert said in capsys.readouterr().err


def test_the_settings_file_admits_addresses(tmp_path: Path, server: Hostile) -> None:
    (tmp_path / "winnow.toml").write_text(f'allow_address = ["{server.address}"]\npace = 0\ncontact = "me@e.org"\n')
    assert winnow(tmp_path, "fetch", server.url("/a")).returncode == 0
    assert "me@e.org" in server.requests[-1].header("User-Agent")


def test_fetch_one(server: Hostile) -> None:
    policy = Policy(pace=0, allowed_addresses=frozenset({server.address}))
    page = fetch_one(server.url("/a"), policy)
    assert (page.body, page.status, page.headers["etag"]) == (PAGE, 200, '"a"')
    with pytest.raises(FetchError, match="PDF") as caught:
        fetch_one(server.url("/b"), policy)
    assert caught.value.outcome == "not_html"
    with pytest.raises(FetchError, match="loopback"):
        fetch_one(server.url("/a"))
