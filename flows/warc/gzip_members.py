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
    """The members from ``start`` to the end of the file; of each, at most ``max_bytes`` bytes of text are kept.

    Raises DamagedMember at the first that is not whole.
    """
    file.seek(start)
    data = file.read(_STEP)
    while data:
        member = _Reading(file, data, max_bytes)
        member.read(start)
        yield Member(start, start + member.size, bytes(member.text), member.cut)
        start += member.size
        data = member.rest or file.read(_STEP)


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


class _Reading:
    def __init__(self, file: BinaryIO, data: bytes, max_bytes: int) -> None:
        self.file, self.rest, self.max_bytes = file, data, max_bytes
        self.text, self.size, self.cut = bytearray(), 0, False

    def read(self, start: int) -> None:
        stream = zlib_ng.decompressobj(wbits=31)
        try:
            while not stream.eof:
                data = self.rest or self.file.read(_STEP)
                if not data:
                    raise DamagedMember(start)
                self.size, self.rest = self.size + len(data), b""
                while data and not stream.eof:
                    self._keep(stream.decompress(data, _STEP))
                    data = stream.unconsumed_tail
        except BAD_STREAM:
            raise DamagedMember(start) from None
        self.rest = stream.unused_data
        self.size -= len(self.rest)

    def _keep(self, piece: bytes) -> None:
        room = self.max_bytes - len(self.text)
        self.cut = self.cut or len(piece) > room
        self.text += piece[:room]
