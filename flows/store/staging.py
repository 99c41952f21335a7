"""Files put into the store by the group: written aside, made durable together, then moved to their places.

A file is in its place whole or not at all, and what the ledger tells of is on the disk.
Asking the disk for each file by itself would take longer than cleaning its page.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from .clean import STATE_DIR, holds, write_new

FOLDER = "staging"  # inside the store's own folder: what lies there belongs to no finished page
Staged = Sequence[tuple[str, str]]  # (name in the staging folder, place in the store) of each file
_FEW = 8  # files up to which each is asked for by itself


class Stage:
    """Writes the files of pages aside, for ``commit`` to put in their places.

    ``token`` begins the names of its files: no two processes that are at work may share one.
    """

    def __init__(self, root: str, token: str) -> None:
        self._root, self._folder, self._token = root, os.path.join(root, STATE_DIR, FOLDER), token
        self._written = 0
        os.makedirs(self._folder, exist_ok=True)

    def write(self, target: str, files: dict[str, bytes]) -> list[tuple[str, str]]:
        """Write the files of one page (by suffix) aside; one that is in its place as it is, is left out.

        Raises OSError when the store cannot take them, or when the page's folder leads out of the store.
        """
        _make_folder(self._root, os.path.dirname(target))
        staged: list[tuple[str, str]] = []
        for suffix, content in files.items():
            if holds(os.path.join(self._root, target + suffix), content):
                continue
            self._written += 1
            name = f"{self._token}-{self._written}"
            write_new(os.path.join(self._folder, name), content, durable=False)
            staged.append((name, target + suffix))
        return staged


def commit(root: str, staged: Staged) -> None:
    """Put staged files in their places. Returns when all that is on the disk. Raises OSError."""
    if not staged:
        return
    folder = os.path.join(root, STATE_DIR, FOLDER)
    _to_disk(root, [os.path.join(folder, name) for name, _ in staged])
    for name, place in staged:
        os.rename(os.path.join(folder, name), os.path.join(root, place))
    _to_disk(root, sorted({os.path.dirname(os.path.join(root, place)) for _, place in staged}))


def discard(root: str, token: str, but: Iterable[str] = ()) -> None:
    """Remove the staged files of one token, except those that are named."""
    kept = set(but)
    with contextlib.suppress(FileNotFoundError), os.scandir(os.path.join(root, STATE_DIR, FOLDER)) as entries:
        for entry in entries:
            if entry.name.startswith(f"{token}-") and entry.name not in kept:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(entry.path)


def remove_staged(root: str, staged: Staged) -> None:
    """Remove staged files that are not to be put in their places; those that are there already stay."""
    for name, _ in staged:
        with contextlib.suppress(OSError):
            os.unlink(os.path.join(root, STATE_DIR, FOLDER, name))


def tidy(root: Path) -> int:
    """Remove what an interrupted run left aside; return how many files. Needs the store's lock."""
    left_over = 0
    with contextlib.suppress(FileNotFoundError), os.scandir(root / STATE_DIR / FOLDER) as entries:
        for entry in entries:
            os.unlink(entry.path)
            left_over += 1
    return left_over


@lru_cache(10_000)
def _make_folder(root: str, name: str) -> None:
    folder = os.path.join(root, name)
    os.makedirs(folder, exist_ok=True)
    if os.path.realpath(folder) != os.path.join(_real(root), name):
        raise OSError(errno.ELOOP, f"{name} is a link out of the store; remove it")


@lru_cache(4)
def _real(root: str) -> str:
    return os.path.realpath(root)


def _to_disk(root: str, paths: Sequence[str]) -> None:
    """Have files, or the entries of folders, on the disk: a few one by one, many with their file system."""
    if len(paths) > _FEW and _sync_file_system(root):
        return
    for path in paths:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sync_file_system(root: str) -> bool:
    """Write out all that waits for the store's file system; False where the system has no call for it."""
    call = _syncfs()
    if call is None:
        return False
    handle = os.open(root, os.O_RDONLY)
    try:
        return bool(call(handle) == 0)
    finally:
        os.close(handle)


@cache
def _syncfs():  # type: ignore[no-untyped-def]
    import ctypes

    try:
        return ctypes.CDLL(None).syncfs
    except (OSError, AttributeError, TypeError):
        return None
