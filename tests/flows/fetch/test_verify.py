"""`winnow verify` names what has changed since it was kept, and nothing else."""

from __future__ import annotations

import hashlib
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import PAGE, Hostile, page, redirect
from visits import quick
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.cli import run_command
from flows.fetch.session import FetchPlan, fetch_all
from flows.fetch.visit import Target
from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.store.fetched import open_fetched
from flows.verify import Finding, Tally, verify
from flows.verify.rebuild import rebuild

RULES = b"User-agent: *\nDisallow: /closed\nAllow: /\n"
ARTICLE = PAGE + b"<p>The river fell to its lowest level since the gauge was set up in 1911.</p>" * 3


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    routes = {"/robots.txt": page(RULES, Content_Type="text/plain"), "/moved": redirect("/1"), "*": page(ARTICLE)}
    with Hostile(routes) as running:
        yield running


@pytest.fixture
def raw(tmp_path: Path, server: Hostile) -> Path:
    targets = [Target(server.url(path)) for path in ("/1", "/2", "/moved")]
    assert dict(fetch_all(tmp_path / "raw", FetchPlan(targets, quick(server.address)))) == {"ok": 3}
    return tmp_path / "raw"


def look(raw: Path) -> list[Finding]:
    return list(verify(raw, raw.parent / "clean", Tally()))


def archive(raw: Path) -> Path:
    (path,) = raw.glob("*/*.warc.gz")
    return path


def change(raw: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(raw / ".winnow" / "fetched.sqlite3") as db:
        assert db.execute(statement, values).rowcount


def test_all_is_well(raw: Path, server: Hostile) -> None:
    targets = [Target(server.url(path)) for path in ("/1", "/2", "/3")]
    fetch_all(raw, FetchPlan(targets, quick(server.address)))  # unchanged ones, and a new one
    tally = Tally()
    assert list(verify(raw, raw.parent / "clean", tally)) == []
    assert (tally.fetched, tally.receipts, tally.unproven) == (5, 4, 0)  # four pages and a robots.txt
    assert tally.records > 15


def test_a_flipped_bit_anywhere_in_a_record_is_found_and_placed(raw: Path) -> None:
    path = archive(raw)
    whole = path.read_bytes()
    starts = [found.start() for found in re.finditer(rb"\x1f\x8b\x08", whole)]
    assert len(starts) > 10
    for start in starts:
        data = bytearray(whole)
        data[start + 40] ^= 1
        path.write_bytes(data)
        found = look(raw)
        assert f"{path.parent.name}/{path.name}#@{start}" in {f.where for f in found if f.kind == "damaged_record"}
        assert all(f"{start}" in f.detail for f in found if f.kind == "damaged_record")
    path.write_bytes(whole)
    assert look(raw) == []


def test_a_changed_body_under_a_whole_gzip_member_is_found(tmp_path: Path) -> None:
    for kind in ("response", "metadata", "resource"):
        folder = tmp_path / kind
        folder.mkdir()
        with open(folder / "other.warc", "wb") as file:
            writer = WARCWriter(file, gzip=False)
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
            more = {"http_headers": head} if kind == "response" else {}
            args = {"payload": io.BytesIO(PAGE), "length": len(PAGE), **more}
            writer.write_record(writer.create_warc_record("http://example.org/", kind, **args))
        assert look(folder) == []
        data = (folder / "other.warc").read_bytes()
        (folder / "other.warc").write_bytes(data.replace(PAGE[-30:], PAGE[-30:].swapcase()))
        assert [(f.kind, f.where) for f in look(folder)] == [("damaged_record", "other.warc#@0")]
        (folder / "other.warc").write_bytes(data[:-20])
        assert ["too early" in f.detail for f in look(folder)] == [True]


def test_a_record_too_large_to_clean_is_hashed_all_the_same(tmp_path: Path) -> None:
    with open(tmp_path / "large.warc.gz", "wb") as file:
        writer = WARCWriter(file)
        args = {"payload": io.BytesIO(bytes(23_000_000)), "length": 23_000_000}
        writer.write_record(writer.create_warc_record("http://example.org/", "resource", **args))
    assert look(tmp_path) == []


def test_a_file_that_is_gone_or_cut(raw: Path) -> None:
    path = archive(raw)
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    assert {"cut_short", "damaged_record"} == {finding.kind for finding in look(raw)}
    path.unlink()
    assert [(f.kind, f.detail) for f in look(raw) if f.kind != "permission"] == [
        ("missing_file", "the list has 4 answers in it; bring it back, or fetch them again")
    ]


def test_a_list_that_disagrees_with_the_archive(raw: Path, server: Hostile) -> None:
    change(raw, "UPDATE fetched SET digest = ? WHERE url = ?", "0" * 64, server.url("/1"))
    change(raw, "UPDATE fetched SET offset = 1 WHERE url = ?", server.url("/2"))
    change(raw, "DELETE FROM fetched WHERE url = ?", server.url("/moved"))
    assert sorted(finding.kind for finding in look(raw)) == ["changed_record", "missing_record", "not_listed"]


@pytest.mark.parametrize("content", [b"nothing like a database" * 100, b""])
def test_a_damaged_or_foreign_list_is_named_and_the_archive_is_still_hashed(raw: Path, content: bytes) -> None:
    for file in (raw / ".winnow").glob("fetched*"):
        file.unlink()
    (raw / ".winnow" / "fetched.sqlite3").write_bytes(content)
    data = bytearray(archive(raw).read_bytes())
    data[400] ^= 1
    archive(raw).write_bytes(data)
    assert [finding.kind for finding in look(raw)][:2] == ["damaged_ledger", "damaged_record"]


def test_a_lost_list_is_named(raw: Path) -> None:
    for file in (raw / ".winnow").glob("fetched*"):
        file.unlink()
    assert [finding.kind for finding in look(raw)] == ["missing_ledger"]


@pytest.mark.parametrize("lost", [False, True])
def test_a_list_that_is_made_again_equals_the_old_one(raw: Path, server: Hostile, lost: bool) -> None:
    def rows() -> dict[str, dict[str, object]]:
        with open_fetched(raw) as fetched:
            return {row["url"]: dict(row) | {"tries": 0} for row in fetched.rows()}

    targets = [Target(server.url(path)) for path in ("/1", "/2", "/closed/1")]
    fetch_all(raw, FetchPlan(targets, quick(server.address)))
    before, kept = rows(), {path: path.read_bytes() for path in raw.glob("*/*.warc.gz")}
    assert before[server.url("/closed/1")]["warc"] == ""
    if lost:
        for file in (raw / ".winnow").glob("fetched*"):
            file.unlink()
        del before[server.url("/closed/1")]  # nothing of it is in the archive
    made = rebuild(raw)
    assert rows() == before
    assert (made.fetched, made.fetched_from_old) == (len(before), 0 if lost else 1)
    assert {path: path.read_bytes() for path in raw.glob("*/*.warc.gz")} == kept
    assert look(raw) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"line": "Allow: /2", "number": 4}, "another line decides: 3: Allow: /"),
        ({"digest": "0" * 64}, "another robots.txt"),
        ({"origin": "http://elsewhere.example"}, ""),
        ({"state": "absent"}, "there is one"),
    ],
)
def test_a_robots_permission_that_is_wrong(raw: Path, server: Hostile, changes: dict[str, object], why: str) -> None:
    with sqlite3.connect(raw / ".winnow" / "fetched.sqlite3") as db:
        (text,) = db.execute("SELECT robots FROM fetched WHERE url = ?", (server.url("/1"),)).fetchone()
    change(raw, "UPDATE fetched SET robots = ? WHERE url = ?", json.dumps(json.loads(text) | changes), server.url("/1"))
    tally = Tally()
    found = list(verify(raw, raw.parent / "clean", tally))
    if why:
        assert [(f.kind, f.where) for f in found] == [("permission", server.url("/1"))]
        assert why in found[0].detail
    else:  # no robots.txt of that origin is in the archive: nothing can be said
        assert (found, tally.unproven) == ([], 1)


def test_a_page_that_robots_txt_forbids(raw: Path, server: Hostile) -> None:
    change(raw, "UPDATE fetched SET final_url = ? WHERE url = ?", server.url("/closed/1"), server.url("/1"))
    assert ["forbids" in finding.detail for finding in look(raw)] == [True]


def test_clean_pages(raw: Path) -> None:
    loose = raw / "loose.html"
    loose.write_bytes(ARTICLE)
    clean = raw.parent / "clean"
    clean_pages(RunOptions(raw, clean, workers=1))
    tally = Tally()
    assert list(verify(raw, clean, tally)) == []
    assert tally.clean_pages == 3  # of two copies of /1, by its address and by way of /moved, one is cleaned
    first, second = sorted(clean.glob("*/*.md"))[:2]
    first.write_bytes(first.read_bytes() + b"x")
    second.unlink()
    (first.parent / "stranger.md").write_text("hello")
    (clean / "notes.txt").write_text("mine")
    loose.unlink()
    found = {finding.kind: finding.where for finding in look(raw)}
    assert set(found) == {"changed", "missing", "orphaned", "no_raw_page"}
    assert found["changed"] == str(first.relative_to(clean))
    assert found["missing"] == str(second.relative_to(clean))


def test_the_command(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raw.parent / "clean").mkdir()
    arguments = ["verify", "--raw", str(raw), "--clean", str(raw.parent / "clean")]
    assert run_command(arguments) == 0
    assert capsys.readouterr().out.endswith("all well\n")
    data = bytearray(archive(raw).read_bytes())
    data[400] ^= 1
    archive(raw).write_bytes(data)
    assert run_command(arguments) == 1
    shown = capsys.readouterr().out
    assert f"{archive(raw).name}#@" in shown
    assert shown.splitlines()[-1].endswith("findings") or shown.splitlines()[-1].endswith("1 finding")
    assert run_command([*arguments, "--format", "jsonl"]) == 1
    assert {"kind", "where", "detail"} == set(json.loads(capsys.readouterr().out.splitlines()[0]))
    assert run_command(["verify", "--raw", "absent", "--clean", "gone"]) == 3
    assert run_command(["verify", "--nonsense"]) == 2


def test_the_ledger_shows_under_which_line_a_page_was_fetched(
    raw: Path, server: Hostile, capsys: pytest.CaptureFixture[str]
) -> None:
    clean = raw.parent / "clean"
    (raw / "loose.html").write_bytes(ARTICLE)
    clean_pages(RunOptions(raw, clean, workers=1))
    arguments = ["ledger", "--raw", str(raw), "--clean", str(clean)]
    assert run_command([*arguments, "--format", "jsonl"]) == 0
    rows = {row["url"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    permission = rows[server.url("/2")]["robots"]
    assert (permission["allowed"], permission["line"], permission["number"]) == (True, "Allow: /", 3)
    assert (permission["sha256"], permission["when"][:3]) == (hashlib.sha256(RULES).hexdigest(), "202")
    assert rows[None]["robots"] is None
    assert run_command([*arguments, "--robots"]) == 0
    shown = capsys.readouterr().out
    assert "line 3: Allow: /" in shown
    assert "not fetched" in shown


@pytest.mark.slow
def test_what_a_feed_said_is_in_the_provenance_and_nowhere_else(tmp_path: Path, server: Hostile) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    said = {"title": "Low water", "date": "Sun, 02 Jun 2024"}
    targets = [Target(server.url("/1"), found_in=server.url("/feed"), source_metadata=said), Target(server.url("/2"))]
    fetch_all(raw, FetchPlan(targets, quick(server.address)))
    clean_pages(RunOptions(raw, clean, workers=1))
    first = {path.name: path.read_bytes() for path in clean.glob("*/*.json")}
    found = {page["url"]: page["provenance"].get("discovered") for page in map(json.loads, first.values())}
    assert found == {server.url("/1"): {"found_in": server.url("/feed"), **said}, server.url("/2"): None}
    for path in raw.glob(".winnow/fetched*"):
        path.unlink()  # the archive alone tells the same
    clean_pages(RunOptions(raw, tmp_path / "again", workers=1))
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").glob("*/*.json")} == first
