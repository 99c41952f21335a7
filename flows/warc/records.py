"""The records of a WARC or WACZ file of any program, and its damaged parts.

Files may be gzipped by record, as a whole, or not at all. What is read of them is bounded: time is linear in the bytes
of the file, memory holds one record of the largest size that is wanted.
"""

from __future__ import annotations

import gzip
import io
import logging
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from warcio.digestverifyingreader import DigestVerifyingReader
from warcio.recordloader import ARC2WARCHeadersParser, ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from zlib_ng import zlib_ng

from ..bounded import open_regular, whole_number
from .gzip_members import BAD_STREAM, MAGIC, DamagedMember, members_and_damage
from .lines import MAX_HEAD_BYTES, LineReader, answer_type
from .wacz import open_entry, wacz_entries

UNREADABLE = (EOFError, ValueError, TypeError, OSError, OverflowError, zlib.error)  # raised for changed bytes
_PROBE_BYTES = 100_000  # of a file, in which a second record is looked for
_LENGTH_BYTES = 2_000  # of a file, which contain the length of its first record
_LENGTH = re.compile(rb"(?i)\r\ncontent-length:[ \t]*(\d+)")
_ARC_URL = re.compile(r"(?i)(?:https?|ftp|gopher|dns):")  # as crawlers wrote it into ARC files
ANSWERS = ("response", "conversion", "resource")  # types of records
_UNPACKED = "~"  # marks an offset that counts unpacked bytes
_INSIDE = "+"  # between the offset of a gzip member and that of a record in its text, for the second one and later
logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it prints addresses as they are


@dataclass(frozen=True, slots=True)
class Damage:
    """Why a record cannot be read ("damaged" or "too_large"), and the content type of its answer, "" if not known."""

    outcome: str
    detail: str
    content_type: str = ""


LocatedRecord: TypeAlias = ArcWarcRecord | Damage
Located = tuple[str, LocatedRecord]  # with the location for `records_from`
_LocationOf = Callable[[int], str]  # of a record that begins at this position of its stream


def each_record(path: Path | str, max_bytes: int) -> Iterator[Located]:
    """Every record of a file with its location, in order; read a record before you take the next.

    A record of more than ``max_bytes`` bytes is returned as a Damage ("too_large"). Raises OSError when the file
    cannot be read; a link and whatever is no regular file cannot.
    """
    with open_regular(path, follow=False) as file:
        if file.read(2) != b"PK" or not zipfile.is_zipfile(file):
            yield from _all_records(file, "", max_bytes)
            return
        for name, problem in wacz_entries(file):
            if problem:
                yield f"{name}@0" if name else "", Damage("damaged", problem)
                continue
            try:
                with open_entry(file, name) as entry:
                    yield from _all_records(entry, name, max_bytes)
            except Exception as error:  # noqa: BLE001  any of zipfile, zlib and struct: one entry may fail, not the file
                yield f"{name}@0", Damage("damaged", f"this part of the WACZ file is damaged: {str(error)[:200]}")


def records_from(path: Path | str, location: str, max_bytes: int) -> Iterator[Located]:
    """The records from a location of ``each_record`` to the end of the file. Raises OSError, KeyError, ValueError."""
    name, _, offset = location.rpartition("@")
    start, _, inside = offset.removeprefix(_UNPACKED).partition(_INSIDE)
    numbers = whole_number(start), whole_number(inside or "0")
    if numbers[0] is None or numbers[1] is None:
        raise ValueError(f"{location[:100]!r} is no location of a record")
    with _opened(path, name) as file:
        if offset.startswith(_UNPACKED):
            with gzip.GzipFile(fileobj=file) as stream:
                stream.seek(numbers[0])
                yield from _unpacked_records(LineReader(stream, whole=True), _unpacked_location(name))
        else:
            yield from _records_after(file, name, max_bytes, numbers[0], numbers[1])


@contextmanager
def large_record(path: Path | str, location: str) -> Iterator[LocatedRecord]:
    """One record of a file gzipped by record, of any size, to be read in pieces."""
    name, _, offset = location.rpartition("@")
    with _opened(path, name) as file:
        file.seek(int(offset))
        records = _unpacked_records(LineReader(gzip.GzipFile(fileobj=file), whole=True), lambda _: location)
        yield next(records, (location, Damage("damaged", "there is no record")))[1]


@contextmanager
def _opened(path: Path | str, name: str) -> Iterator[BinaryIO]:
    with open_regular(path, follow=False) as file:
        if not name:
            yield file
            return
        with open_entry(file, name) as entry:
            yield entry


def _all_records(file: BinaryIO, name: str, max_bytes: int) -> Iterator[Located]:
    if _is_one_member(file):
        with gzip.GzipFile(fileobj=file) as stream:
            reader = LineReader(stream, whole=True, packed=file.tell)
            yield from _unpacked_records(reader, _unpacked_location(name))
        return
    yield from _records_after(file, name, max_bytes, 0)


def _unpacked_location(name: str) -> _LocationOf:
    return lambda position: f"{name}@{_UNPACKED}{position}"


def _records_after(file: BinaryIO, name: str, max_bytes: int, start: int, inside: int = 0) -> Iterator[Located]:
    """The records from byte ``start`` on, in a file gzipped by record or not gzipped.

    ``inside``: in the first member, only those from this byte of its text on.
    """
    file.seek(start)
    by_member = file.read(3) == MAGIC
    file.seek(start)
    if not by_member:
        yield from _unpacked_records(LineReader(file, whole=True), lambda position: f"{name}@{position}")
        return
    for member in members_and_damage(file, start, max_bytes + MAX_HEAD_BYTES):
        location = f"{name}@{member.start}"
        if isinstance(member, DamagedMember):
            yield location, Damage("damaged", str(member))
        elif member.truncated:
            detail = f"a record of more than {max_bytes:,} bytes"
            yield location, Damage("too_large", detail, answer_type(member.text))
        else:
            text = io.BytesIO(member.text)
            text.seek(inside)
            yield from _unpacked_records(LineReader(text), _location_inside(location))
        inside = 0


def _location_inside(member: str) -> _LocationOf:
    return lambda position: f"{member}{_INSIDE}{position}" if position else member


def _is_one_member(file: BinaryIO) -> bool:
    """Whether the file was gzipped as a whole, not record by record as the standard advises."""
    file.seek(0)
    stream = zlib_ng.decompressobj(wbits=31)
    try:
        first = stream.decompress(file.read(_PROBE_BYTES), _LENGTH_BYTES)
        length = _LENGTH.search(first)
        if length is None or (whole_number(length[1].decode()) or 0) < _PROBE_BYTES:  # else the next begins later
            first += stream.decompress(stream.unconsumed_tail, _PROBE_BYTES)
    except BAD_STREAM:
        first = b""  # not gzipped at all, or damaged
    file.seek(0)
    return b"\r\n\r\nWARC/1." in first


class _ArcHead(ARC2WARCHeadersParser):  # type: ignore[misc]
    """The line before a record of an old ARC file. It must begin with an address; warcio accepts any five words."""

    def parse(self, stream: Any, headerline: str | bytes | None = None) -> StatusAndHeaders:
        head = super().parse(stream, headerline)
        is_file_head = head.get_header("WARC-Type") == "warcinfo"  # the first record, which names the file
        if not is_file_head and not _ARC_URL.match(head.get_header("WARC-Target-URI") or ""):
            raise StatusAndHeadersParserException("no address at the beginning of an ARC record", headerline)
        return head


class _Loader(ArcWarcRecordLoader):  # type: ignore[misc]
    """Reads the head of a record, also of one without an address, for which warcio raises. A wrong length is refused.

    ``end`` is where the record ends, None at the end of the stream, -1 while it is not known.
    """

    def __init__(self, reader: LineReader) -> None:
        super().__init__(verify_http=False, arc2warc=True)
        self.arc_parser = _ArcHead()
        self.end: int | None = -1
        self._reader = reader

    def record(self, first_line: bytes) -> ArcWarcRecord:
        self.end = -1
        return self.parse_record_stream(self._reader, first_line, check_digests=True)

    def load_http_headers(self, rec_type: str, uri: str | None, stream: Any, length: int | None) -> Any:
        if length is None and self._reader.whole:
            raise ValueError("it does not say its length")
        self.end = None if length is None else self._reader.tell() + length
        return super().load_http_headers(rec_type, uri or "http:", stream, length)

    def _detect_type_load_headers(self, stream: Any, *arguments: Any) -> tuple[str, StatusAndHeaders]:
        kind, head = super()._detect_type_load_headers(stream, *arguments)
        length = head.get_header("Content-Length")
        if length is not None and whole_number(length.strip()) is None:
            raise ValueError(f"its length is {length[:40]!r}")
        return kind, head

    def wrap_digest_verifying_stream(
        self, stream: Any, rec_type: str, rec_headers: Any, digest_checker: Any, length: int | None = None
    ) -> tuple[Any, bool]:
        """Check only the digest of the whole block, of which the payload is part."""
        block = rec_headers.get_header("WARC-Block-Digest")
        if not block:
            return stream, False
        checked = DigestVerifyingReader(stream, length, digest_checker, record_type=rec_type, block_digest=block)
        return checked, True


def _unpacked_records(reader: LineReader, location_of: _LocationOf) -> Iterator[Located]:
    """The records of a stream. After one whose end is not known, the next line that begins a record is looked for."""
    loader, after_record = _Loader(reader), False
    while True:
        location, record = location_of(reader.tell()), None
        try:
            first_line = reader.first_line(after_record=after_record)
            if not first_line:
                return
            location = location_of(reader.tell() - len(first_line))
            record = loader.record(first_line)
        except Exception as error:  # noqa: BLE001  a record of any bytes may fail, the file goes on
            yield location, Damage("damaged", f"no WARC record: {str(error)[:200]}")
        if record is not None:
            yield location, record
        is_known = reader.failed  # whoever read the record has met the error
        try:
            if loader.end == -1 and not reader.find_record():
                return
            is_cut = loader.end != -1 and not reader.skip_to(loader.end)
        except UNREADABLE:
            is_cut = True
        if is_cut:
            if not is_known:
                yield location_of(reader.tell()), Damage("damaged", "the file ends in the middle of a record")
            return
        loader.end, after_record = -1, True
