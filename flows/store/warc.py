"""Pages out of WARC and WACZ files, whoever wrote them: gzipped by record or not, Common Crawl's, WET.

Whatever is wrong with a record is told in its place; the records around it are read all the same.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from ..fetch.codings import undo
from ..fetch.errors import BadEncoding, FetchError, TooLarge
from .members import MAGIC, DamagedMember, members, next_member

if TYPE_CHECKING:
    from cleaners import RawPage

SUFFIXES = (".warc", ".warc.gz", ".wacz", ".wet", ".wet.gz")
MOST_BYTES = 20_000_000
_HEADS = 1_000_000  # what a record may have on top of its body
_ROLE = "Winnow-Role"
_UNPACKED = "~"  # before an offset that counts unpacked bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer that a WARC file holds, or why it cannot be used.

    ``where`` finds it again with ``read_at``. ``outcome`` is "ok", or
    "damaged", "too_large", "bad_encoding", "truncated"; then there is no body.
    ``role`` is what fetching was after: page, hop, robots, feed, sitemap ("" in files of others).
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

    @property
    def is_page(self) -> bool:
        """Whether this is something to clean: an answer with status 200 that is no robots.txt or feed."""
        if self.role:
            return self.role == "page" and self.status == 200
        return self.status == 200 and not self.url.endswith("/robots.txt")


def is_warc(name: str) -> bool:
    """Whether a file name is that of a WARC or WACZ file."""
    return name.lower().endswith(SUFFIXES)


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
    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                for name in sorted(archive.namelist()):
                    if name.startswith("archive/") and is_warc(name):
                        with archive.open(name) as file:
                            yield from _scan(file, name, most)  # type: ignore[arg-type]
        except (zipfile.BadZipFile, EOFError) as error:
            yield Kept("", outcome="damaged", detail=f"the WACZ file is damaged: {error}")
        return
    with open(path, "rb") as file:
        yield from _scan(file, "", most)


def read_at(path: Path | str, where: str, most: int = MOST_BYTES) -> Kept:
    """The one answer at a place that ``scan_warc`` or the ledger named."""
    name, _, offset = where.rpartition("@")
    with _opened(path, name) as file:
        if offset.startswith(_UNPACKED):
            with gzip.GzipFile(fileobj=file) as stream:
                stream.seek(int(offset[1:]))
                found = next(_scan_plain(stream, name, most), None)
        else:
            found = next(_scan(file, name, most, int(offset)), None)
    return found or Kept(where, outcome="damaged", detail="there is no answer at this place")


@contextmanager
def _opened(path: Path | str, name: str) -> Iterator[BinaryIO]:
    if not name:
        with open(path, "rb") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive, archive.open(name) as member:
        yield member  # type: ignore[misc]


def _scan(file: BinaryIO, name: str, most: int, start: int = 0) -> Iterator[Kept]:
    file.seek(start)
    by_member = file.read(3) == MAGIC
    file.seek(start)
    if not by_member:
        yield from _scan_plain(file, name, most)
        return
    if _is_one_member(file):
        with gzip.GzipFile(fileobj=file) as stream:
            yield from _scan_plain(stream, name, most, mark=_UNPACKED)
        return
    while start >= 0:
        try:
            for member in members(file, start, most + _HEADS):
                start = member.end
                yield from _of_member(member.text, member.cut, f"{name}@{member.start}", most)
            return
        except DamagedMember as damaged:
            yield Kept(f"{name}@{damaged.start}", outcome="damaged", detail=str(damaged))
            start = next_member(file, damaged.start)


def _is_one_member(file: BinaryIO) -> bool:
    """Whether the file was gzipped as a whole, not record by record as the standard advises."""
    at = file.tell()
    try:
        first = next(members(file, at, 100_000)).text if at == 0 else b""
    except (DamagedMember, StopIteration):
        first = b""
    file.seek(at)
    return b"\r\n\r\nWARC/1." in first


def _of_member(text: bytes, cut: bool, where: str, most: int) -> Iterator[Kept]:
    if cut:
        yield Kept(where, outcome="too_large", detail=f"a record of more than {most:,} bytes")
        return
    yield from _scan_plain(io.BytesIO(text), "", most, where)


def _scan_plain(
    file: BinaryIO | gzip.GzipFile, name: str, most: int, where: str = "", mark: str = ""
) -> Iterator[Kept]:
    """Records one after the other in the clear."""
    records = ArchiveIterator(file, check_digests=True, arc2warc=True)
    try:
        for record in records:
            place = where or f"{name}@{mark}{records.offset}"
            if record.rec_type in ("response", "conversion", "resource"):
                yield _kept(record, place, most)
    except (ArchiveLoadFailed, ValueError, EOFError, OSError, zlib.error) as error:
        yield Kept(where or f"{name}@0", outcome="damaged", detail=f"no WARC record: {str(error)[:200]}")


def _kept(record: ArcWarcRecord, where: str, most: int) -> Kept:
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
    checker = record.digest_checker
    if checker.passed is False and any("block digest" in problem for problem in checker.problems):
        return Kept(
            **facts, outcome="damaged", detail="the record is not what was written: its digest differs"
        )
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
