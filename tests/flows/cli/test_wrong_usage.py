"""Wrong usage: each is one clear line on standard error, nothing on standard output, and its exit code."""

from __future__ import annotations

import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from raw_archives import foreign_archive
from stores import Command, article

from flows.cli import run_command

FILES = {
    "page.html": article().encode(), "empty.html": b"", "paper.html": b"%PDF-1.7", "feed.xml": b"<rss><channel/></rss>",
    "map.xml": b"<urlset/>", "data.json": b'{"a": 1}', "crawl.warc": foreign_archive("plain"),
    "raw/news.example/ferry.html": article().encode(), "bad/bad.example.toml": b"body = 3", "list.txt": b"",
    "sites/good.example.toml": b'[[rules]]\nphrases = ["x"]',
}  # fmt: skip
USAGES: list[tuple[str, int, str]] = [
    ("clean", 2, 'parameter SOURCE requires an argument'), ("clean nowhere.html", 2, "there is no file nowhere.html"),
    ("clean raw", 2, "raw is a folder; `winnow run --raw raw`"), ("clean empty.html", 1, "the page holds no text"),
    ("clean paper.html", 1, "not_html: the body is a PDF file"), ("clean feed.xml", 1, "`winnow fetch --feed`"),
    ("clean map.xml", 1, "`winnow fetch --sitemap`"), ("clean data.json", 1, "the body is JSON"),
    ("clean page.html --format pdf", 2, 'for --format'), ("clean page.html --nonsense", 2, '--nonsense'),
    ("clean page.html --record 1", 2, "page.html is none"), ("clean crawl.warc --record 9", 2, "no page number 9"),
    ("clean crawl.warc --url https://no.example/", 2, "no page with the address https://no.example/"),
    ("clean crawl.warc --view view.html", 2, "choose it with --record N"),
    ("clean page.html --url http://[", 2, "'http://[' is not an address"),
    ("clean page.html --output nowhere/a.md", 3, "nowhere/a.md cannot be written"),
    ("claen page.html", 2, '"clean"'), ("run --raw nowhere", 3, "raw pages cannot be read from nowhere"),
    ("run --workers 0", 2, "workers: must be 1 or more"), ("run --workers many", 2, 'for --workers'),
    ("run --clean raw", 2, "raw and clean are the same folder"), ("run --clean page.html", 3, "page.html"),
    ("run --runner ray", 2, 'for --runner'), ("run nowhere", 2, "nowhere"),
    ("fetch", 2, "nothing to fetch"), ("fetch --from absent.txt", 2, "absent.txt cannot be read"),
    ("fetch http://e.org/ --allow-address nonsense", 2, "HOST:PORT"),
    ("fetch http://e.org/ --follow --match (", 2, "is not a regular expression"),
    ("fetch http://e.org/ --pace -1", 2, "pace: must be 0 or more"),
    ("fetch http://e.org/ --contact Jörg", 2, "contact"),
    ("scrape", 2, "nothing to fetch"), ("fetch http://e.org/ --log xml", 2, 'for --log'),
    ("ledger --clean nosuch --raw neither", 3, "no ledger in nosuch"),
    ("ledger https://no.example/", 2, "no such page"),
    ("ledger --format xml", 2, 'for --format'), ("report --clean nosuch", 3, "no ledger in nosuch"),
    ("report --run 77", 2, "there is no run 77; the runs are 1 to"), ("report --run x", 2, 'for --run'),
    ("raw https://no.example/", 2, "there is no page of https://no.example/"),
    ("raw nowhere.html", 2, "no page nowhere.html"),
    ("raw ../page.html", 2, "../page.html is not in raw"), ("raw a.warc#@0", 1, "unreadable"),
    ("raw news.example/ferry.html --info", 2, "was not"), ("raw news.example/ferry.html --headers", 2, "no headers"),
    ("diff clean nosuch", 2, "there is no nosuch"), ("diff clean", 2, 'NEW requires'),
    ("drift show", 2, "needs a site or an incident's number"), ("drift close 77", 2, "there is no incident 77"),
    ("drift dance", 2, "dance"), ("drift --clean nosuch", 3, "no ledger in nosuch"),
    ("verify --clean nosuch", 3, "there is no folder nosuch"), ("verify --raw nosuch", 3, "there is no folder nosuch"),
    ("export", 2, 'OUT requires'), ("export pages --to xml", 2, 'for --to'),
    ("export pages --clean nosuch", 3, "no ledger in nosuch"),
    ("export pages.jsonl", 2, "pages.jsonl would be a folder of parquet; give it another name, or add --to jsonl"),
    ("site new", 2, "needs an address"), ("site check --sites bad", 2, "bad.example.toml"),
    ("site check bad.example --sites bad", 2, "bad.example.toml"),
    ("site check no.example", 2, "there is no file for no.example"), ("site dance", 2, "dance"),
    ("learn --show no.example", 2, "no page of no.example"), ("reclean --html a.html", 2, "go with --diff"),
    ("review", 2, "a review needs a terminal"), ("review --list --clean nosuch", 3, "no ledger in nosuch"),
    ("golden check", 2, "no golden cases in golden"), ("golden refresh", 2, "no golden cases in golden"),
    ("golden add page.html --must harp --sites none", 2, "'harp' is not on the page"),
    ("golden add page.html --name ../x --sites none", 2, "is no name for a case"),
    ("golden add paper.html --sites none", 2, "PDF"), ("golden add - --sites none", 2, "give --url"),
    ("forget no.example", 2, "there is no page or host no.example"), ("forget", 2, 'WHICH requires'),
    ("forget no.example --clean nosuch", 3, "no ledger in nosuch"),
]  # fmt: skip
SETTINGS = [
    ("pgae_seconds = 3", "winnow.toml: pgae_seconds: there is no such key; did you mean page_seconds?"),
    ("raw = ", "winnow.toml cannot be read"), ('clean = "raw"', "raw and clean are the same folder"),
    ("page_depth = 0", "winnow.toml: page_depth: must be 1 or more"),
    ('[[schedule]]\nflow = "verify"\ncron = "0 3 *"', "cron: must have 5 fields"),
    ('[[schedule]]\nflow = "verify"\nevery = 90\ntimezone = "Mars"', "timezone: 'Mars' is unknown"),
    ('[[schedule]]\nflow = "scrape"\nevery = 90\nparameters = {feed = []}', "did you mean feeds?"),
]  # fmt: skip
COMMANDS = (
    "run --no-prefect",
    "ledger",
    "report",
    "clean page.html",
    "verify",
    "fetch http://e.org/",
    "serve",
    "golden check",
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with pages of many kinds, of which one is cleaned."""
    folder = tmp_path_factory.mktemp("project")
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run_command(["run", "--no-prefect"]) == 0
    return folder


def answer(
    project: Path, command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    monkeypatch.chdir(project)
    capfd.readouterr()
    if command.startswith("golden"):  # a group of commands, which one process can build once only
        done = subprocess.run(
            [sys.executable, "-m", "flows", *shlex.split(command)], capture_output=True, text=True, input=""
        )
        return done.returncode, done.stdout, done.stderr
    code = run_command(shlex.split(command))
    out, err = capfd.readouterr()
    return code, out, err


@pytest.mark.parametrize(("command", "code", "words"), USAGES, ids=[usage[0] for usage in USAGES])
def test_wrong_usage_is_one_clear_line(
    project: Path,
    command: str,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    given, out, err = answer(project, command, monkeypatch, capfd)
    assert (given, out) == (code, ""), err
    assert err.startswith("winnow: ")
    assert words in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("settings", "words"), SETTINGS)
def test_wrong_settings_are_one_clear_line_of_every_command(
    tmp_path: Path, command: str, settings: str, words: str,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "winnow.toml").write_text(settings)
    (tmp_path / "page.html").write_text(article())
    code, out, err = answer(tmp_path, command, monkeypatch, capfd)
    assert (code, out, len(err.splitlines())) == (2, "", 1), err
    assert words in err


def test_there_are_at_least_sixty() -> None:
    assert len(USAGES) >= 60


@pytest.mark.parametrize(
    "facts", ["", "{", "[]", '{"before": [3], "after": []}', '{"before": [{"x": 1}], "after": []}']
)
def test_a_damaged_incident_is_left_out(
    project: Path, facts: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(project / "clean" / ".winnow" / "ledger.sqlite3")) as db:
        db.execute("DELETE FROM drift_incidents")
        db.execute("INSERT INTO drift_incidents VALUES (1, 'a.example', 1, '', '', ?)", (facts,))
        db.commit()
    for command in ("report --format markdown", "drift"):
        assert answer(project, command, monkeypatch, capfd)[0] == 0


def test_a_full_disk_behind_the_output_is_one_line(winnow: Command, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    (tmp_path / "page.html").write_text(article())
    with open("/dev/full", "w") as full:
        done = winnow("clean", "page.html", capture_output=False, stdout=full, stderr=-1)
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)
    assert "No space left on device" in done.stderr
