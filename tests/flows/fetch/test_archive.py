"""What is fetched is kept: readable by other tools, whole after any crash, and never twice."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from archives import pages_of
from hostile import PAGE, Call, Hostile, page, redirect
from visits import quick
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.errors import StoreError
from flows.fetch.robots import RobotsFile
from flows.fetch.session import FetchPlan, fetch_all
from flows.fetch.visit import Target
from flows.store.archive import Archive
from flows.store.clean import write_error
from flows.store.fetched import open_fetched
from flows.store.recovery import recover
from flows.warc.answers import read_answer, scan_warc

RULES = b"User-agent: *\nDisallow: /closed\nAllow: /\n"


def own_body(path: str) -> bytes:
    return PAGE + path.encode()


async def with_etag(call: Call) -> None:
    """A page of its own for each path, with an ETag that is honoured."""
    if call.header("If-None-Match") == f'"{call.path}"':
        await call.answer(b"", "304 Not Modified", Content_Length="")
    else:
        await call.answer(own_body(call.path), ETag=f'"{call.path}"')


@pytest.fixture
def server() -> Iterator[Hostile]:
    routes = {
        "/robots.txt": page(RULES, Content_Type="text/plain"),
        "/moved": redirect("/1"),
        "/no-etag": page(),
        "/gzip": page(gzip.compress(PAGE), Content_Encoding="gzip"),
        "/pdf": page(b"%PDF-1.7 and more"),
        "/gone": page(b"", "410 Gone"),
        "*": with_etag,
    }
    with Hostile(routes) as running:
        yield running


def fetch(root: Path, server: Hostile, *paths: str) -> dict[str, int]:
    targets = [Target(server.url(path)) for path in paths]
    return dict(fetch_all(root, FetchPlan(targets, quick(server.address))))


def warcs(root: Path) -> list[Path]:
    return sorted(root.glob("*/*.warc.gz"))


def pages(root: Path) -> dict[str, bytes]:
    return {raw.url: raw.body for path in warcs(root) for raw in pages_of(path)}


def test_pages_are_archived_as_they_came(tmp_path: Path, server: Hostile) -> None:
    assert fetch(tmp_path, server, "/1", "/gzip", "/moved") == {"ok": 3}
    assert pages(tmp_path) == {server.url("/1"): own_body("/1"), server.url("/gzip"): PAGE}
    (path,) = warcs(tmp_path)
    kinds = []
    with open(path, "rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            assert record.rec_headers.protocol == "WARC/1.1"
            kinds.append(record.rec_type)
            if record.rec_headers.get_header("WARC-Target-URI") == server.url("/gzip"):
                body = record.raw_stream.read()
                assert record.rec_type != "response" or gzip.decompress(body) == PAGE  # as it was on the wire
    assert kinds[0] == "warcinfo"
    assert kinds.count("response") == kinds.count("request") == 5  # robots.txt, three pages, a redirect
    assert kinds.count("metadata") == 4


def test_another_tool_reads_the_archive(tmp_path: Path, server: Hostile) -> None:
    fastwarc = pytest.importorskip("fastwarc")
    fetch(tmp_path, server, "/1", "/2")
    fetch(tmp_path, server, "/1", "/2")
    found = {}
    for path in warcs(tmp_path):
        with open(path, "rb") as file:
            for record in fastwarc.ArchiveIterator(file, verify_digests=True):
                if record.record_type == fastwarc.WarcRecordType.response:
                    found[record.headers["WARC-Target-URI"]] = record.reader.read()
    assert {server.url("/1"): own_body("/1"), server.url("/2"): own_body("/2")}.items() <= found.items()


def test_a_second_run_asks_conditionally_and_writes_no_page(tmp_path: Path, server: Hostile) -> None:
    fetch(tmp_path, server, "/1", "/2", "/no-etag")
    before = pages(tmp_path)
    server.requests.clear()
    assert fetch(tmp_path, server, "/1", "/2", "/no-etag") == {"unchanged": 3}
    assert pages(tmp_path) == before
    asked = {call.path: call.header("If-None-Match") for call in server.requests}
    assert asked == {"/1": '"/1"', "/2": '"/2"', "/no-etag": ""}  # and robots.txt is still known
    kinds = [r.rec_type for r in ArchiveIterator(io.BytesIO(warcs(tmp_path)[1].read_bytes()))]
    assert kinds.count("revisit") == 3
    assert kinds.count("response") == 0


def test_a_head_in_any_letters_is_archived_as_it_came(tmp_path: Path, server: Hostile) -> None:
    server.routes["/odd"] = page(PAGE, "200 Alles sch\xf6n", X_Odd="gr\xfc\xdfe", Server="\xa1")
    assert fetch(tmp_path, server, "/odd") == {"ok": 1}
    (path,) = warcs(tmp_path)
    assert "HTTP/1.1 200 Alles sch\xf6n\r\n".encode("latin-1") in gzip.decompress(path.read_bytes())
    (kept,) = [kept for kept in scan_warc(path) if kept.is_page]
    assert (kept.outcome, kept.body) == ("ok", PAGE)


@pytest.mark.parametrize("mark", ["sch\xf6n", "a\tb", '"' + "x" * 3000, "\x80"])
def test_an_odd_mark_is_sent_back_or_left_out_and_harms_nothing(tmp_path: Path, mark: str) -> None:
    with Hostile({"/": page(PAGE, ETag=mark, Last_Modified="now\xe9")}) as server:
        assert fetch(tmp_path, server, "/") == {"ok": 1}
        assert fetch(tmp_path, server, "/") == {"unchanged": 1}


def test_a_changed_page_is_archived_again(tmp_path: Path, server: Hostile) -> None:
    fetch(tmp_path, server, "/no-etag")
    server.routes["/no-etag"] = page(PAGE + b"changed")
    assert fetch(tmp_path, server, "/no-etag") == {"ok": 1}
    assert pages(tmp_path)[server.url("/no-etag")].endswith(b"changed")


def test_what_is_no_page_stays_no_page(tmp_path: Path, server: Hostile) -> None:
    assert fetch(tmp_path, server, "/pdf", "/gone") == {"not_html": 1, "not_found": 1}
    assert fetch(tmp_path, server, "/pdf", "/gone") == {"not_html": 1, "not_found": 1}


def test_the_robots_permission_can_be_decided_again(tmp_path: Path, server: Hostile) -> None:
    fetch(tmp_path, server, "/1")
    with open_fetched(tmp_path) as fetched:
        row = fetched.find(server.url("/1"))
        kept = fetched.find_robots(f"http://{server.address}")
    permission = json.loads(row["robots"])
    robots = RobotsFile(read_answer(tmp_path / kept["warc"], f"@{kept['offset']}").body)
    assert robots.digest == permission["digest"] == kept["digest"]
    again = robots.may_fetch(server.url("/1"), "winnow")
    assert (
        (again.allowed, again.line, again.number)
        == (True, permission["line"], permission["number"])
        == (True, "Allow: /", 3)
    )


def test_private_headers_are_not_archived(tmp_path: Path, server: Hostile) -> None:
    url = server.url("/1").replace("http://", "http://user:secret@")
    fetch_all(tmp_path, FetchPlan([Target(url, headers={"Cookie": "session=1"})], quick(server.address)))
    text = b"".join(gzip.decompress(path.read_bytes()) for path in warcs(tmp_path))
    ledger = b"".join(path.read_bytes() for path in (tmp_path / ".winnow").iterdir())
    for secret in (b"Basic", b"session=1", b"user:secret", b"secret@"):
        assert secret not in text + ledger
    assert server.requests[-1].header("Authorization")
    with open_fetched(tmp_path) as fetched:
        assert fetched.find(server.url("/1"))["outcome"] == "ok"


@pytest.mark.parametrize("cut", [1, 100, 700, 1500, 2500])
def test_a_torn_tail_is_cut_and_what_was_lost_is_fetched_again(tmp_path: Path, server: Hostile, cut: int) -> None:
    fetch(tmp_path, server, "/1", "/2", "/3")
    undisturbed = pages(tmp_path)
    (path,) = warcs(tmp_path)
    path.write_bytes(path.read_bytes()[:-cut])
    (tmp_path / ".winnow" / "fetched.sqlite3").unlink()  # the crash came before the list was written
    fetch(tmp_path, server, "/1", "/2", "/3")
    assert pages(tmp_path) == undisturbed
    bodies = [raw.url for path in warcs(tmp_path) for raw in pages_of(path)]
    assert len(bodies) == len(set(bodies))
    assert all(kept.outcome == "ok" for path in warcs(tmp_path) for kept in scan_warc(path))


@pytest.mark.parametrize("cut", [1, 700, 2500, 1_000_000])
def test_a_file_that_lost_its_end_after_the_ledger_knew_it(tmp_path: Path, server: Hostile, cut: int) -> None:
    fetch(tmp_path, server, "/1", "/2", "/3")
    undisturbed = pages(tmp_path)
    (path,) = warcs(tmp_path)
    path.write_bytes(path.read_bytes()[: max(0, path.stat().st_size - cut)])
    fetch(tmp_path, server, "/1", "/2", "/3")
    assert pages(tmp_path) == undisturbed
    assert all(kept.outcome == "ok" for path in warcs(tmp_path) for kept in scan_warc(path))
    assert fetch(tmp_path, server, "/1", "/2", "/3") == {"unchanged": 3}


def test_a_file_that_was_taken_away_is_fetched_again(tmp_path: Path, server: Hostile) -> None:
    fetch(tmp_path, server, "/1", "/no-etag")
    (path,) = warcs(tmp_path)
    path.unlink()
    assert fetch(tmp_path, server, "/1", "/no-etag") == {"ok": 2}
    assert set(pages(tmp_path)) == {server.url("/1"), server.url("/no-etag")}


def test_a_lost_ledger_is_made_again(tmp_path: Path, server: Hostile) -> None:
    def rows() -> list[dict]:
        with open_fetched(tmp_path) as fetched:
            return [{**dict(row), "checked_at": "", "tries": 0} for row in fetched.rows()]

    fetch(tmp_path, server, "/1", "/2", "/no-etag", "/moved")
    before = rows()
    for file in (tmp_path / ".winnow").glob("fetched*"):
        file.unlink()
    with open_fetched(tmp_path, write=True) as fetched:
        for missed in recover(tmp_path, fetched.ends()):
            fetched.add_recovered(missed)
    assert rows() == before


def test_a_flipped_bit_under_a_lost_ledger_costs_one_page_and_cuts_nothing_off(tmp_path: Path, server: Hostile) -> None:
    fetch(tmp_path, server, "/1", "/2", "/3")
    (path,) = warcs(tmp_path)
    (second,) = [kept for kept in scan_warc(path) if kept.url == server.url("/2")]
    data = bytearray(path.read_bytes())
    data[int(second.location[1:]) + 60] ^= 1
    path.write_bytes(data)
    for file in (tmp_path / ".winnow").glob("fetched*"):
        file.unlink()
    with open_fetched(tmp_path, write=True) as fetched:
        for missed in recover(tmp_path, fetched.ends()):
            fetched.add_recovered(missed)
        assert [row["url"] for row in fetched.rows() if row["role"] == "page"] == [server.url("/1"), server.url("/3")]
    assert path.read_bytes() == bytes(data)


def test_files_of_others_are_never_touched(tmp_path: Path, server: Hostile) -> None:
    other = tmp_path / "example.org" / "crawl.warc.gz"
    other.parent.mkdir()
    other.write_bytes(b"not even a WARC")
    fetch(tmp_path, server, "/1")
    assert other.read_bytes() == b"not even a WARC"


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path: Path) -> None:
    """Killed hard again and again, then one whole run: every page is kept once, and nothing is torn."""
    with Hostile({"*": with_etag}) as server:
        names = [f"/{n}" for n in range(150)]
        script = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from visits import quick
from flows.fetch.session import FetchPlan, fetch_all
from flows.fetch.visit import Target
targets = [Target({server.url("")!r} + name) for name in {names!r}]
fetch_all(Path({str(tmp_path)!r}), FetchPlan(targets, quick({server.address!r}, workers_per_host=2)))
"""
        for n in range(6):
            child = subprocess.Popen([sys.executable, "-c", script])
            while not (tmp_path / ".winnow").exists() and child.poll() is None:
                time.sleep(0.01)
            time.sleep(0.05 + 0.11 * n)
            child.send_signal(signal.SIGKILL)
            child.wait()
        subprocess.run([sys.executable, "-c", script], check=True)
        bodies = [(raw.url, raw.body) for path in warcs(tmp_path) for raw in pages_of(path)]
        assert sorted(bodies) == sorted((server.url(name), own_body(name)) for name in names)
        assert all(kept.outcome == "ok" for path in warcs(tmp_path) for kept in scan_warc(path))


@pytest.mark.slow
def test_a_signal_ends_a_run_in_good_order(tmp_path: Path) -> None:
    with Hostile({"*": with_etag}) as server:
        script = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from visits import quick
from flows.errors import Stopped
from flows.fetch.session import FetchPlan, fetch_all
from flows.fetch.visit import Target
targets = [Target({server.url("/")!r} + str(n)) for n in range(1000)]
try:
    fetch_all(Path({str(tmp_path)!r}), FetchPlan(targets, quick({server.address!r}, pace=0.1)))
except Stopped as stopped:
    sys.exit(stopped.exit_code)
"""
        child = subprocess.Popen([sys.executable, "-c", script])
        while server.hits["/2"] == 0 and child.poll() is None:
            time.sleep(0.02)
        child.send_signal(signal.SIGTERM)
        assert child.wait(10) == 143
    with open_fetched(tmp_path) as fetched:
        assert len(list(fetched.rows())) >= 2


def test_two_runs_at_once(tmp_path: Path, server: Hostile) -> None:
    from flows.store.lock import locked

    fetch(tmp_path, server, "/1")
    with locked(tmp_path, "a test"), pytest.raises(StoreError, match="in use by"):
        fetch(tmp_path, server, "/1")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to(tmp_path: Path, server: Hostile) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="raw pages cannot be written"):
        fetch(tmp_path, server, "/1")
    assert not server.requests


def test_a_full_disk_ends_the_run_with_a_clear_message(tmp_path: Path, server: Hostile, monkeypatch) -> None:
    def full(self: Archive, url: str, group: bytes) -> None:
        raise write_error(tmp_path, OSError(28, "No space left on device"), "raw")

    monkeypatch.setattr(Archive, "append", full)
    with pytest.raises(StoreError, match="No space left on device"):
        fetch(tmp_path, server, "/1")
    monkeypatch.undo()
    assert fetch(tmp_path, server, "/1") == {"ok": 1}


def test_files_rotate_by_size(tmp_path: Path) -> None:
    archive = Archive(tmp_path, rotate_at=1000)
    places = [archive.append("http://example.org/", b"x" * 400) for _ in range(9)]
    archive.close()
    assert len({place.file for place in places}) > 3
    assert {path.parent.name for path in warcs(tmp_path)} == {"example.org"}
    assert all((tmp_path / place.file).read_bytes()[place.start : place.end] == b"x" * 400 for place in places)


def test_host_folders_stay_inside(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for url in ("http://../../etc/", "http://.../x", "http://a/../../b", "http://" + "h" * 4000 + "/", "http://CON/"):
        archive.append(url, b"x")
    archive.close()
    assert all(path.parent.parent == tmp_path and len(path.parent.name) < 150 for path in tmp_path.rglob("*.gz"))


def foreign(path: Path, *, gzipped: bool) -> None:
    """A WARC file as another tool would write it."""
    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=gzipped)
        writer.write_record(writer.create_warcinfo_record("x", {"software": "other"}))
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")], "HTTP/1.1")
        chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
        args = {"payload": io.BytesIO(chunked), "http_headers": head, "length": len(chunked)}
        writer.write_record(writer.create_warc_record("http://example.org/chunked", "response", **args))
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], "HTTP/1.1")
        args = {"payload": io.BytesIO(PAGE), "http_headers": head, "length": len(PAGE)}
        writer.write_record(writer.create_warc_record("http://example.org/undone", "response", **args))
        head = StatusAndHeaders("404 Not Found", [("Content-Type", "text/html")], "HTTP/1.1")
        args = {"payload": io.BytesIO(PAGE), "http_headers": head, "length": len(PAGE)}
        writer.write_record(writer.create_warc_record("http://example.org/missing", "response", **args))
        text = "Ein Satz.\nNoch ein Sätzchen.".encode()
        args = {"payload": io.BytesIO(text), "length": len(text), "warc_content_type": "text/plain"}
        writer.write_record(writer.create_warc_record("http://example.org/wet", "conversion", **args))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
def test_archives_of_others_are_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith(".wacz"):
        foreign(tmp_path / "data.warc.gz", gzipped=True)
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(tmp_path / "data.warc.gz", "archive/data.warc.gz")
            archive.writestr("datapackage.json", "{}")
    else:
        foreign(path, gzipped=name.endswith(".gz"))
    found = list(pages_of(path))
    assert [raw.url.rsplit("/", 1)[1] for raw in found] == ["chunked", "undone", "wet"]
    assert [raw.body for raw in found[:2]] == [PAGE, PAGE]
    assert found[2].content_type == "text/plain"
    assert "Sätzchen" in found[2].body.decode()
    for kept in scan_warc(path):
        assert read_answer(path, kept.location).body == kept.body


def test_a_gzip_file_of_many_records_in_one_member(tmp_path: Path) -> None:
    foreign(tmp_path / "plain.warc", gzipped=False)
    path = tmp_path / "one.warc.gz"
    path.write_bytes(gzip.compress((tmp_path / "plain.warc").read_bytes()))
    assert [raw.url.rsplit("/", 1)[1] for raw in pages_of(path)] == ["chunked", "undone", "wet"]
    for kept in scan_warc(path):
        assert read_answer(path, kept.location).url == kept.url


@pytest.mark.parametrize("size", [10, 1_500, 3_000, 50_000, 99_000, 300_000])
def test_a_gzip_file_in_one_member_with_a_first_record_of_any_size(tmp_path: Path, size: int) -> None:
    first = b"<p>" + b"x" * size + b"</p>"
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for url, body in (("http://a.example/1", first), ("http://a.example/2", PAGE)):
        answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=answer))
    path = tmp_path / "one.warc.gz"
    path.write_bytes(gzip.compress(out.getvalue()))
    assert [raw.body for raw in pages_of(path)] == [first, PAGE]


def test_a_torn_gzip_file_in_one_member_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    foreign(tmp_path / "plain.warc", gzipped=False)
    path = tmp_path / "torn.warc.gz"
    path.write_bytes(gzip.compress((tmp_path / "plain.warc").read_bytes() * 40, 0)[:-200])
    found = list(scan_warc(path))
    assert len([kept for kept in found if kept.outcome == "ok"]) > 20
    assert found[-1].outcome == "damaged"


@pytest.mark.slow
def test_whatever_bytes_were_changed_the_archive_is_read(tmp_path: Path) -> None:
    foreign(tmp_path / "a.warc", gzipped=False)
    foreign(tmp_path / "b.warc.gz", gzipped=True)
    plain = (tmp_path / "a.warc").read_bytes() * 3
    kinds = (plain, (tmp_path / "b.warc.gz").read_bytes() * 3, gzip.compress(plain, 6), gzip.compress(plain, 0))
    random, path, outcomes = Random(5), tmp_path / "changed.warc.gz", Counter[str]()
    for _ in range(800):
        data = bytearray(random.choice(kinds))
        data = data[: random.randrange(1, len(data))] if random.random() < 0.3 else data
        for _ in range(random.choice((1, 1, 3))):
            data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        path.write_bytes(data)
        for kept in scan_warc(path):
            outcomes[kept.outcome] += 1
            if kept.location:
                read_answer(path, kept.location)
    assert outcomes["ok"] > 1000
    assert outcomes["damaged"] > 200


def test_a_flipped_bit_is_named_and_the_rest_is_read(tmp_path: Path, server: Hostile) -> None:
    fetch(tmp_path, server, "/1", "/2", "/3")
    (path,) = warcs(tmp_path)
    kept = [kept for kept in scan_warc(path) if kept.is_page]
    data = bytearray(path.read_bytes())
    data[int(kept[1].location[1:]) + 250] ^= 4
    path.write_bytes(data)
    after = list(scan_warc(path))
    assert [k.location for k in after if k.outcome == "damaged"] == [kept[1].location]
    assert {k.url for k in after if k.is_page} == {kept[0].url, kept[2].url}


def test_a_record_that_explodes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.warc.gz"
    with open(path, "wb") as file:
        writer = WARCWriter(file)
        head = StatusAndHeaders("200 OK", [("Content-Encoding", "gzip")], "HTTP/1.1")
        bomb = gzip.compress(bytes(60_000_000))
        args = {"payload": io.BytesIO(bomb), "http_headers": head, "length": len(bomb)}
        writer.write_record(writer.create_warc_record("http://example.org/bomb", "response", **args))
    assert [kept.outcome for kept in scan_warc(path)] == ["too_large"]


ARC_LINE = "{} 192.0.2.7 20260101000000 text/html {}\n"


def test_old_arc_files_are_read(tmp_path: Path) -> None:
    answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The nets are dry.</p>"
    (tmp_path / "x.warc").write_text(ARC_LINE.format("http://nets.example/", len(answer)) + answer + "\n", newline="")
    (page,) = pages_of(tmp_path / "x.warc")
    assert (page.url, page.body) == ("http://nets.example/", b"<p>The nets are dry.</p>")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"hello", b"\x1f\x8b\x08", os.urandom(2000), b"WARC/1.0\r\nbroken", b"PK\x03\x04",
        ARC_LINE.format("\xff\x05g", 10).encode("latin-1") + b"\x00" * 10 + b"\n", b"Five words in a line\nand more\n",
    ],
)  # fmt: skip
def test_what_is_no_archive(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    assert list(pages_of(path)) == []
    assert {kept.outcome for kept in scan_warc(path)} <= {"damaged"}
