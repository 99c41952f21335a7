"""Answers from WARC and WACZ files of any program: gzipped by record or not, of Common Crawl, WET.

A damaged record is returned with the reason; the records around it are read as usual.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from warcio.bufferedreaders import ChunkedDataReader
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord

from cleaners import Limits, PageRefused, check_body

from ..bounded import MAX_JSON_BYTES, read_object, whole_number
from ..http.content_codings import decode_content
from ..http.errors import BadEncoding, FetchError, TooLarge
from ..http.page_types import PAGE_TYPES, looks_like_html, media_type
from . import MAX_BYTES, ROLE
from .records import ANSWERS, UNREADABLE, Damage, LocatedRecord, each_record, records_from

_ANY_SIZE = Limits(size=sys.maxsize)  # what is too large was not read


@dataclass(frozen=True, slots=True)
class ArchivedAnswer:
    """One answer in a WARC file, or the reason why it cannot be used.

    ``location`` is its place in the file, for ``read_answer``. ``outcome`` is "ok", or "damaged",
    "too_large", "bad_encoding", "truncated", "unreadable"; then there is no body.
    ``role`` is why winnow fetched it: page, hop, robots, feed, sitemap ("" in files of other programs).
    ``discovered`` is what a feed or sitemap says about the page (found_in, title, date); ``read_answer`` leaves it out.
    """

    location: str
    url: str = ""
    outcome: str = "ok"
    detail: str = ""
    body: bytes = b""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = ""
    fetched_at: str = ""
    role: str = ""
    discovered: dict[str, str] = field(default_factory=dict)

    @property
    def is_page(self) -> bool:
        """Whether this is a page to clean: readable, with status 200, and no picture, script, robots.txt, feed ...

        What winnow itself fetched as a page is one, whatever was sent.
        """
        if self.outcome != "ok" or self.status != 200 or not self.may_be_page:
            return False
        return bool(self.role) or not _is_other_format(self.body)

    @property
    def may_be_page(self) -> bool:
        """Whether this would be a page if it could be read: by its role, status, address and content type."""
        if self.role:
            return self.role == "page"
        if self.status not in (0, 200) or self.url.endswith("/robots.txt"):
            return False
        return media_type(self.content_type) in PAGE_TYPES or looks_like_html(self.body)


def scan_warc(path: Path | str, max_bytes: int = MAX_BYTES) -> Iterator[ArchivedAnswer]:
    """Every answer of a WARC or WACZ file, in order, and every damaged record, each with its location."""
    waiting: ArchivedAnswer | None = None  # one of winnow's own: the metadata record after it completes it
    for location, record in each_record(path, max_bytes):
        if waiting is not None and not isinstance(record, Damage) and record.rec_type in ("request", "metadata"):
            waiting = replace(waiting, discovered=_discovered(record)) if record.rec_type == "metadata" else waiting
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        answer = _answer_or_damage(location, record, max_bytes)
        if answer is not None and answer.role:
            waiting = answer
        elif answer is not None:
            yield answer
    if waiting is not None:
        yield waiting


def read_answer(path: Path | str, location: str, max_bytes: int = MAX_BYTES) -> ArchivedAnswer:
    """The answer at a location that ``scan_warc`` returned or the list of fetched pages has; whatever is there."""
    try:
        for record_location, record in records_from(path, location, max_bytes):
            if answer := _answer_or_damage(record_location, record, max_bytes):
                return answer
    except OSError as error:
        detail = f"{error.strerror or error}; check the file and its permissions"
        return ArchivedAnswer(location, outcome="unreadable", detail=detail)
    except Exception as error:  # noqa: BLE001  any of zipfile, gzip and zlib for changed bytes
        return ArchivedAnswer(location, outcome="damaged", detail=f"no record can be read there: {str(error)[:200]}")
    return ArchivedAnswer(location, outcome="damaged", detail="there is no answer at this place")


def _answer_or_damage(location: str, record: LocatedRecord, max_bytes: int) -> ArchivedAnswer | None:
    if isinstance(record, Damage):
        return ArchivedAnswer(location, outcome=record.outcome, detail=record.detail, content_type=record.content_type)
    return answer_of(record, location, max_bytes) if record.rec_type in ANSWERS else None


def _discovered(record: ArcWarcRecord) -> dict[str, str]:
    """What the feed or sitemap that named the page says about it, from the metadata record."""
    try:
        metadata = read_object(record.raw_stream.read(MAX_JSON_BYTES + 1))
        source = metadata["said"]
        fields = {name: source[name] for name in ("title", "date") if source.get(name)}
        discovered = {"found_in": metadata["found_in"], **fields}
    except (*UNREADABLE, KeyError, AttributeError):
        return {}
    return discovered if fields and all(isinstance(value, str) for value in discovered.values()) else {}


def answer_of(record: ArcWarcRecord, location: str, max_bytes: int) -> ArchivedAnswer:
    """The answer in a record, or the reason why it cannot be used."""
    head, http = record.rec_headers, record.http_headers
    fields: dict[str, Any] = {
        "location": location,
        "url": (head.get_header("WARC-Target-URI") or "").strip("<>"),
        "fetched_at": head.get_header("WARC-Date") or "",
        "role": head.get_header(ROLE) or "",
    }
    if http is None:  # a conversion or a resource is the bare body
        content_type = head.get_header("Content-Type") or ""
        headers, status = {"content-type": content_type}, 200
    else:
        headers = {}
        for key, value in http.headers:  # one that is there twice counts as when it was fetched
            headers[key.lower()] = f"{headers[key.lower()]}, {value}" if key.lower() in headers else value
        status = whole_number(http.get_statuscode()) or 0
        if not 100 <= status <= 999:
            detail = f"no HTTP answer: its status is {http.get_statuscode()[:40]!r}"
            return ArchivedAnswer(**fields, outcome="damaged", detail=detail)
        content_type = headers.get("content-type", "")
    fields |= {"status": status, "content_type": content_type}
    try:
        body = _body(record, headers if http else {}, max_bytes)
    except FetchError as error:
        return ArchivedAnswer(**fields, outcome=error.outcome, detail=str(error))
    except UNREADABLE as error:  # this record is cut short, or it or its digest was changed
        detail = f"the record cannot be read to its end: {error}"
        return ArchivedAnswer(**fields, outcome="damaged", detail=detail)
    checker = record.digest_checker
    if checker.passed is False and any("block digest failed" in problem for problem in checker.problems):
        detail = "the record is not what was written: its digest differs"
        return ArchivedAnswer(**fields, outcome="damaged", detail=detail)
    return ArchivedAnswer(**fields, body=body, headers=headers)


def _is_other_format(body: bytes) -> bool:
    """Whether a body is empty, or no page by its bytes (a picture that counts visits, with the type text/html)."""
    try:
        check_body(body, None, _ANY_SIZE)
    except PageRefused:
        return True
    return not body.strip()


def _body(record: ArcWarcRecord, headers: dict[str, str], max_bytes: int) -> bytes:
    stream = record.raw_stream
    if "chunked" in headers.get("transfer-encoding", "").lower():
        # Within a limit, since it reads each chunk at once, however large that is.
        stream = ChunkedDataReader(LimitReader(stream, 2 * max_bytes), decomp_type=None)
    raw_body = stream.read(max_bytes + 1)
    try:
        body = decode_content(raw_body, headers.get("content-encoding", ""), max_bytes)
    except BadEncoding:
        if raw_body[:64].lstrip()[:1] != b"<":
            raise
        body = raw_body  # many archives decode the body and leave the header as it was
    while record.raw_stream.read(1 << 20):
        pass  # read to the end, so that the digest covers the whole
    if len(body) > max_bytes:
        raise TooLarge(f"a page of more than {max_bytes:,} bytes")
    return body
