"""The gzip members of a WARC file, one a record, read straight from the bytes and checked on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from zlib_ng import zlib_ng

_STEP = 256 * 1024
BAD_STREAM: type[Exception] = zlib_ng.error  # type: ignore[assignment]  # the stub takes the type for an error
MAGIC = b"\x1f\x8b\x08"


class DamagedMember(Exception):
    """The member at ``start`` cannot be read to its end: torn off, or changed since it was written."""

    def __init__(self, start: int) -> None:
        super().__init__(f"the record at byte {start} is damaged")
        self.start = start


@dataclass(frozen=True, slots=True)
class Member:
    """One whole record in the bytes ``[start, end)`` of the file. ``text`` is cut where it is too long."""

    start: int
    end: int
    text: bytes
    cut: bool = False

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
        """What follows the WARC head."""
        return self.text.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")


def gzip_members(file: BinaryIO, start: int = 0, max_bytes: int = 4_000_000) -> Iterator[Member]:
    """The members from ``start`` to the end of the file; of each, at most ``max_bytes`` bytes of text are returned.

    Raises DamagedMember at the first that is not whole.
    """
    file.seek(start)
    data = file.read(_STEP)
    while data:
        stream, text, size, cut = zlib_ng.decompressobj(wbits=31), bytearray(), 0, False
        try:
            while not stream.eof:
                data = data or file.read(_STEP)
                if not data:
                    raise DamagedMember(start)
                size += len(data)
                while data and not stream.eof:
                    piece = stream.decompress(data, _STEP)
                    room = max_bytes - len(text)
                    cut = cut or len(piece) > room
                    text += piece[:room]
                    data = stream.unconsumed_tail
        except BAD_STREAM:
            raise DamagedMember(start) from None
        end = start + size - len(stream.unused_data)
        yield Member(start, end, bytes(text), cut)
        start, data = end, stream.unused_data or file.read(_STEP)


def next_member(file: BinaryIO, after: int) -> int:
    """Where the next record begins behind byte ``after``; -1 if there is none."""
    at, held = after + 1, b""
    file.seek(at)
    while True:
        piece = file.read(_STEP)
        held += piece
        whole = len(held) - (512 if piece else 0)  # a member is recognized by its first 512 bytes
        found = held.find(MAGIC)
        while 0 <= found < whole:
            if _begins_record(held[found : found + 512]):
                return at + found
            found = held.find(MAGIC, found + 1)
        if not piece:
            return -1
        at, held = at + max(0, whole), held[-512:]


def _begins_record(data: bytes) -> bool:
    try:
        return zlib_ng.decompressobj(wbits=31).decompress(data, 5) == b"WARC/"
    except BAD_STREAM:
        return False
