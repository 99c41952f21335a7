"""WARC records of what was fetched: for each hop the answer and its request, at the end a metadata record."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import uuid
from datetime import UTC, datetime
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ..http.exchange import RENDERED, Exchange, Headers
from . import ROLE

_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_CONTROL = re.compile(r"[\0-\x08\n-\x1f\x7f]")  # any but the tab
_PRIVATE = (b"authorization", b"cookie", b"proxy-authorization")


class RecordGroup:
    """Records one after the other, each its own gzip member; the metadata record ends the group.

    ``answer_start`` is the offset in ``content`` of the last answer, ``metadata`` the fields of the metadata record.
    """

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=True, warc_version="1.1")
        self.answer_start = 0
        self.metadata: dict[str, Any] = {}

    def add_exchange(self, exchange: Exchange, role: str, when: datetime, first: tuple[str, str] | None = None) -> None:
        """Add an answer and its request; as a revisit if ``first`` (url, date) names an answer archived earlier."""
        self.answer_start = self._out.tell()
        record_id = f"<urn:uuid:{uuid.uuid4()}>"
        fields = {"WARC-Date": timestamp(when), "WARC-Record-ID": record_id, ROLE: role}
        if exchange.http_version == RENDERED:
            if first is None:  # in the standard, what a browser made of an answer is a "conversion"
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

    def add_metadata(self, url: str, when: datetime, metadata: dict[str, Any]) -> None:
        """Add the metadata record, as JSON."""
        self.metadata = metadata
        text = json.dumps(metadata, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
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
    """The first record of the file ``name``: which program wrote it."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record(name, {"software": "winnow", "format": "WARC 1.1"}))
    return out.getvalue()


def timestamp(when: datetime) -> str:
    """A WARC-Date, to the microsecond."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """The head of a request or an answer, written as it is; warcio would change it, and sometimes leave it out."""

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        self.headers_buff = self.to_bytes(header_filter, "latin-1")


def _answer_head(exchange: Exchange) -> StatusAndHeaders:
    """The head as it was received. The chunks are joined, so the header that announced them is renamed."""
    pairs = [
        ("X-Crawler-Transfer-Encoding" if name.lower() == "transfer-encoding" else name, value)
        for name, value in _pairs(exchange.headers)
    ]
    return _Head(_CONTROL.sub(" ", f"{exchange.status} {exchange.reason}").strip(), pairs, protocol="HTTP/1.1")


def _request_head(exchange: Exchange) -> StatusAndHeaders:
    """The head of the request without its private headers."""
    public = [(name, value) for name, value in exchange.request_headers if name.lower() not in _PRIVATE]
    path = exchange.url.split("/", 3)[3] if exchange.url.count("/") > 2 else ""
    return _Head(f"GET /{path} HTTP/1.1", _pairs(public), is_http_request=True)


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    """Names and values as text; a space stands for each control character, with which a line of the head could end."""
    return [tuple(_CONTROL.sub(" ", part.decode("latin-1")) for part in pair) for pair in headers]  # type: ignore[misc]


def _sha1(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
