"""Archives made to mislead or exhaust their reader: damaged records are named, the others read, within bounds."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from raw_archives import answer, foreign_archive, record
from stores import article

from flows.bounded import read_counts, read_json, read_object, whole_number
from flows.cli import run_command
from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.store.ledger import open_ledger
from flows.verify import Tally, verify
from flows.warc.answers import read_answer

GOOD = [f"https://a.example/{number}" for number in (1, 2)]
_SCAN = """
import json, re, sys
from flows.warc.answers import scan_warc
found = [(a.outcome, a.url[:60], a.detail[:200]) for a in scan_warc(sys.argv[1])]
print(json.dumps([found, int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024]))
"""


def scanned(path: Path) -> list[list[str]]:
    """(outcome, url, detail) of every answer of a file; read in a process that is killed if it does not end."""
    done = subprocess.run(
        [sys.executable, "-c", _SCAN, path], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr == ""
    found, megabytes = json.loads(done.stdout)
    assert megabytes < 300
    return found  # type: ignore[no-any-return]


def between(path: Path, bad: bytes, *, by_record: bool) -> None:
    """A file with a damaged record between two good ones."""
    first, last = (record(url, answer(article(url))) for url in GOOD)
    path.write_bytes(b"".join(gzip.compress(part, 1) if by_record else part for part in (first, bad, last)))


BAD_URL = "https://bad.example/"
BLOCK = answer(article("Bad"))
DAMAGED = {
    "a status of 5,000 digits": record(BAD_URL, answer("x", "9" * 5000)),
    "a status in other digits": record(BAD_URL, answer("x", "\u0662\u0660\u0660")),
    "a length of 5,000 digits": record(BAD_URL, BLOCK, Content_Length="9" * 5000),
    "a length of 4,000 digits": record(BAD_URL, BLOCK, Content_Length="1" * 4000),
    "a length of 19 digits": record(BAD_URL, BLOCK, Content_Length="9" * 19),
    "a negative length": record(BAD_URL, BLOCK, Content_Length="-5"),
    "a length in words": record(BAD_URL, BLOCK, Content_Length="many"),
    "a head of one line": b"WARC/1.0\r\nWARC-Type: " + bytes(3_000_000) + b"\r\n\r\n",
    "a head of many lines": b"WARC/1.0\r\n" + b"a: b\r\n" * 500_000,
    "an HTTP head of one line": record(BAD_URL, b"HTTP/1.1 200 " + b"K" * 3_000_000),
    "an HTTP head of many lines": record(BAD_URL, b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 100_000),
    "a digest that is none": record(BAD_URL, BLOCK, WARC_Block_Digest="sha1:" + "!" * 50_000),
    "a digest of unknown length": record(BAD_URL, BLOCK, WARC_Block_Digest="shake_128:AAAA"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["x.warc.gz", "x.warc"])
@pytest.mark.parametrize("bad", DAMAGED)
def test_a_damaged_record_is_named_and_its_neighbours_are_read(tmp_path: Path, name: str, bad: str) -> None:
    between(tmp_path / name, DAMAGED[bad], by_record=name.endswith(".gz"))
    found = []
    for outcome, url, detail in scanned(tmp_path / name) if "head" in bad else here(tmp_path / name):
        found.append(url if outcome == "ok" else outcome)
        assert (outcome == "ok") == (not detail)
    assert found == [GOOD[0], "damaged", GOOD[1]]


def here(path: Path) -> Iterator[tuple[str, str, str]]:
    from flows.warc.answers import scan_warc

    for found in scan_warc(path):
        yield found.outcome, found.url, found.detail
        assert read_answer(path, found.location).outcome == found.outcome


@pytest.mark.slow
@pytest.mark.parametrize("name", ["x.warc.gz", "x.warc"])
def test_what_a_record_says_of_a_page_is_read_within_bounds(tmp_path: Path, name: str) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    metadata = [b"[" * 100_000, b'{"said": ' + b'{"a":' * 10_000, b'{"found_in": "x", "said": {"title": "T"}}']
    parts = [record(GOOD[0], answer(article("First")))]
    for number, text in enumerate(metadata):
        url = f"https://said.example/{number}"
        parts += [record(url, answer(article(str(number))), Winnow_Role="page"), record(url, text, "metadata")]
    parts.append(record("https://long.example/" + "x" * 900_000, answer(article("Long"))))
    (raw / name).write_bytes(b"".join(gzip.compress(part) if name.endswith(".gz") else part for part in parts))
    report = clean_pages(RunOptions(raw, tmp_path / "clean"))
    assert (report.cleaned, report.failed) == (5, 0)
    with open_ledger(tmp_path / "clean") as ledger:
        assert sorted(len(row["url"]) for row in ledger.pages()) == [0, len(GOOD[0])] + [22] * 3
    assert [finding.kind for finding in verify(raw, tmp_path / "clean", Tally())] == []


@pytest.mark.slow
def test_records_in_one_gzip_member_are_not_mixed_up(tmp_path: Path) -> None:
    """Each has a location of its own, so that no page gets the body of another one."""
    raw = tmp_path / "raw"
    raw.mkdir()
    urls = [*GOOD, "https://a.example/3"]
    pair = b"".join(record(url, answer(article(url))) for url in urls[:2])
    bad = b"".join(record(BAD_URL, BLOCK, Content_Length="x") for _ in range(2))
    # The first member has one record of more than a probe: else the file counts as gzipped as a whole.
    large = record(urls[2], answer(article(urls[2]) + "<!-- -->" * 40_000))
    (raw / "x.warc.gz").write_bytes(gzip.compress(large) + gzip.compress(pair) + gzip.compress(bad))
    report = clean_pages(RunOptions(raw, tmp_path / "clean"))
    assert (report.cleaned, report.failed) == (3, 2)
    with open_ledger(tmp_path / "clean") as ledger:
        assert {row["url"]: row["title"] for row in ledger.pages("outcome = 'ok'")} == {url: url for url in urls}


def deflated(content: bytes, times: int) -> bytes:
    """Raw deflate data of a text repeated, made at once: it is flushed to whole bytes, and then copied."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    return piece * times + end


def gzip_bomb(path: Path, content: bytes, times: int, head: bytes = b"") -> None:
    size = (len(head) + len(content) * times) % 2**32
    sum_ = 0 if not head else zlib.crc32(head)
    for _ in range(times):
        sum_ = zlib.crc32(content, sum_)
    first = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = first.compress(head) + first.flush(zlib.Z_FULL_FLUSH)
    trailer = sum_.to_bytes(4, "little") + size.to_bytes(4, "little")
    path.write_bytes(b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + start + deflated(content, times) + trailer)


def wacz(path: Path, content: bytes, name: str = "data.warc", times: int = 1) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(f"archive/{name}", "w") as file:
        for _ in range(times):
            file.write(content)


MEGABYTE = 1_000_000
BOMBS: dict[str, Callable[[Path], None]] = {
    "nuls.wacz": lambda path: wacz(path, bytes(MEGABYTE), times=300),
    "few-nuls.wacz": lambda path: wacz(path, bytes(MEGABYTE), times=60),
    "lines.wacz": lambda path: wacz(path, b"\n" * MEGABYTE, times=90),
    "zipped.wacz": lambda path: wacz(path, bytes(MEGABYTE), "data.warc.gz", times=150),
    "nuls.warc.gz": lambda path: gzip_bomb(path, bytes(MEGABYTE), 400),
    "whole.warc.gz": lambda path: gzip_bomb(
        path, b"\n" * MEGABYTE, 400, record(GOOD[0], answer("x")) + record(GOOD[1], answer("x"))
    ),
    "plain.warc": lambda path: sparse(path, b"\0", 400 * MEGABYTE),
    "long.warc": lambda path: sparse(
        path, record(GOOD[0], b"", Content_Length=str(390 * MEGABYTE))[:-4], 399 * MEGABYTE
    ),
    "chunk.warc": lambda path: sparse(path, CHUNKED, 399 * MEGABYTE),
}
CHUNKED = record(
    GOOD[0], b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n16000000\r\n", Content_Length=str(390 * MEGABYTE)
)[:-4]


def sparse(path: Path, begin: bytes, size: int) -> None:
    with path.open("wb") as file:
        file.write(begin)
        file.truncate(size)


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_what_unpacks_without_end_is_given_up(tmp_path: Path, name: str) -> None:
    BOMBS[name](tmp_path / name)
    outcomes = [outcome for outcome, _, _ in scanned(tmp_path / name)]
    assert set(outcomes) - {"ok"} <= {"damaged", "too_large"}
    assert len(outcomes) < 5
    assert name == "lines.wacz" or set(outcomes) - {"ok"}


def test_members_within_members_are_not_read_again_and_again(tmp_path: Path) -> None:
    """Each 20 bytes look like the beginning of a record whose data goes on to the end of the file."""
    length = 20 * 3276 - 5
    unit = b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + b"\0" + length.to_bytes(2, "little")
    unit += (length ^ 0xFFFF).to_bytes(2, "little") + b"WARC/"
    path = tmp_path / "x.warc.gz"
    path.write_bytes(unit * 200_000)
    found = scanned(path)
    assert {outcome for outcome, _, _ in found} == {"damaged"}
    assert "too many" in found[-1][2]


def entry(method: int = 0, flags: int = 0) -> bytes:
    """A WACZ file whose entry claims a compression method, and flags."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/bad.warc.gz", foreign_archive("records"))
        archive.writestr("archive/data.warc.gz", foreign_archive("records"))
    content = bytearray(out.getvalue())
    start = content.index(b"PK\x01\x02")
    content[start + 8], content[start + 10] = flags, method
    return bytes(content)


@pytest.mark.parametrize(
    "content", [entry(method=14), entry(method=12), entry(method=97), entry(flags=1), entry()[:-200]],
    ids=["lzma", "bzip2", "unknown", "encrypted", "torn"],
)  # fmt: skip
def test_a_part_of_a_wacz_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "x.wacz").write_bytes(content)
    report = clean_pages(RunOptions(raw, tmp_path / "clean"))
    assert report.outcomes["damaged"] >= 1
    assert report.cleaned == (2 if content[-22:-18] == b"PK\5\6" else 0)


def test_a_wacz_with_a_huge_list_of_entries_is_not_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.wacz", "w") as archive:
        for number in range(300):
            archive.writestr(f"archive/{number}{'x' * 60_000}.warc", b"")
    found = scanned(tmp_path / "x.wacz")
    assert [(outcome, "list of entries" in detail) for outcome, _, detail in found] == [("damaged", True)]


@pytest.mark.parametrize(
    "location", ["@", "@x", "@" + "9" * 5000, "@99999999999999999999", "@\u0663", "@~1", "@0+9", "no@0"]
)
def test_a_location_that_is_none_is_named(tmp_path: Path, location: str) -> None:
    (tmp_path / "x.warc.gz").write_bytes(foreign_archive("records"))
    assert read_answer(tmp_path / "x.warc.gz", location).outcome == "damaged"


@pytest.mark.slow
def test_the_ledger_with_other_json_is_read(tmp_path: Path, raw: Path) -> None:
    """At worst the ledger cannot be used (3); there is no traceback."""
    clean = raw.parent / "clean"
    clean_pages(RunOptions(raw, clean))
    stores, page = ["--clean", str(clean), "--raw", str(raw)], f"{tmp_path}/report.html"
    for value in ("[" * 50_000, '{"rules": ' + "9" * 5000 + "}", '{"rules": "many"}', "7"):
        with open_ledger(clean, write=True) as ledger, ledger.db:
            ledger.db.execute("UPDATE pages SET removed_by = ?", (value,))
            if value[0] == "[":
                ledger.db.execute("UPDATE pages SET observed = ?", (value,))
            ledger.db.execute("UPDATE runs SET summary = ?", (value,))
            ledger.db.execute("UPDATE drift_sites SET state = ?", ("[" * 50_000,))
        for command in (
            ["ledger", *stores],
            ["run", "--no-prefect", *stores],
            ["report", "--output", page, *stores[:2]],
        ):
            assert run_command(command) in (0, 3)


def test_bounds_of_json_and_numbers() -> None:
    assert read_json("[" * 50 + "]" * 50)
    assert read_json('{"a": "' + "[" * 1000 + '\\"["}') == {"a": "[" * 1000 + '"['}
    assert read_json(b"\xef\xbb\xbf[1]") == [1]
    for text in (
        "[" * 51 + "]" * 51,
        '{"a":' * 60 + "1" + "}" * 60,
        "[" * 10**6,
        '["' * 10**5,
        '"' + "[" * 10**5 + "\\",
    ):
        with pytest.raises(ValueError, match=r"."):
            read_json(text)
    with pytest.raises(ValueError, match="more than 10 bytes"):
        read_json("[1, 2, 3, 4]", 10)
    assert (read_object("[1]"), read_object("{"), read_object('{"a": 1}')) == ({}, {}, {"a": 1})
    assert read_counts('{"a": 1, "b": "2", "c": [3]}') == {"a": 1}
    assert [whole_number(text) for text in ("0", "200", "9" * 18)] == [0, 200, 10**18 - 1]
    assert [whole_number(text) for text in ("", "-1", "1.5", " 1", "\u0661", "9" * 19)] == [None] * 6
