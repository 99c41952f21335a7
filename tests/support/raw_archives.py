"""Archives for tests, as bytes: those that fetching writes, and those of other programs."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from datetime import UTC, datetime

from stores import article
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.http.exchange import Exchange
from flows.warc.writer import RecordGroup, timestamp, warcinfo

OWN_NAME = "20260102T030405678Z-9a0b-001.warc.gz"
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def own_group(url: str, role: str = "page") -> bytes:
    """The records of one visit, as fetching writes them."""
    body = article(url).encode()
    headers = [(b"Content-Type", b"text/html")]
    group = RecordGroup()
    group.add_exchange(Exchange(url, [], 200, "OK", "HTTP/1.1", headers, body, body, True), role, WHEN)
    texts = dict.fromkeys(("detail", "etag", "last_modified", "content_type", "digest", "wishes", "found_in"), "")
    group.add_metadata(url, WHEN, {
        **texts, "url": url, "role": role, "final_url": url, "outcome": "ok", "fetched_at": timestamp(WHEN),
        "status": 200, "size": len(body), "tries": 1, "length_verified": True, "revisit": False,
        "robots": {}, "said": {},
    })  # fmt: skip
    return group.content()


def own_archive(urls: Sequence[str], name: str = OWN_NAME) -> bytes:
    """A whole file of fetching."""
    return warcinfo(name) + b"".join(map(own_group, urls))


def record(url: str, block: bytes, kind: str = "response", **head: str) -> bytes:
    """A WARC record with this block, not gzipped; ``head`` replaces fields (_ for -)."""
    fields = {
        "WARC-Type": kind, "WARC-Record-ID": "<urn:uuid:12345678-1234-1234-1234-123456789012>",
        "WARC-Date": "2026-01-02T03:04:05Z", "WARC-Target-URI": url, "Content-Length": str(len(block)),
        "Content-Type": "application/http; msgtype=response" if kind == "response" else "application/json",
        **{name.replace("_", "-"): value for name, value in head.items()},
    }  # fmt: skip
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return b"WARC/1.0\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


def answer(body: str, status: str = "200 OK") -> bytes:
    """The block of an answer with a page of HTML."""
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n".encode() + body.encode()


def foreign_archive(kind: str, urls: Sequence[str] = ("https://other.example/1", "https://other.example/2")) -> bytes:
    """An archive of another program: "records" (gzipped one by one), "plain", or "whole" (gzipped as a whole)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=kind == "records")
    writer.write_record(writer.create_warcinfo_record("crawl.warc.gz", {"software": "another crawler"}))
    for url in urls:
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        page = io.BytesIO(article(url).encode())
        writer.write_record(writer.create_warc_record(url, "response", payload=page, http_headers=head))
        about = {"payload": io.BytesIO(b"via: x"), "warc_content_type": "application/warc-fields"}
        writer.write_record(writer.create_warc_record(url, "metadata", **about))
    return gzip.compress(out.getvalue()) if kind == "whole" else out.getvalue()
