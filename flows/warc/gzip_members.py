"""The gzip members of a WARC file, one for each record, read and checked byte by byte.

Time is linear in the bytes of the file, whatever they are: a member that unpacks to far more than a page is given up,
and so is a file in which the search for the next member has read the same bytes again and again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZipExtFile

from zlib_ng import zlib_ng

from . import MAX_RATIO, MAX_UNPACKED

_CHUNK_BYTES = 256 * 1024
_MIN_RECOGNIZED = 512  # bytes by which the beginning of a member is recognized
_MAX_READ_AGAIN = 64_000_000  # bytes that are read once more after damage,
_MAX_TIMES_READ = 16  # and how often the part of the file read so far
BAD_STREAM: type[Exception] = zlib_ng.error  # type: ignore[assignment]  # wrong in the type stub
MAGIC = b"\x1f\x8b\x08"


class DamagedMember(Exception):
    """The member at byte ``start`` cannot be read to its end: it is cut short, was changed, or unpacks without end.

    ``size`` is the number of bytes that were read of it.
    """

    def __init__(self, start: int, size: int, problem: str = "is damaged") -> None:
        super().__init__(f"the record at byte {start} {problem}")
        self.start, self.size = start, size


@dataclass(frozen=True, slots=True)
class Member:
    """A complete record in the bytes ``[start, end)`` of the file; ``truncated`` if ``text`` has only its beginning."""

    start: int
    end: int
    text: bytes
    truncated: bool = False

    def field(self, name: str) -> str:
        """The value of a field of the WARC head; "" if there is none."""
        wanted = name.lower().encode()
        for line in self.text.partition(b"\r\n\r\n")[0].split(b"\r\n"):
            key, _, value = line.partition(b":")
            if key.strip().lower() == wanted:
                return value.strip().decode("ascii", "replace")
        return ""

    @property
    def block(self) -> bytes:
        """The bytes after the WARC head."""
        return self.text.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")


def gzip_members(file: BinaryIO, start: int = 0, max_bytes: int = 4_000_000) -> Iterator[Member]:
    """The members from byte ``start`` to the end of the file, each with at most ``max_bytes`` bytes of text.

    Raises DamagedMember at the first that is not complete.
    """
    file.seek(start)
    data = file.read(_CHUNK_BYTES)
    while data:
        stream, text, size, unpacked = zlib_ng.decompressobj(wbits=31), bytearray(), 0, 0
        try:
            while not stream.eof:
                data = data or file.read(_CHUNK_BYTES)
                if not data:
                    raise DamagedMember(start, size)
                size += len(data)
                while data and not stream.eof:
                    piece = stream.decompress(data, _CHUNK_BYTES)
                    unpacked += len(piece)
                    text += piece[: max_bytes - len(text)]
                    data = stream.unconsumed_tail
                    if unpacked > max(MAX_UNPACKED, MAX_RATIO * size):
                        raise DamagedMember(start, size, f"unpacks to more than {MAX_RATIO} times its size")
        except BAD_STREAM:
            raise DamagedMember(start, size) from None
        end = start + size - len(stream.unused_data)
        yield Member(start, end, bytes(text), unpacked > max_bytes)
        start, data = end, stream.unused_data or file.read(_CHUNK_BYTES)


def members_and_damage(file: BinaryIO, start: int, max_bytes: int = 4_000_000) -> Iterator[Member | DamagedMember]:
    """The members from byte ``start`` on, and the damaged ones, after each of which the next member is looked for."""
    begin, read_again = start, 0
    while start >= 0:
        try:
            for member in gzip_members(file, start, max_bytes):
                start = member.end
                yield member
            return
        except DamagedMember as damaged:
            start = next_member(file, damaged.start)
            read_again += max(0, damaged.size - (start - damaged.start))
            read_again += 2 * damaged.start if isinstance(file, ZipExtFile) else 0  # which goes back from its beginning
            if start >= 0 and read_again > _MAX_READ_AGAIN + _MAX_TIMES_READ * (start - begin):
                start, damaged = -1, DamagedMember(damaged.start, 0, "is damaged, and too many after it to read on")
            yield damaged


def next_member(file: BinaryIO, after: int) -> int:
    """The byte at which the next record begins after byte ``after``; -1 if there is none."""
    offset, buffer = after + 1, b""
    file.seek(offset)
    while True:
        chunk = file.read(_CHUNK_BYTES)
        buffer += chunk
        searched = len(buffer) - (_MIN_RECOGNIZED if chunk else 0)
        index = buffer.find(MAGIC)
        while 0 <= index < searched:
            if _begins_record(buffer[index : index + _MIN_RECOGNIZED]):
                return offset + index
            index = buffer.find(MAGIC, index + 1)
        if not chunk:
            return -1
        offset, buffer = offset + max(0, searched), buffer[-_MIN_RECOGNIZED:]


def _begins_record(data: bytes) -> bool:
    try:
        return zlib_ng.decompressobj(wbits=31).decompress(data, 5) == b"WARC/"
    except BAD_STREAM:
        return False
