"""Pages out of WARC and WACZ files, whoever wrote them: gzipped by record or not, Common Crawl's, WET.

Whatever is wrong with a record is told in its place; the records around it are read all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecord

from ..fetch.codings import undo
from ..fetch.errors import BadEncoding, FetchError, TooLarge
from .records import UNREADABLE, Damage, Placed, each_record, records_from

if TYPE_CHECKING:
    from cleaners import RawPage

MOST_BYTES = 20_000_000
ANSWERS = ("response", "conversion", "resource")
_ROLE = "Winnow-Role"


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer that a WARC file holds, or why it cannot be used.

    ``where`` finds it again with ``read_at``. ``outcome`` is "ok", or
    "damaged", "too_large", "bad_encoding", "truncated"; then there is no body.
    ``role`` is what fetching was after: page, hop, robots, feed, sitemap ("" in files of others).
    ``discovered`` is what a feed or sitemap said of the page (found_in, title, date); ``read_at`` leaves it out.
    """

    where: str
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
        """Whether this is something to clean: an answer with status 200 that is no robots.txt or feed."""
        if self.role:
            return self.role == "page" and self.status == 200
        return self.status == 200 and not self.url.endswith("/robots.txt")


def read_warc(path: Path | str, most: int = MOST_BYTES) -> Iterator[RawPage]:
    """The pages of a WARC or WACZ file, in order; what cannot be used only ``scan_warc`` tells of."""
    from cleaners import RawPage  # here, because fetching alone does not load the cleaner

    for kept in scan_warc(path, most):
        if kept.is_page and kept.outcome == "ok":
            when = datetime.fromisoformat(kept.fetched_at) if kept.fetched_at else None
            source = f"{path}#{kept.where}"
            yield RawPage(kept.url, kept.body, kept.content_type, kept.status, kept.headers, when, source)


def scan_warc(path: Path | str, most: int = MOST_BYTES) -> Iterator[Kept]:
    """Every answer of a WARC or WACZ file, in order, and every damage, with its place."""
    return _answers(each_record(path, most), most)


def read_at(path: Path | str, where: str, most: int = MOST_BYTES) -> Kept:
    """The one answer at a place that ``scan_warc`` or the ledger named."""
    for kept in _answers(records_from(path, where, most), most, alone=True):
        return kept
    return Kept(where, outcome="damaged", detail="there is no answer at this place")


def _answers(records: Iterator[Placed], most: int, alone: bool = False) -> Iterator[Kept]:
    """The answers among records. Unless they are wanted ``alone``, what fetching noted of them is told too."""
    waiting: Kept | None = None
    for where, record in records:
        if waiting is not None and not isinstance(record, Damage) and record.rec_type in ("request", "metadata"):
            waiting = _discovered(waiting, record)
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if isinstance(record, Damage):
            yield Kept(where, outcome=record.outcome, detail=record.detail)
        elif record.rec_type in ANSWERS:
            kept = kept_of(record, where, most)
            if kept.role and not alone:
                waiting = kept
            else:
                yield kept
    if waiting is not None:
        yield waiting


def _discovered(kept: Kept, record: ArcWarcRecord) -> Kept:
    """With the words of the feed or sitemap that led to the page: they stand in the record behind it."""
    if record.rec_type != "metadata":
        return kept
    try:
        facts = json.loads(record.raw_stream.read(MOST_BYTES))
        said = {name: facts["said"][name] for name in ("title", "date") if facts["said"].get(name)}
        found_in = facts["found_in"]
    except (ValueError, TypeError, KeyError, AttributeError):
        return kept
    if not said or not all(isinstance(value, str) for value in (found_in, *said.values())):
        return kept
    return replace(kept, discovered={"found_in": found_in, **said})


def kept_of(record: ArcWarcRecord, where: str, most: int) -> Kept:
    """The answer that a record holds, or why it cannot be used."""
    head, http = record.rec_headers, record.http_headers
    facts: dict[str, Any] = {
        "where": where,
        "url": (head.get_header("WARC-Target-URI") or "").strip("<>"),
        "fetched_at": head.get_header("WARC-Date") or "",
        "role": head.get_header(_ROLE) or "",
    }
    if http is None:  # a conversion or a resource is the bare body
        content_type = head.get_header("Content-Type") or ""
        headers, status = {"content-type": content_type}, 200
    else:
        headers = {key.lower(): value for key, value in http.headers}
        status = int(http.get_statuscode()) if http.get_statuscode().isdecimal() else 0
        content_type = headers.get("content-type", "")
    try:
        body = _body(record, headers if http else {}, most)
    except FetchError as error:
        return Kept(**facts, outcome=error.outcome, detail=str(error), status=status)
    except UNREADABLE as error:  # torn off in this record, or changed in it or in its digest
        return Kept(**facts, outcome="damaged", detail=f"the record cannot be read to its end: {error}", status=status)
    checker = record.digest_checker
    if checker.passed is False and any("block digest failed" in problem for problem in checker.problems):
        return Kept(**facts, outcome="damaged", detail="the record is not what was written: its digest differs")
    return Kept(**facts, body=body, status=status, headers=headers, content_type=content_type)


def _body(record: ArcWarcRecord, headers: dict[str, str], most: int) -> bytes:
    stream = record.raw_stream
    if "chunked" in headers.get("transfer-encoding", "").lower():
        stream = ChunkedDataReader(stream, decomp_type=None)
    wire = stream.read(most + 1)
    coding = headers.get("content-encoding", "")
    try:
        body = undo(wire, coding, most)
    except BadEncoding:
        if wire[:64].lstrip()[:1] != b"<":
            raise
        body = wire  # many archives undo the coding and leave the header
    while record.raw_stream.read(1 << 20):
        pass  # to the end, so that the digest is of the whole
    if len(body) > most:
        raise TooLarge(f"a page of more than {most:,} bytes")
    return body
