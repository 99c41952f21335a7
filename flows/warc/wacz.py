"""The WARC files inside a WACZ file, which is a ZIP file that others wrote."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from . import MAX_RATIO, MAX_UNPACKED, is_warc

_MAX_DIRECTORY_BYTES = 16_000_000  # of the list of entries, which is read into memory
_LOCAL_HEAD_BYTES = 30  # before the name of an entry; its last four bytes are two lengths
_MAX_RATIO_GZIP = 2  # of an entry that is packed already


def wacz_entries(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """The names of the WARC files in a WACZ file, sorted, each with the reason why it cannot be read ("" if it can)."""
    try:
        entries = {info.filename: info for info in _zip(file).infolist()}
    except Exception as error:  # noqa: BLE001  zipfile raises many kinds for changed bytes
        yield "", f"the WACZ file is damaged: {str(error)[:200]}"
        return
    for name in sorted(entries):
        if name.startswith("archive/") and is_warc(name):
            yield name, _problem(entries[name])


def open_entry(file: BinaryIO, name: str) -> BinaryIO:
    """Open a WARC file of a WACZ file. Raises KeyError, ValueError, zipfile.BadZipFile."""
    try:
        return _open_entry(file, name)
    except OSError as error:  # the list of entries leads out of the file
        raise zipfile.BadZipFile(str(error)) from None


def _open_entry(file: BinaryIO, name: str) -> BinaryIO:
    archive = _zip(file)
    info = archive.getinfo(name)
    if problem := _problem(info):
        raise ValueError(problem)
    if info.compress_type != zipfile.ZIP_STORED:
        return archive.open(info)  # type: ignore[return-value]
    archive.open(info).close()  # this checks that the entry is where the list of entries has it
    file.seek(info.header_offset)
    head = file.read(_LOCAL_HEAD_BYTES)
    lengths = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    return io.BufferedReader(_Part(file, info.header_offset + _LOCAL_HEAD_BYTES + lengths, info.file_size))


def _zip(file: BinaryIO) -> zipfile.ZipFile:
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    if end and end[zipfile._ECD_SIZE] > _MAX_DIRECTORY_BYTES:  # type: ignore[attr-defined]
        raise zipfile.BadZipFile(f"its list of entries has more than {_MAX_DIRECTORY_BYTES:,} bytes")
    return zipfile.ZipFile(file)


def _problem(info: zipfile.ZipInfo) -> str:
    ratio = _MAX_RATIO_GZIP if info.filename.lower().endswith(".gz") else MAX_RATIO
    if info.flag_bits & 1:
        return "this part of the WACZ file is encrypted"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "this part of the WACZ file is compressed in a way that is not read; only stored and deflated parts are"
    if info.file_size > max(MAX_UNPACKED, ratio * info.compress_size):
        return f"this part of the WACZ file unpacks to more than {ratio} times its size"
    return ""


class _Part(io.RawIOBase):
    """The bytes of a file from ``start`` on: a stored entry. Unlike the reader of zipfile, it can go to any byte."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size, self._index = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._index, os.SEEK_END: self._size}[whence]
        self._index = max(0, base + offset)
        return self._index

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._file.seek(self._start + self._index)
        data = self._file.read(max(0, min(len(buffer), self._size - self._index)))
        buffer[: len(data)] = data
        self._index += len(data)
        return len(data)
