"""A visit as WARC 1.1 records: for each hop the answer and the request, and last what we know of it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from .client import Exchange, Headers
from .render import RENDERED
from .robots_keeper import Robots
from .visit import Visit

ROLE = "Winnow-Role"  # our own field of a response record: page, hop, robots, feed or sitemap
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_PRIVATE = (b"authorization", b"cookie", b"proxy-authorization")
NO_PAGE = ("not_html", "no_content", "needs_rendering")  # whole answers, and kept, but nothing to clean
NO_HTTP_ERROR = ("ok", "unchanged", *NO_PAGE)


class Pack:
    """Records one after the other, each a gzip member of its own; the metadata completes them."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=True, warc_version="1.1")
        self.answer_at = 0  # where in the pack the last answer begins
        self.facts: dict[str, Any] = {}

    def exchange(self, exchange: Exchange, role: str, when: datetime, first: tuple[str, str] | None = None) -> None:
        """An answer and its request. ``first`` (url, date) makes it a revisit of an answer kept earlier."""
        self.answer_at = self._out.tell()
        named = {"WARC-Date": _stamp(when), "WARC-Record-ID": _new_id(), ROLE: role}
        if exchange.http_version == RENDERED:
            if first is None:
                self._rendered(exchange, named)
            return
        if first is not None:
            profile = "server-not-modified" if exchange.status == 304 else "identical-payload-digest"
            named |= {"WARC-Profile": _PROFILE + profile, "WARC-Refers-To-Target-URI": first[0]}
            named |= {"WARC-Refers-To-Date": first[1], "WARC-Payload-Digest": _sha1(exchange.wire)}
            self._write("revisit", exchange.url, named, _answer_head(exchange), b"")
        else:
            self._write("response", exchange.url, named, _answer_head(exchange), exchange.wire)
        asked = {key: named[key] for key in ("WARC-Date",)} | {"WARC-Concurrent-To": named["WARC-Record-ID"]}
        self._write("request", exchange.url, asked, _request_head(exchange), b"")

    def metadata(self, url: str, when: datetime, facts: dict[str, Any]) -> None:
        """What we know of the records before it, as JSON."""
        self.facts = facts
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        record = self._writer.create_warc_record(
            url, "metadata", payload=io.BytesIO(text), length=len(text),
            warc_content_type="application/json", warc_headers_dict={"WARC-Date": _stamp(when)},
        )  # fmt: skip
        self._writer.write_record(record)

    def content(self) -> bytes:
        return self._out.getvalue()

    def _rendered(self, exchange: Exchange, named: dict[str, str]) -> None:
        """What a browser made of the answer before it: a conversion, in the words of the standard."""
        record = self._writer.create_warc_record(
            exchange.url, "conversion", payload=io.BytesIO(exchange.wire), length=len(exchange.wire),
            warc_content_type=exchange.header("content-type"), warc_headers_dict=named,
        )  # fmt: skip
        self._writer.write_record(record)

    def _write(self, kind: str, url: str, named: dict[str, str], head: StatusAndHeaders, body: bytes) -> None:
        record = self._writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=named
        )
        self._writer.write_record(record)


def pack_visit(visit: Visit, first: tuple[str, str] | None = None) -> Pack:
    """All records of a visit that ended in a page, feed or sitemap."""
    pack, when = Pack(), visit.fetched_at or datetime.now(UTC)
    for exchange in visit.exchanges[:-1]:
        pack.exchange(exchange, "hop", when)
    pack.exchange(visit.exchanges[-1], visit.target.role, when, first)
    again = first is not None and visit.exchanges[-1].status != 304
    pack.metadata(visit.final_url, when, facts_of(visit, again))
    return pack


def pack_robots(robots: Robots, exchange: Exchange) -> Pack:
    """A robots.txt as it was answered, so that every permission can be judged again."""
    pack, when = Pack(), datetime.fromtimestamp(robots.read_at, UTC)
    pack.exchange(exchange, "robots", when)
    digest = robots.file.digest if robots.file else ""
    facts = {"role": "robots", "url": robots.origin, "read_at": robots.read_at, "digest": digest}
    pack.metadata(exchange.url, when, {**facts, "status": exchange.status})
    return pack


def facts_of(visit: Visit, revisit: bool = False) -> dict[str, Any]:
    """What the ledger keeps of a visit; enough to make its row again."""
    final, target = visit.final, visit.target
    kept = final is not None and visit.outcome in NO_HTTP_ERROR and final.status != 304
    return {
        "url": target.shown,
        "role": target.role,
        "final_url": visit.final_url,
        "outcome": visit.outcome,
        "detail": visit.detail,
        "status": final.status if final else 0,
        "etag": final.header("etag")[:1000] if final else "",
        "last_modified": final.header("last-modified")[:100] if final else "",
        "content_type": final.header("content-type")[:200] if final else "",
        "digest": visit.digest if kept else "",
        "size": len(final.body) if final else 0,
        "length_verified": final.length_verified if final else False,
        "http": final.http_version if final else "",
        "hops": [exchange.url for exchange in visit.exchanges[:-1]],
        "robots": visit.receipt.as_dict() if visit.receipt else {},
        "wishes": visit.wishes[:500],
        "found_in": target.found_in,
        "said": dict(target.said),
        "fetched_at": _stamp(visit.fetched_at or datetime.now(UTC)),
        "tries": visit.tries,
        "revisit": revisit,
    }


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """The head of a request or an answer, byte for byte; warcio would write another, and none for some."""

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        self.headers_buff = self.to_bytes(header_filter, "latin-1")


def _answer_head(exchange: Exchange) -> StatusAndHeaders:
    """The head as it came; the chunks are undone, so the header that announced them gets another name."""
    pairs = []
    for name, value in _pairs(exchange.headers):
        chunked = name.lower() == "transfer-encoding"
        pairs.append(("X-Crawler-Transfer-Encoding" if chunked else name, value))
    return _Head(f"{exchange.status} {exchange.reason}".strip(), pairs, protocol="HTTP/1.1")


def _request_head(exchange: Exchange) -> StatusAndHeaders:
    """The request without what is private."""
    shown = [(name, value) for name, value in exchange.request_headers if name.lower() not in _PRIVATE]
    path = exchange.url.split("/", 3)[3] if exchange.url.count("/") > 2 else ""
    return _Head(f"GET /{path} HTTP/1.1", _pairs(shown), is_http_request=True)


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1").replace("\r", " ").replace("\n", " "))
        for name, value in headers
    ]


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _sha1(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
