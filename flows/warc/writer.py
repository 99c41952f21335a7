"""WARC 1.1 records of what was fetched: for each hop the answer and its request, and last what is known of it."""

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

from ..http.exchange import RENDERED, Exchange, Headers
from . import ROLE

_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_PRIVATE = (b"authorization", b"cookie", b"proxy-authorization")


class RecordGroup:
    """Records one after the other, each a gzip member of its own; the metadata completes them.

    ``answer_at`` is the offset in ``content`` of the last answer, ``facts`` what the metadata record says.
    """

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=True, warc_version="1.1")
        self.answer_at = 0
        self.facts: dict[str, Any] = {}

    def add_exchange(self, exchange: Exchange, role: str, when: datetime, first: tuple[str, str] | None = None) -> None:
        """An answer and its request. ``first`` (url, date) makes it a revisit of an answer archived earlier."""
        self.answer_at = self._out.tell()
        record_id = f"<urn:uuid:{uuid.uuid4()}>"
        fields = {"WARC-Date": timestamp(when), "WARC-Record-ID": record_id, ROLE: role}
        if exchange.http_version == RENDERED:
            if first is None:  # what a browser made of the answer before it is a conversion in the standard's words
                self._write("conversion", exchange.url, fields, exchange.raw_body, exchange.header("content-type"))
            return
        if first is not None:
            profile = "server-not-modified" if exchange.status == 304 else "identical-payload-digest"
            fields |= {"WARC-Profile": _PROFILE + profile, "WARC-Refers-To-Target-URI": first[0]}
            fields |= {"WARC-Refers-To-Date": first[1], "WARC-Payload-Digest": _sha1(exchange.raw_body)}
            self._write("revisit", exchange.url, fields, b"", _answer_head(exchange))
        else:
            self._write("response", exchange.url, fields, exchange.raw_body, _answer_head(exchange))
        fields = {"WARC-Date": timestamp(when), "WARC-Concurrent-To": record_id}
        self._write("request", exchange.url, fields, b"", _request_head(exchange))

    def add_metadata(self, url: str, when: datetime, facts: dict[str, Any]) -> None:
        """What is known of the records before it, as JSON."""
        self.facts = facts
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        self._write("metadata", url, {"WARC-Date": timestamp(when)}, text, "application/json")

    def content(self) -> bytes:
        return self._out.getvalue()

    def _write(self, kind: str, url: str, fields: dict[str, str], body: bytes, head: StatusAndHeaders | str) -> None:
        """Write a record whose block is an HTTP message, or the bare body of a content type."""
        about = {"warc_content_type": head} if isinstance(head, str) else {"http_headers": head}
        record = self._writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), length=len(body), warc_headers_dict=fields, **about
        )
        self._writer.write_record(record)


def warcinfo(name: str) -> bytes:
    """What made the file ``name``: the first record of each."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record(name, {"software": "winnow", "format": "WARC 1.1"}))
    return out.getvalue()


def timestamp(when: datetime) -> str:
    """A WARC-Date, to the microsecond."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """The head of a request or an answer, byte for byte; warcio would write another, and none for some."""

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        self.headers_buff = self.to_bytes(header_filter, "latin-1")


def _answer_head(exchange: Exchange) -> StatusAndHeaders:
    """The head as it came; the chunks are joined, so the header that announced them gets another name."""
    pairs = [
        ("X-Crawler-Transfer-Encoding" if name.lower() == "transfer-encoding" else name, value)
        for name, value in _pairs(exchange.headers)
    ]
    return _Head(f"{exchange.status} {exchange.reason}".strip(), pairs, protocol="HTTP/1.1")


def _request_head(exchange: Exchange) -> StatusAndHeaders:
    """The request without what is private."""
    public = [(name, value) for name, value in exchange.request_headers if name.lower() not in _PRIVATE]
    path = exchange.url.split("/", 3)[3] if exchange.url.count("/") > 2 else ""
    return _Head(f"GET /{path} HTTP/1.1", _pairs(public), is_http_request=True)


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1").replace("\r", " ").replace("\n", " "))
        for name, value in headers
    ]


def _sha1(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
