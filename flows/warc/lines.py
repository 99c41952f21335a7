"""The unpacked bytes of an archive, read by the line or by length, with a limit for what stands before a body."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from . import MAX_RATIO, MAX_UNPACKED

MAX_HEAD_BYTES = 1_000_000  # of a record, before its body
_MAX_HEAD_LINES = 2_000
_BLOCK_BYTES = 64 * 1024
_BEGINNING = b"\nWARC/"
_ANSWER_TYPE = re.compile(  # below the head of the record
    rb"(?i)(?:[^\r\n]+\r?\n)*\r?\n(?:[^\r\n]+\r?\n)*?content-type:[ \t]*([^\r\n]*)"
)


def answer_type(record: bytes) -> str:
    """The content type of the answer in a record of which only the beginning is there, "" if it is not in that."""
    found = _ANSWER_TYPE.match(record[:MAX_HEAD_BYTES])
    return found[1].decode("latin-1") if found else ""


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...
    def tell(self) -> int: ...


class LineReader:
    """Reads the records of a stream. ``packed`` returns the number of packed bytes that were read of it so far.

    With ``whole``, a record that is cut short raises EOFError. Also raises ValueError for a head that is too long,
    and for a stream that unpacks to far more than it was. ``failed``: the stream ended with an error.
    """

    def __init__(self, stream: _Stream, *, whole: bool = False, packed: Callable[[], int] | None = None) -> None:
        self._stream, self.whole, self._packed = stream, whole, packed
        self._block, self._index, self._before = b"", 0, stream.tell()
        self._head_bytes = self._head_lines = 0
        self.failed = False

    def tell(self) -> int:
        """The position in the unpacked bytes."""
        return self._before + self._index

    def first_line(self, *, after_record: bool) -> bytes:
        """The first line of the next record, b"" at the end of the stream. Blank lines are left out.

        So is one other line ``after_record``: some programs write a length that is too small.
        """
        self._head_bytes = self._head_lines = 0
        while line := self.readline():
            is_rest = after_record and not line.startswith(_BEGINNING[1:])
            if line.strip() and not is_rest:
                break
            after_record = False
        return line

    def readline(self, length: int | None = None) -> bytes:
        """The next line, or the ``length`` first bytes of it."""
        pieces, room = list[bytes](), MAX_HEAD_BYTES + 1 - self._head_bytes
        room = room if length is None else min(length, room)
        while room > 0 and (self._index < len(self._block) or self._fill()):
            end = self._block.find(b"\n", self._index, self._index + room) + 1 or self._index + room
            pieces.append(self._block[self._index : end])
            self._index += len(pieces[-1])
            room -= len(pieces[-1])
            if pieces[-1].endswith(b"\n"):
                break
        line = b"".join(pieces)
        self._head_bytes, self._head_lines = self._head_bytes + len(line), self._head_lines + 1
        if self._head_bytes > MAX_HEAD_BYTES or self._head_lines > _MAX_HEAD_LINES:
            raise ValueError(f"a head of more than {MAX_HEAD_BYTES:,} bytes or {_MAX_HEAD_LINES:,} lines")
        return line

    def read(self, length: int) -> bytes:
        """The next bytes; fewer at the end of the stream."""
        pieces = []
        while length > 0 and (self._index < len(self._block) or self._fill()):
            pieces.append(self._block[self._index : self._index + length])
            self._index += len(pieces[-1])
            length -= len(pieces[-1])
        if length > 0 and self.whole:
            self.failed = True
            raise EOFError(f"the file ends {length:,} bytes too early")
        return b"".join(pieces)

    def skip_to(self, end: int | None) -> bool:
        """Go on to a position of `tell`, or to the end of the stream; False if the stream ends before."""
        while (end is None or self.tell() < end) and (self._index < len(self._block) or self._fill()):
            rest = len(self._block) - self._index
            self._index += rest if end is None else min(rest, end - self.tell())
        return end is None or self.tell() >= end or not self.whole

    def find_record(self) -> bool:
        """Go on to the next line that begins a record; False if there is none."""
        while True:
            index = self._block.find(_BEGINNING, max(0, self._index - 1))  # the line end may have been read
            if index >= 0:
                self._index = index + 1
                return True
            rest = self._block[max(self._index, len(self._block) - len(_BEGINNING) + 1) :]
            if not self._fill():
                return False
            self._block, self._before = rest + self._block, self._before - len(rest)

    def _fill(self) -> bool:
        """Read the next block of the stream; False at its end."""
        self._before, self._index, self._block = self._before + len(self._block), 0, b""
        if self.failed:
            return False
        try:
            self._block = self._stream.read(_BLOCK_BYTES)
        except BaseException:
            self.failed = True  # nothing more is read of it
            raise
        if self._packed and self._before > max(MAX_UNPACKED, MAX_RATIO * self._packed()):
            self.failed = True
            raise ValueError(f"it unpacks to more than {MAX_RATIO} times its size")
        return bool(self._block)
