"""The raw archive that fetching writes: WARC files by host, appended group by group, whole or not at all.

A group (answers, requests, metadata) is one append. It is on the disk before
the ledger tells of it; `recovery` mends what a crash left half-written.
"""

from __future__ import annotations

import io
import os
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.warcwriter import WARCWriter

from ..errors import StoreProblem
from .clean import KEEPING, target_of

_MOST_OPEN = 64
ROTATE_AT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a group lies: the file's path inside raw/, and from which byte to which."""

    file: str
    start: int
    end: int


@dataclass(slots=True)
class _Open:
    file: BinaryIO
    size: int
    dirty: bool = False


class Archive:
    """The WARC files of one run. Used from one thread at a time; hold the store's lock."""

    def __init__(self, root: Path, rotate_at: int = ROTATE_AT) -> None:
        self._root, self._rotate_at = root, rotate_at
        now = datetime.now(UTC)  # to the millisecond, so that names sort as runs follow each other
        self._run = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}Z-{secrets.token_hex(2)}"
        self._numbers: dict[str, int] = {}
        self._open: OrderedDict[str, _Open] = OrderedDict()

    def append(self, url: str, group: bytes) -> Place:
        """Add a group to the file of the address's host. Raises StoreProblem when the disk refuses."""
        name = self._name(_folder(urlsplit(url).netloc.rpartition("@")[2]))
        try:
            kept = self._opened(name)
            place = Place(name, kept.size, kept.size + len(group))
            kept.file.write(group)
            kept.size, kept.dirty = place.end, True
        except OSError as error:
            raise refused(self._root, error) from None
        return place

    def written(self) -> list[int]:
        """Hand everything appended so far to the system; file numbers for ``sync`` to have it on the disk.

        ``sync`` may then run in another thread while this one goes on appending.
        """
        try:
            dirty = [kept for kept in self._open.values() if kept.dirty]
            for kept in dirty:
                kept.file.flush()
                kept.dirty = False
        except OSError as error:
            raise refused(self._root, error) from None
        return [os.dup(kept.file.fileno()) for kept in dirty]

    def sync(self, numbers: list[int]) -> None:
        """Return once the files are on the disk. Raises StoreProblem."""
        try:
            for number in numbers:
                os.fsync(number)
        except OSError as error:
            raise refused(self._root, error) from None
        finally:
            for number in numbers:
                os.close(number)

    def close(self) -> None:
        self.sync(self.written())
        for kept in self._open.values():
            kept.file.close()
        self._open.clear()

    def _name(self, folder: str) -> str:
        number = self._numbers.setdefault(folder, 1)
        name = f"{folder}/{self._run}-{number:03d}.warc.gz"
        if name in self._open and self._open[name].size >= self._rotate_at:
            self._numbers[folder] = number + 1
            name = f"{folder}/{self._run}-{number + 1:03d}.warc.gz"
        return name

    def _opened(self, name: str) -> _Open:
        kept = self._open.get(name)
        if kept is None:
            path = self._root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.parent.is_symlink():
                raise StoreProblem(f"{path.parent} is a link out of the store; remove it")
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
            file = os.fdopen(os.open(path, flags, 0o666), "ab")
            kept = self._open[name] = _Open(file, file.seek(0, os.SEEK_END))
            if kept.size == 0:
                kept.size = file.write(_info(path.name))
            self._close_oldest()
        self._open.move_to_end(name)
        return kept

    def _close_oldest(self) -> None:
        while len(self._open) > _MOST_OPEN:
            _, oldest = self._open.popitem(last=False)
            oldest.file.flush()
            os.fsync(oldest.file.fileno())
            oldest.file.close()


@lru_cache(maxsize=1024)
def _folder(host: str) -> str:
    """The folder of a host, named as in clean/."""
    return target_of(f"http://{host}/", "").partition("/")[0]


def _info(name: str) -> bytes:
    """What made the file: the first record of each."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record(name, {"software": "winnow", "format": "WARC 1.1"}))
    return out.getvalue()


def prepare(root: Path) -> None:
    """Make raw/ if it is not there. Raises StoreProblem when it cannot be written to."""
    probe = root / KEEPING / f"probe-{os.getpid()}"
    try:
        probe.parent.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"winnow" * 1000)
        probe.unlink()
    except OSError as error:
        raise refused(root, error) from None


def refused(root: Path, error: OSError) -> StoreProblem:
    """The error for a raw folder that cannot be written to, with what to do."""
    return StoreProblem(
        f"raw pages cannot be written to {root}: {error.strerror or error}; "
        "see to its space and permissions or name another folder with --raw, then run again"
    )
