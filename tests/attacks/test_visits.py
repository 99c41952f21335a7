"""A visit may fail for any reason, with a name and no traceback; the crawl goes on, and records every page."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "flows" / "fetch"))
from certificates import certificate
from hostile import PAGE, Call, Handler, Hostile, page, raw, redirect
from visits import quick, visit_one
from warcio.archiveiterator import ArchiveIterator

from flows.cli import run_command
from flows.errors import StoreError
from flows.fetch.client import Client
from flows.fetch.crawl import Crawl
from flows.fetch.fetcher import Fetcher
from flows.fetch.robots_cache import RobotsAnswer, RobotsCache
from flows.fetch.session import FetchPlan, fetch_all
from flows.fetch.throttle import HostThrottle
from flows.fetch.visit import Target, Visit
from flows.http.exchange import Exchange
from flows.store.fetched import open_fetched
from flows.warc.writer import RecordGroup

h2_connection = pytest.importorskip("h2.connection")
h2_config = pytest.importorskip("h2.config")
h2_events = pytest.importorskip("h2.events")

Pairs = list[tuple[bytes, bytes]]
HTML = (b"content-type", b"text/html")
HTTP2: dict[str, tuple[Pairs, str]] = {
    "good": ([(b":status", b"200"), HTML], "ok"),
    "status-abc": ([(b":status", b"abc"), HTML], "protocol_error"),
    "status-empty": ([(b":status", b""), HTML], "protocol_error"),
    "status-long": ([(b":status", b"9" * 5000), HTML], "protocol_error"),
    "status-sign": ([(b":status", b"-200"), HTML], "protocol_error"),
    "status-letters": ([(b":status", b"\xd9\xa2\xd9\xa0\xd9\xa0"), HTML], "protocol_error"),
    "status-none": ([HTML], "ok protocol_error"),
    "status-twice": ([(b":status", b"200"), (b":status", b"abc"), HTML], "protocol_error"),
    "crlf-in-name": ([(b":status", b"200"), HTML, (b"x: y\r\nset-cookie", b"a=b")], "protocol_error"),
    "crlf-in-value": ([(b":status", b"200"), HTML, (b"x", b"y\r\nSet-Cookie: a=b\r\n\r\n<p>other")], "protocol_error"),
    "lf-in-value": ([(b":status", b"200"), HTML, (b"x", b"y\nSet-Cookie: a=b")], "protocol_error"),
    "nul-in-value": ([(b":status", b"200"), HTML, (b"x", b"y\0z")], "protocol_error"),
    "control-in-name": ([(b":status", b"200"), HTML, (b"x\x0bz", b"y")], "protocol_error"),
    "space-in-name": ([(b":status", b"200"), HTML, (b"x z", b"y")], "protocol_error"),
    "control-in-value": ([(b":status", b"200"), HTML, (b"x", b"a\x0bY: b\x0cc\x1cd\x7f")], "ok protocol_error"),
    "long-length": ([(b":status", b"200"), HTML, (b"content-length", b"9999")], "truncated protocol_error"),
    "short-length": ([(b":status", b"200"), HTML, (b"content-length", b"3")], "protocol_error"),
    "odd-length": ([(b":status", b"200"), HTML, (b"content-length", b"abc")], "protocol_error"),
}  # fmt: skip


async def speak_http2(call: Call) -> None:
    """Answer each path of HTTP2 with its headers, unchecked."""
    config = h2_config.H2Configuration(
        client_side=False, validate_outbound_headers=False, normalize_outbound_headers=False, header_encoding=None
    )
    connection = h2_connection.H2Connection(config)
    connection.initiate_connection()
    connection.receive_data(b"PRI * HTTP/2.0\r\n\r\n")
    await call.send(connection.data_to_send())
    while data := await call.reader.read(65536):
        for event in connection.receive_data(data):
            if isinstance(event, h2_events.RequestReceived):
                path = dict(event.headers)[b":path"].decode()
                headers = HTTP2.get(path[1:], HTTP2["good"])[0]
                connection.send_headers(event.stream_id, headers)
                connection.send_data(event.stream_id, PAGE, end_stream=True)
        await call.send(connection.data_to_send())


def heads(root: Path) -> list[bytes]:
    """The heads of all archived answers, as they are in the file."""
    found = []
    for path in root.glob("*/*.warc.gz"):
        with open(path, "rb") as file:
            for record in ArchiveIterator(file, no_record_parse=True):
                if record.rec_type == "response":
                    found.append(record.content_stream().read().partition(b"\r\n\r\n")[0])
    return found


@pytest.mark.parametrize("name", HTTP2)
def test_odd_answers_of_http2(tmp_path: Path, name: str) -> None:
    file, context = certificate(tmp_path, "127.0.0.1")
    context.set_alpn_protocols(["h2", "http/1.1"])
    with Hostile({"*": speak_http2}, context) as server:
        targets = [Target(server.url(f"/{path}", "https")) for path in (name, "other")]
        policy = quick(server.address, ca_file=str(file), obey_robots=False, workers_per_host=1)
        outcomes = fetch_all(tmp_path / "raw", FetchPlan(targets, policy))
    with open_fetched(tmp_path / "raw") as fetched:
        rows = [fetched.find(target.url)["outcome"] for target in targets]
    assert rows[0] in HTTP2[name][1].split()
    assert rows[1] == "ok"
    assert outcomes.total() == 2
    for head in heads(tmp_path / "raw"):
        names = [line.partition(":")[0].lower() for line in head.decode("latin-1").splitlines()[1:]]
        assert set(names) <= {"content-type", "x"}


@pytest.mark.parametrize("part", ["x: y\r\nSet-Cookie: a=b", "x\ny: z", "x\x0by", "x\0", "x\x7f", "\r\n\r\n<p>"])
def test_no_line_of_an_archived_head_is_split(part: str) -> None:
    """Whoever let it pass: the writer puts one line for each header."""
    pairs = [(part.encode(), b"v"), (b"n", part.encode())]
    exchange = Exchange("http://h.example/", pairs, 200, f"OK{part}", "HTTP/2", pairs, b"body", b"body", True)
    group = RecordGroup()
    group.add_exchange(exchange, "page", datetime.now(UTC))
    records = ArchiveIterator(io.BytesIO(group.content()), no_record_parse=True)
    blocks = [record.content_stream().read() for record in records]
    for block, body in zip(blocks, (b"body", b""), strict=True):
        head, _, rest = block.partition(b"\r\n\r\n")
        assert (len(head.decode("latin-1").splitlines()), rest) == (3, body)


def test_a_lone_surrogate_in_a_feed(tmp_path: Path) -> None:
    feed = rb"""{"items": [
        {"url": "/1", "title": "A \ud800 title", "date_published": "2024\udfff"},
        {"url": "/\ud800", "title": "\ud83d"}, {"url": "http://a\udc00/"}, {"external_url": "/2"}, {"url": "/3"}]}"""
    with Hostile({"/feed": page(feed), **{f"/{number}": page() for number in (1, 2, 3)}}) as server:
        for outcome in ("ok", "unchanged"):
            plan = FetchPlan([Target(server.url("/feed"), "feed")], quick(server.address))
            assert fetch_all(tmp_path, plan) == {outcome: 4, "not_found": 1, "bad_url": 1}
    with open_fetched(tmp_path) as fetched:
        assert json.loads(fetched.find(server.url("/1"))["said"]) == {"title": "A \ufffd title", "date": "2024\ufffd"}
    for path in tmp_path.glob("*/*.warc.gz"):
        with open(path, "rb") as file:
            for record in ArchiveIterator(file):
                assert record.rec_type != "metadata" or json.loads(record.content_stream().read().decode("utf-8"))


class Broken(Client):
    """A client that meets an error nobody foresaw at some paths."""

    errors: dict[str, BaseException] = {}  # noqa: RUF012

    async def exchange(self, url: Any, *args: Any, **kwargs: Any) -> Exchange:
        if url.path in self.errors:
            raise self.errors[url.path]
        return await super().exchange(url, *args, **kwargs)


def crawl(server: Hostile, paths: list[str], errors: dict[str, BaseException], **parts: Any) -> list[Visit]:
    """Crawl with such a client; ``parts`` replace ``record`` of the crawl, or ``on_read`` of the robots cache."""
    visits: list[Visit] = []
    policy = quick(server.address)

    async def keep(visit: Visit) -> Visit:
        return visit

    async def run() -> None:
        client, throttle = Broken(policy), HostThrottle(policy)
        client.errors = errors
        robots = RobotsCache(client, policy, throttle, on_read=parts.get("on_read", lambda *_: None))
        record: Callable[[Visit], Awaitable[Visit]] = parts.get("record", keep)
        fetcher = Fetcher(client, policy, throttle, robots)
        whole = Crawl(fetcher.visiting, record, lambda _: None, fetcher.reader, 2)
        whole.on_visit = visits.append
        try:
            await whole.run([Target(server.url(path)) for path in paths])
        finally:
            await fetcher.aclose()
            await client.aclose()

    asyncio.run(run())
    return visits


@pytest.mark.parametrize("kind", [RuntimeError, KeyError, MemoryError, RecursionError, UnicodeError, AssertionError])
def test_an_error_that_nobody_foresaw_fails_one_visit(kind: type[Exception]) -> None:
    with Hostile({"/robots.txt": page(b"", "404 Not Found"), "*": page()}) as server:
        visits = crawl(server, ["/1", "/bad", "/2", "/3"], {"/bad": kind("boom \ud800\x1b[31m")})
    outcomes = {visit.target.url.rpartition("/")[2]: visit for visit in visits}
    assert Counter(visit.outcome for visit in visits) == {"ok": 3, "fetch_crash": 1}
    failed = outcomes["bad"]
    assert failed.detail.startswith(f"{kind.__name__} at test_visits.py:")
    assert failed.detail.isprintable()
    assert "report" in failed.advice


def test_an_error_at_robots_txt_fails_the_pages_of_its_host() -> None:
    with Hostile({"*": page()}) as server:
        visits = crawl(server, ["/1", "/2"], {"/robots.txt": RuntimeError("boom")})
    assert Counter(visit.outcome for visit in visits) == {"fetch_crash": 2}


def test_a_visit_that_cannot_be_recorded_is_recorded_as_failed() -> None:
    recorded = []

    async def record(visit: Visit) -> Visit:
        if visit.exchanges and visit.target.url.endswith("/bad"):
            raise ValueError("no such record")
        recorded.append(visit.outcome)
        return visit

    with Hostile({"/robots.txt": page(b"", "404 Not Found"), "*": page()}) as server:
        visits = crawl(server, ["/1", "/bad", "/2"], {}, record=record)
    assert Counter(visit.outcome for visit in visits) == Counter(recorded) == {"ok": 2, "fetch_crash": 1}


@pytest.mark.parametrize("error", [StoreError("disk full"), sqlite3.OperationalError("disk full"), KeyboardInterrupt()])
@pytest.mark.parametrize("place", ["visit", "robots", "record"])
def test_what_must_end_a_run_still_does(error: BaseException, place: str) -> None:
    def full(answer: RobotsAnswer, exchange: Exchange) -> None:
        raise error

    async def record(visit: Visit) -> Visit:
        raise error

    parts = {"robots": {"on_read": full}, "record": {"record": record}}.get(place, {})
    with Hostile({"*": page()}) as server, pytest.raises(BaseException) as raised:  # noqa: PT011
        crawl(server, ["/1", "/2"], {"/2": error} if place == "visit" else {}, **parts)
    group = raised.value
    assert error in (group, *getattr(group, "exceptions", ()))


def test_a_clock_that_was_ahead_does_not_keep_a_robots_txt_for_ever(tmp_path: Path) -> None:
    def fetch() -> None:
        assert fetch_all(tmp_path, FetchPlan([Target(server.url("/"))], quick(server.address))).total() == 1

    with Hostile({"/robots.txt": page(b"User-agent: *\nAllow: /", Content_Type="text/plain"), "/": page()}) as server:
        fetch()
        with open_fetched(tmp_path, write=True) as fetched, fetched.db:
            fetched.db.execute("UPDATE robots SET read_at = ?", (time.time() + 10 * 365 * 86_400,))
        fetch()
        assert server.hits["/robots.txt"] == 2
        fetch()
        assert server.hits["/robots.txt"] == 2


@pytest.mark.parametrize(("age", "old"), [(0.5, False), (80_000, False), (90_000, True), (-60, True), (-1e9, True)])
def test_the_age_of_a_robots_txt(age: float, old: bool) -> None:
    assert RobotsAnswer("http://h.example", None, time.time() - age).is_old() == old


def test_a_redirected_page_is_found_by_both_its_addresses(tmp_path: Path, monkeypatch, capsys) -> None:
    article = (
        b"<title>A</title><h1>A headline</h1>" + b"<p>A sentence of a few words that stays in the article.</p>" * 9
    )
    routes: dict[str, Handler] = {"/asked": redirect("/hop"), "/hop": redirect("/final"), "/final": page(article)}
    monkeypatch.chdir(tmp_path)

    def ledger(path: str) -> list[dict[str, Any]]:
        capsys.readouterr()
        assert run_command(["ledger", server.url(path), "--format", "jsonl"]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    with Hostile({**routes, "/other": page(article)}) as server:
        targets = [Target(server.url(path)) for path in ("/asked", "/other")]
        assert fetch_all(tmp_path / "raw", FetchPlan(targets, quick(server.address))) == {"ok": 2}
    assert [record["url"] for record in ledger("/asked")] == [record["url"] for record in ledger("/final")]
    assert run_command(["run", "--workers", "1"]) == 0
    assert ledger("/asked") == ledger("/final")
    (record,) = ledger("/asked")
    assert (record["outcome"], record["url"]) == ("ok", server.url("/final"))
    assert record["requested"] == [server.url("/asked")]
    assert [other["requested"] for other in ledger("/other")] == [[]]
    for path in ("/asked", "/final"):
        capsys.readouterr()
        assert run_command(["raw", server.url(path), "--info"]) == 0
        assert json.loads(capsys.readouterr().out)["url"] == server.url("/asked")
    assert run_command(["ledger", server.url("/hop")]) == 2


def test_unfit_bytes_of_http1_are_named_or_harmless(tmp_path: Path) -> None:
    """What the library for HTTP/1 lets pass is one line of the archived head."""
    head = b"HTTP/1.1 200 Fine\x0b\x7f\r\nContent-Type: text/html\r\nX: a\x0bY: b\x0c\x1c\x1d\x7f\r\nContent-Length: %d"
    with Hostile({"/": raw(head % len(PAGE) + b"\r\n\r\n" + PAGE)}) as server:
        visit = visit_one(server.url("/"), quick(server.address))
        outcomes = fetch_all(tmp_path, FetchPlan([Target(server.url("/"))], quick(server.address)))
    assert visit.outcome in ("ok", "protocol_error")
    assert outcomes.total() == 1
    assert all(len(head.decode("latin-1").splitlines()) == 4 for head in heads(tmp_path) if b"Fine" in head)


@pytest.mark.parametrize(
    ("headers", "body", "outcome"),
    [
        (b"Content-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip", 2, 0),
        (b"Content-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip, gzip", 3, 0),
        (b"Content-Type: text/html\r\nContent-Type: application/pdf", 0, 0),
    ],
)
def test_headers_that_are_there_twice_are_read_as_they_were_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, headers: bytes, body: int, outcome: int
) -> None:
    monkeypatch.chdir(tmp_path)
    content = PAGE
    for _ in range(body):
        content = gzip.compress(content)
    answer = raw(b"HTTP/1.1 200 OK\r\n%s\r\nContent-Length: %d\r\n\r\n%s" % (headers, len(content), content))
    with Hostile({"/": answer}) as server:
        assert fetch_all(tmp_path / "raw", FetchPlan([Target(server.url("/"))], quick(server.address))) == {"ok": 1}
    assert run_command(["run", "--workers", "1"]) == outcome
    assert run_command(["verify"]) == 0
