"""The raw archive that fetching writes: WARC files by host, to which whole groups of records are appended.

A group (answers, requests, metadata) is on the disk before the list of fetched pages names it;
`recovery` repairs what a crash left half-written.
"""

from __future__ import annotations

import os
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from ..errors import StoreError
from ..warc.writer import warcinfo
from .clean import host_folder, write_error

_MAX_OPEN_FILES = 64
ROTATE_AT = 1_000_000_000  # bytes of a file, after which the next one is begun


@dataclass(frozen=True, slots=True)
class GroupLocation:
    """A group of records: the file's path inside raw/, its first byte and the byte after its last."""

    file: str
    start: int
    end: int


@dataclass(slots=True)
class _OpenFile:
    file: BinaryIO
    size: int
    dirty: bool = False


class Archive:
    """The WARC files of one run. Use it from one thread at a time, and hold the store's lock."""

    def __init__(self, root: Path, rotate_at: int = ROTATE_AT) -> None:
        self._root, self._rotate_at = root, rotate_at
        now = datetime.now(UTC)  # to the millisecond, so that names sort as runs follow each other
        self._run = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}Z-{secrets.token_hex(2)}"
        self._numbers: dict[str, int] = {}
        self._open: OrderedDict[str, _OpenFile] = OrderedDict()

    def append(self, url: str, group: bytes) -> GroupLocation:
        """Add a group to the file of the address's host. Raises StoreError when it cannot be written."""
        name = self._name(host_folder(urlsplit(url).netloc.rpartition("@")[2]))
        try:
            opened = self._opened(name)
            location = GroupLocation(name, opened.size, opened.size + len(group))
            opened.file.write(group)
            opened.size, opened.dirty = location.end, True
        except OSError as error:
            raise write_error(self._root, error, "raw") from None
        return location

    def flush(self) -> list[int]:
        """Flush buffers; return the file descriptors that ``sync`` must get. Raises StoreError.

        ``sync`` may run in another thread while this one goes on appending.
        """
        try:
            dirty = [opened for opened in self._open.values() if opened.dirty]
            for opened in dirty:
                opened.file.flush()
                opened.dirty = False
        except OSError as error:
            raise write_error(self._root, error, "raw") from None
        return [os.dup(opened.file.fileno()) for opened in dirty]

    def sync(self, descriptors: list[int]) -> None:
        """Return once the files are on the disk. Raises StoreError."""
        try:
            for descriptor in descriptors:
                os.fsync(descriptor)
        except OSError as error:
            raise write_error(self._root, error, "raw") from None
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def close(self) -> None:
        self.sync(self.flush())
        for opened in self._open.values():
            opened.file.close()
        self._open.clear()

    def _name(self, folder: str) -> str:
        number = self._numbers.get(folder, 1)
        name = f"{folder}/{self._run}-{number:03d}.warc.gz"
        if name in self._open and self._open[name].size >= self._rotate_at:
            self._numbers[folder] = number + 1
            name = f"{folder}/{self._run}-{number + 1:03d}.warc.gz"
        return name

    def _opened(self, name: str) -> _OpenFile:
        opened = self._open.get(name)
        if opened is None:
            path = self._root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.parent.is_symlink():
                raise StoreError(f"{path.parent} is a link out of the store; remove it")
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
            file = os.fdopen(os.open(path, flags, 0o666), "ab")
            opened = self._open[name] = _OpenFile(file, file.seek(0, os.SEEK_END))
            if opened.size == 0:
                opened.size = file.write(warcinfo(path.name))
            self._close_oldest()
        self._open.move_to_end(name)
        return opened

    def _close_oldest(self) -> None:
        while len(self._open) > _MAX_OPEN_FILES:
            _, oldest = self._open.popitem(last=False)
            oldest.file.flush()
            os.fsync(oldest.file.fileno())
            oldest.file.close()
