"""Files written to the store in groups: first to a staging folder, then flushed to disk together, then moved.

A file of the store is complete or not there, and what the ledger records is on the disk.
To flush each file by itself would take longer than to clean its page.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from .clean import STATE_DIR, has_content, write_new

FOLDER = "staging"  # in the folder of the ledger; the files in it belong to no finished page
Staged = Sequence[tuple[str, str]]  # (name in the staging folder, path in the store) of each file
_MAX_SINGLE_SYNCS = 8  # for more files, the whole file system is flushed at once


class Stage:
    """Writes the files of pages into the staging folder; ``commit`` moves them into the store.

    ``token`` begins the names of its files; no two running processes may share one.
    """

    def __init__(self, root: str, token: str) -> None:
        self._root, self._folder, self._token = root, os.path.join(root, STATE_DIR, FOLDER), token
        self._written = 0
        os.makedirs(self._folder, exist_ok=True)

    def write(self, target: str, files: dict[str, bytes]) -> list[tuple[str, str]]:
        """Stage the files of one page, by suffix; a file that the store has already is left out.

        Raises OSError when they cannot be written, or when the page's folder is a link out of the store.
        """
        _make_folder(self._root, os.path.dirname(target))
        staged: list[tuple[str, str]] = []
        for suffix, content in files.items():
            if has_content(os.path.join(self._root, target + suffix), content):
                continue
            self._written += 1
            name = f"{self._token}-{self._written}"
            write_new(os.path.join(self._folder, name), content, durable=False)
            staged.append((name, target + suffix))
        return staged


def commit(root: str, staged: Staged) -> None:
    """Move staged files into the store; on return they are on the disk. Raises OSError."""
    if not staged:
        return
    folder = os.path.join(root, STATE_DIR, FOLDER)
    _sync(root, [os.path.join(folder, name) for name, _ in staged])
    for name, path in staged:
        os.rename(os.path.join(folder, name), os.path.join(root, path))
    _sync(root, sorted({os.path.dirname(os.path.join(root, path)) for _, path in staged}))


def discard(root: str, token: str, keep: Iterable[str] = ()) -> None:
    """Remove the staged files of one token, except those named in ``keep``."""
    needed = set(keep)
    with contextlib.suppress(FileNotFoundError), os.scandir(os.path.join(root, STATE_DIR, FOLDER)) as entries:
        for entry in entries:
            if entry.name.startswith(f"{token}-") and entry.name not in needed:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(entry.path)


def remove_staged(root: str, staged: Staged) -> None:
    """Remove staged files; those that were moved into the store already stay."""
    for name, _ in staged:
        with contextlib.suppress(OSError):
            os.unlink(os.path.join(root, STATE_DIR, FOLDER, name))


def remove_leftovers(root: Path) -> int:
    """Remove what an interrupted run left in the staging folder; return how many files. Hold the store's lock."""
    count = 0
    with contextlib.suppress(FileNotFoundError), os.scandir(root / STATE_DIR / FOLDER) as entries:
        for entry in entries:
            os.unlink(entry.path)
            count += 1
    return count


@lru_cache(10_000)
def _make_folder(root: str, name: str) -> None:
    folder = os.path.join(root, name)
    os.makedirs(folder, exist_ok=True)
    if os.path.realpath(folder) != os.path.join(_real(root), name):
        raise OSError(errno.ELOOP, f"{name} is a link out of the store; remove it")


@lru_cache(4)
def _real(root: str) -> str:
    return os.path.realpath(root)


def _sync(root: str, paths: Sequence[str]) -> None:
    """Flush files or folders to disk: a few one by one, many by flushing their file system."""
    if len(paths) > _MAX_SINGLE_SYNCS and _sync_file_system(root):
        return
    for path in paths:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sync_file_system(root: str) -> bool:
    """Flush the store's file system to disk; False where the operating system has no call for it."""
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
