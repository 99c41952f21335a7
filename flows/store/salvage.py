"""Damaged databases: moved to the folder ``aside``, and read as far as they can still be read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .clean import STATE_DIR, files_in, write_error
from .connection import connected
from .ledger import FILE
from .migrations import VERSION

_PARTS = ("-wal", "-shm", "")  # the database last: a new one must never be opened with the journal of the old one
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)  # the last: a table is missing


def recover_ledger(root: Path) -> str:
    """Move the ledger of the clean store ``root`` to ``aside`` if it is damaged, so that a run makes a new one.

    Returns a message for the user, also for a lost ledger; "" if nothing is wrong. Hold the store's lock.
    Raises StoreError when the store cannot be written to.
    """
    path = root / STATE_DIR / FILE
    if not path.exists() or not path.stat().st_size:
        if any(entry.name.endswith(".md") for entry in files_in(root)):
            return f"there are clean pages in {root}, but their ledger is gone; the pages are cleaned again"
        return ""
    damage = damage_of(path)
    if not damage:
        return ""
    try:
        moved = move_aside(path)
    except OSError as error:
        raise write_error(root, error) from None
    return f"the ledger {path} was damaged ({damage}); it is now {moved}, and the pages are cleaned again"


def damage_of(path: Path) -> str:
    """What is wrong with a ledger; "" if nothing is.

    A ledger that cannot be opened, and one that a newer winnow made, give "" too.
    """
    try:
        with connected(path) as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            (state,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if 0 < version <= VERSION:
                db.execute("SELECT 1 FROM pages LIMIT 1")
    except sqlite3.DatabaseError as error:
        return str(error) if error.sqlite_errorcode & 0xFF in _DAMAGE else ""
    return "" if state == "ok" else str(state)


def move_aside(path: Path) -> Path:
    """Move a database with its journal to the folder ``aside`` beside it. Returns the new path."""
    folder = path.parent / "aside"
    folder.mkdir(exist_ok=True)
    while True:
        now = datetime.now(UTC)
        new_path = folder / f"{path.stem}-{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}Z{path.suffix}"
        if not os.path.lexists(new_path):
            break
    for part in _PARTS:
        with suppress(FileNotFoundError):
            os.rename(f"{path}{part}", f"{new_path}{part}")
    return new_path


def readable_rows(path: Path, query: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query on a database that may be damaged or missing, up to where it cannot be read."""
    if path.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as db:
            yield from db.execute(query)


@contextmanager
def rebuilt(root: Path, file: str) -> Iterator[Path]:
    """A scratch folder in which to build a database of the raw store ``root`` again. On exit it replaces the old one.

    The old one is moved to the store's folder ``aside``. Raises StoreError when the store cannot be written to.
    """
    path, scratch = root / STATE_DIR / file, root / STATE_DIR / "anew"
    try:
        (scratch / STATE_DIR).mkdir(parents=True, exist_ok=True)
        _remove(scratch / STATE_DIR / file)
        yield scratch
        move_aside(path)
        os.rename(scratch / STATE_DIR / file, path)
        _remove(scratch / STATE_DIR / file)
        (scratch / STATE_DIR).rmdir()
        scratch.rmdir()
    except OSError as error:
        raise write_error(root, error, "raw") from None


def _remove(path: Path) -> None:
    for part in _PARTS:
        Path(f"{path}{part}").unlink(missing_ok=True)
