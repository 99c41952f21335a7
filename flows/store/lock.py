"""A lock that lets one process at a time write to a store. It names its holder and ends with that process."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ..bounded import read_object
from ..errors import StoreError
from .clean import STATE_DIR

_NO_FILE = (errno.ELOOP, errno.EISDIR, errno.ENXIO)  # raised for a link, a folder, a socket


@contextmanager
def locked(root: Path, work: str, *, wait: bool = False) -> Iterator[None]:
    """Hold the lock of the store. ``work`` is a word or two that other processes name as the reason.

    The kernel releases the lock when the process ends, however it ends. Raises StoreError,
    naming the holder, when another process has the lock and ``wait`` is False, and when the lock is no
    regular file; OSError when it cannot be written to.
    """
    handle = _open(root / STATE_DIR / "lock")
    try:
        while not _acquire(handle):
            if not wait:
                raise StoreError(f"{root} is in use by {_holder(handle)}; let it end, or add --wait to start after it")
            time.sleep(0.2)
        _write_holder(handle, work)
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o666)
    except OSError as error:
        if error.errno not in _NO_FILE:
            raise
        handle = -1
    if handle < 0 or not stat.S_ISREG(os.fstat(handle).st_mode):
        if handle >= 0:
            os.close(handle)
        raise StoreError(f"{path} is no regular file; remove it, then run again")
    return handle


def _acquire(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write_holder(handle: int, work: str) -> None:
    started = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    holder = {"work": work, "pid": os.getpid(), "host": socket.gethostname(), "started": started}
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps(holder).encode(), 0)


def _holder(handle: int) -> str:
    try:
        holder = read_object(os.pread(handle, 4096, 0))
        return f"{holder['work']} (process {holder['pid']} on {holder['host']}, since {holder['started']})"
    except KeyError:
        return "another run"
