"""Runs over WARC files, as winnow writes them and as others do."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import pytest
from stores import Command, article
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.store.ledger import open_ledger

pytestmark = pytest.mark.slow  # each test is a whole run, or several


def archive(path: Path, pages: dict[str, str], day: int = 1) -> None:
    """A WARC file with an answer for each address."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        writer = WARCWriter(file, gzip=path.name.endswith(".gz"))
        for url, body in pages.items():
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body.encode()), http_headers=head,
                warc_headers_dict={"WARC-Date": f"2024-05-0{day}T12:00:00Z"},
            )  # fmt: skip
            writer.write_record(record)


def outcomes(clean: Path) -> dict[str, tuple[str, str]]:
    with open_ledger(clean) as ledger:
        return {row["url"] or row["raw"]: (row["outcome"], row["title"]) for row in ledger.pages()}


@pytest.mark.parametrize("name", ["a.example/run.warc.gz", "plain.warc"])
def test_pages_of_an_archive_are_cleaned_and_known_again(tmp_path: Path, name: str) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    archive(raw / name, {f"https://a.example/{n}": article(f"Page {n}") for n in range(3)})
    report = clean_pages(RunOptions(raw, clean))
    assert (report.cleaned, report.failed) == (3, 0)
    assert outcomes(clean)["https://a.example/1"] == ("ok", "Page 1")
    assert sorted(path.name.rpartition("-")[0] for path in (clean / "a.example").glob("*.md")) == ["0", "1", "2"]
    again = clean_pages(RunOptions(raw, clean))
    assert (again.cleaned, again.unchanged) == (0, 3)


def test_a_page_fetched_again_replaces_the_older_one(tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    archive(raw / "one.warc.gz", {"https://a.example/x": article("First"), "https://a.example/y": article("Same")})
    clean_pages(RunOptions(raw, clean))
    archive(raw / "two.warc.gz", {"https://a.example/x": article("Second")}, day=2)
    report = clean_pages(RunOptions(raw, clean))
    assert (report.cleaned, report.unchanged) == (1, 1)
    assert len(list(clean.rglob("*.md"))) == 2
    with open_ledger(clean) as ledger:
        found = {row["raw"].partition("#")[0] + row["title"]: row["outcome"] for row in ledger.pages()}
    assert found == {"one.warc.gz": "superseded", "two.warc.gzSecond": "ok", "one.warc.gzSame": "ok"}


def test_a_broken_archive_costs_only_what_is_broken(tmp_path: Path, winnow: Command) -> None:
    raw = tmp_path / "raw"
    archive(raw / "torn.warc.gz", {f"https://a.example/{n}": article(f"Page {n}") for n in range(3)})
    torn = (raw / "torn.warc.gz").read_bytes()
    (raw / "torn.warc.gz").write_bytes(torn[:-40])
    (raw / "junk.warc.gz").write_bytes(b"no archive at all" * 99)
    (raw / "ferry.html").write_text(article())
    done = winnow("run", "--no-prefect")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    found = outcomes(tmp_path / "clean")
    assert [found[f"https://a.example/{n}"][0] for n in (0, 1)] == ["ok", "ok"]
    assert found["ferry.html"][0] == "ok"
    assert any(name.startswith("junk.warc.gz") and outcome != "ok" for name, (outcome, _) in found.items())


@pytest.mark.parametrize("name", ["made.warc.gz", "made.warc"])
def test_answers_without_an_address_are_pages_all_the_same(tmp_path: Path, name: str) -> None:
    """Some tools write a record that does not tell its address; the library that reads archives stumbles over it."""
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    titles = ["The first stile", "The second stile", "The third stile"]
    archive(raw / name, {f"https://a.example/{n}": article(title) for n, title in enumerate(titles)})
    path, lines = raw / name, (b"WARC-Target-URI: https://a.example/1\r\n", b"WARC-Target-URI: https://a.example/2\r\n")
    pieces = gzip_members(path.read_bytes()) if name.endswith(".gz") else [path.read_bytes()]
    for line in lines:
        assert any(line in piece for piece in pieces)
        pieces = [piece.replace(line, b"") for piece in pieces]
    path.write_bytes(b"".join(gzip.compress(p) if name.endswith(".gz") else p for p in pieces))
    report = clean_pages(RunOptions(raw, clean))
    assert (report.cleaned, report.failed) == (3, 0)
    with open_ledger(clean) as ledger:
        assert sorted((row["url"], row["title"]) for row in ledger.pages()) == [
            ("", titles[1]), ("", titles[2]), ("https://a.example/0", titles[0]),
        ]  # fmt: skip
    assert not any("HTTP/1" in found.read_text("utf-8") for found in clean.rglob("*.md"))


@pytest.mark.parametrize("name", ["made.warc.gz", "made.warc"])
def test_an_answer_without_a_status_line_does_not_end_the_run(tmp_path: Path, name: str) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    archive(raw / name, {f"https://a.example/{n}": article(f"Stile {n}") for n in range(3)})
    path, zipped = raw / name, name.endswith(".gz")
    pieces = gzip_members(path.read_bytes()) if zipped else [path.read_bytes()]
    assert sum(piece.count(b"HTTP/1.1 200 OK") for piece in pieces) == 3
    pieces = [b"hello, no status".join(piece.split(b"HTTP/1.1 200 OK", 1)) for piece in pieces[:1]] + pieces[1:]
    path.write_bytes(b"".join(gzip.compress(piece) if zipped else piece for piece in pieces))
    clean_pages(RunOptions(raw, clean))
    assert {"https://a.example/1", "https://a.example/2"} <= set(outcomes(clean))


def gzip_members(content: bytes) -> list[bytes]:
    """What each of the members holds that a file gzipped by record consists of."""
    found = []
    while content:
        member = zlib.decompressobj(wbits=31)
        found.append(member.decompress(content))
        content = member.unused_data
    return found
