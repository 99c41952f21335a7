"""Damaged databases: set aside under their time, and asked for what of them can still be read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from ..errors import StoreProblem
from .clean import KEEPING, cannot_write, files_in
from .ledger import FILE, VERSION

_PARTS = ("-wal", "-shm", "")  # the database last: a new one must never meet the journal of the old one
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)  # the last: a table is missing


def recover_ledger(root: Path) -> str:
    """Set the ledger of the clean store ``root`` aside if it is damaged, so that a run makes a new one.

    Returns what happened for the user, "" if all is well; a lost ledger is reported too. Needs the store's
    lock. Raises StoreProblem when the store cannot be written to.
    """
    path = root / KEEPING / FILE
    if not path.exists() or not path.stat().st_size:
        if any(entry.name.endswith(".md") for entry in files_in(root)):
            return f"there are clean pages in {root}, but their ledger is gone; the pages are cleaned again"
        return ""
    damage = damage_of(path)
    if not damage:
        return ""
    try:
        kept = set_aside(path)
    except OSError as error:
        raise StoreProblem(cannot_write(root, error)) from None
    return f"the ledger {path} was damaged ({damage}); it is now {kept}, and the pages are cleaned again"


def damage_of(path: Path) -> str:
    """What is wrong with a ledger, "" if nothing is, if it cannot be opened at all, or if a newer winnow made it."""
    try:
        with closing(sqlite3.connect(path, timeout=10)) as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            (state,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if 0 < version <= VERSION:
                db.execute("SELECT 1 FROM pages LIMIT 1")
    except sqlite3.DatabaseError as error:
        return str(error) if error.sqlite_errorcode & 0xFF in _DAMAGE else ""
    return "" if state == "ok" else str(state)


def set_aside(path: Path) -> Path:
    """Move a database, with what is not yet merged into it, to the folder ``aside`` beside it. Returns its new path."""
    now = datetime.now(UTC)
    folder = path.parent / "aside"
    folder.mkdir(exist_ok=True)
    kept = folder / f"{path.stem}-{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}Z{path.suffix}"
    for part in _PARTS:
        with suppress(FileNotFoundError):
            os.rename(f"{path}{part}", f"{kept}{part}")
    return kept


class DamagedDatabase:
    """A database that may be damaged: as much of it as can be read."""

    def __init__(self, path: Path) -> None:
        self._db: sqlite3.Connection | None = None
        if path.exists():
            with suppress(sqlite3.Error):
                self._db = sqlite3.connect(path)
                self._db.row_factory = sqlite3.Row

    def rows(self, query: str, values: tuple[object, ...] = ()) -> Iterator[sqlite3.Row]:
        """The rows of a query, up to where the database is damaged."""
        if self._db is not None:
            with suppress(sqlite3.Error):
                yield from self._db.execute(query, values)

    def close(self) -> None:
        """Close the database, if it could be opened."""
        if self._db is not None:
            self._db.close()


@contextmanager
def rebuilt(root: Path, file: str) -> Iterator[tuple[Path, DamagedDatabase]]:
    """A folder to make ``root``'s database again in, and the old one. On leaving, the new one takes its place.

    The old one is then in the store's folder ``aside``. Raises StoreProblem when the store cannot be written to.
    """
    path, scratch = root / KEEPING / file, root / KEEPING / "anew"
    old = DamagedDatabase(path)
    try:
        (scratch / KEEPING).mkdir(parents=True, exist_ok=True)
        _remove(scratch / KEEPING / file)
        yield scratch, old
        old.close()
        set_aside(path)
        os.rename(scratch / KEEPING / file, path)
        _remove(scratch / KEEPING / file)
        (scratch / KEEPING).rmdir()
        scratch.rmdir()
    except OSError as error:
        raise StoreProblem(cannot_write(root, error)) from None
    finally:
        old.close()


def copy_rows(new: sqlite3.Connection, old: DamagedDatabase, table: str, where: str) -> int:
    """Copy the rows of a table that the new database lacks, in the columns that both have. Returns how many.

    ``where`` is a condition of ours, never text from outside.
    """
    columns = [row[1] for row in new.execute(f"PRAGMA table_info({table})")]
    theirs = {row["name"] for row in old.rows(f"PRAGMA table_info({table})")}
    shared = [name for name in columns if name in theirs]
    if not shared:
        return 0
    names = ", ".join(shared)
    statement = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({', '.join('?' * len(shared))})"
    before = new.total_changes
    with new:
        new.executemany(statement, (tuple(row) for row in old.rows(f"SELECT {names} FROM {table} WHERE {where}")))
    return new.total_changes - before


def _remove(path: Path) -> None:
    for part in _PARTS:
        Path(f"{path}{part}").unlink(missing_ok=True)
