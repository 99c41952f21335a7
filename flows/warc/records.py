"""The records of a WARC or WACZ file of any program, and its damaged parts.

Files may be gzipped by record, as a whole, or not at all.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from warcio.archiveiterator import ArchiveIterator
from warcio.digestverifyingreader import DigestVerifyingReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ARC2WARCHeadersParser, ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from zlib_ng import zlib_ng

from . import is_warc
from .gzip_members import BAD_STREAM, MAGIC, DamagedMember, gzip_members, next_member

UNREADABLE = (EOFError, ValueError, TypeError, gzip.BadGzipFile, zlib.error)  # raised by warcio for changed bytes
_MAX_HEAD_BYTES = 1_000_000  # of a record, before its body
_PROBE_BYTES = 100_000  # of a file, in which a second record is looked for
_LENGTH_BYTES = 2_000  # of a file, which contain the length of its first record
_LENGTH = re.compile(rb"(?i)\r\ncontent-length:[ \t]*(\d+)")
_ARC_URL = re.compile(r"(?i)(?:https?|ftp|gopher|dns|filedesc):")  # as crawlers wrote it into ARC files
_UNPACKED = "~"  # marks an offset that counts unpacked bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """The reason why a record cannot be read. ``outcome`` is "damaged" or "too_large"."""

    outcome: str
    detail: str


LocatedRecord: TypeAlias = ArcWarcRecord | Damage
Located = tuple[str, LocatedRecord]  # with the location for `records_from`


def each_record(path: Path | str, max_bytes: int) -> Iterator[Located]:
    """Every record of a file with its location, in order; read a record before you take the next.

    A record of more than ``max_bytes`` bytes is returned as a Damage ("too_large").
    """
    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                for name in sorted(archive.namelist()):
                    if name.startswith("archive/") and is_warc(name):
                        with archive.open(name) as file:
                            yield from _all_records(file, name, max_bytes)  # type: ignore[arg-type]
        except (zipfile.BadZipFile, EOFError) as error:
            yield "", Damage("damaged", f"the WACZ file is damaged: {error}")
        return
    with open(path, "rb") as file:
        yield from _all_records(file, "", max_bytes)


def records_from(path: Path | str, location: str, max_bytes: int) -> Iterator[Located]:
    """The records from a location of ``each_record`` to the end of the file."""
    name, _, offset = location.rpartition("@")
    with _opened(path, name) as file:
        if offset.startswith(_UNPACKED):
            with gzip.GzipFile(fileobj=file) as stream:
                stream.seek(int(offset[1:]))
                yield from _unpacked_records(stream, name)
        else:
            yield from _records_after(file, name, max_bytes, int(offset))


@contextmanager
def large_record(path: Path | str, location: str) -> Iterator[ArcWarcRecord]:
    """One record of a file gzipped by record, of any size, to be read in pieces."""
    name, _, offset = location.rpartition("@")
    with _opened(path, name) as file:
        file.seek(int(offset))
        yield next(_records(file))


@contextmanager
def _opened(path: Path | str, name: str) -> Iterator[BinaryIO]:
    if not name:
        with open(path, "rb") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive, archive.open(name) as member:
        yield member  # type: ignore[misc]


def _all_records(file: BinaryIO, name: str, max_bytes: int) -> Iterator[Located]:
    if _is_one_member(file):
        with gzip.GzipFile(fileobj=file) as stream:
            yield from _unpacked_records(stream, name, mark=_UNPACKED)
        return
    yield from _records_after(file, name, max_bytes, 0)


def _records_after(file: BinaryIO, name: str, max_bytes: int, start: int) -> Iterator[Located]:
    """The records from byte ``start`` on, in a file gzipped by record or not gzipped."""
    file.seek(start)
    by_member = file.read(3) == MAGIC
    file.seek(start)
    if not by_member:
        yield from _unpacked_records(file, name)
        return
    while start >= 0:
        try:
            for member in gzip_members(file, start, max_bytes + _MAX_HEAD_BYTES):
                start, location = member.end, f"{name}@{member.start}"
                if member.truncated:
                    yield location, Damage("too_large", f"a record of more than {max_bytes:,} bytes")
                else:
                    yield from _unpacked_records(io.BytesIO(member.text), "", location)
            return
        except DamagedMember as damaged:
            yield f"{name}@{damaged.start}", Damage("damaged", str(damaged))
            start = next_member(file, damaged.start)


def _is_one_member(file: BinaryIO) -> bool:
    """Whether the file was gzipped as a whole, not record by record as the standard advises."""
    file.seek(0)
    stream = zlib_ng.decompressobj(wbits=31)
    try:
        first = stream.decompress(file.read(_PROBE_BYTES), _LENGTH_BYTES)
        length = _LENGTH.search(first)
        if length is None or int(length[1]) < _PROBE_BYTES:  # else the next record begins later
            first += stream.decompress(stream.unconsumed_tail, _PROBE_BYTES)
    except BAD_STREAM:
        first = b""  # not gzipped at all, or damaged
    file.seek(0)
    return b"\r\n\r\nWARC/1." in first


class _ArcHead(ARC2WARCHeadersParser):  # type: ignore[misc]
    """The line before a record of an old ARC file. It must begin with an address; warcio accepts any five words."""

    def parse(self, stream: Any, headerline: str | bytes | None = None) -> StatusAndHeaders:
        head = super().parse(stream, headerline)
        if not _ARC_URL.match(head.get_header("WARC-Target-URI") or ""):
            raise StatusAndHeadersParserException("no address at the beginning of an ARC record", headerline)
        return head


class _Loader(ArcWarcRecordLoader):  # type: ignore[misc]
    """Also reads the answer of a record without an address, for which warcio raises."""

    def load_http_headers(self, rec_type: str, uri: str | None, stream: Any, length: int | None) -> Any:
        return super().load_http_headers(rec_type, uri or "http:", stream, length)

    def wrap_digest_verifying_stream(
        self, stream: Any, rec_type: str, rec_headers: Any, digest_checker: Any, length: int | None = None
    ) -> tuple[Any, bool]:
        """Check only the digest of the whole block, of which the payload is part."""
        block = rec_headers.get_header("WARC-Block-Digest")
        if not block:
            return stream, False
        checked = DigestVerifyingReader(stream, length, digest_checker, record_type=rec_type, block_digest=block)
        return checked, True


def _records(file: BinaryIO | gzip.GzipFile) -> ArchiveIterator:
    records = ArchiveIterator(file, check_digests=True, arc2warc=True)
    records.loader = _Loader(verify_http=False, arc2warc=True)
    records.loader.arc_parser = _ArcHead()
    return records


def _unpacked_records(
    file: BinaryIO | gzip.GzipFile, name: str, location: str = "", mark: str = ""
) -> Iterator[Located]:
    """The records of an unpacked stream; ``location`` is given where it is the same for all of them."""
    records = _records(file)
    try:
        for record in records:
            yield location or f"{name}@{mark}{records.offset}", record
    except (ArchiveLoadFailed, OSError, *UNREADABLE) as error:
        yield location or f"{name}@0", Damage("damaged", f"no WARC record: {str(error)[:200]}")
    finally:
        iter(records).close()  # it refers to itself: it and the record would stay in memory until garbage is collected
