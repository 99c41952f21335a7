"""The gzip members of a WARC file, one for each record, read and checked byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from zlib_ng import zlib_ng

_CHUNK_BYTES = 256 * 1024
_MIN_RECOGNIZED = 512  # bytes by which the beginning of a member is recognized
BAD_STREAM: type[Exception] = zlib_ng.error  # type: ignore[assignment]  # wrong in the type stub
MAGIC = b"\x1f\x8b\x08"


class DamagedMember(Exception):
    """The member at byte ``start`` cannot be read to its end: it is cut short, or was changed."""

    def __init__(self, start: int) -> None:
        super().__init__(f"the record at byte {start} is damaged")
        self.start = start


@dataclass(frozen=True, slots=True)
class Member:
    """A complete record in the bytes ``[start, end)`` of the file; ``truncated`` if ``text`` has only its beginning."""

    start: int
    end: int
    text: bytes
    truncated: bool = False

    @property
    def kind(self) -> str:
        """Its WARC-Type."""
        for line in self.text[: self.text.find(b"\r\n\r\n")].split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"warc-type":
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
        stream, text, size, truncated = zlib_ng.decompressobj(wbits=31), bytearray(), 0, False
        try:
            while not stream.eof:
                data = data or file.read(_CHUNK_BYTES)
                if not data:
                    raise DamagedMember(start)
                size += len(data)
                while data and not stream.eof:
                    piece = stream.decompress(data, _CHUNK_BYTES)
                    room = max_bytes - len(text)
                    truncated = truncated or len(piece) > room
                    text += piece[:room]
                    data = stream.unconsumed_tail
        except BAD_STREAM:
            raise DamagedMember(start) from None
        end = start + size - len(stream.unused_data)
        yield Member(start, end, bytes(text), truncated)
        start, data = end, stream.unused_data or file.read(_CHUNK_BYTES)


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
