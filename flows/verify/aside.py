"""A database that is made anew: built beside the old one, which is kept aside and asked for what only it knows."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from ..errors import StoreProblem
from ..store.clean import KEEPING, cannot_write

_PARTS = ("", "-wal", "-shm")


class Old:
    """What a database says that may be damaged: as much of it as can be read."""

    def __init__(self, path: Path) -> None:
        self._db: sqlite3.Connection | None = None
        if path.exists():
            with suppress(sqlite3.Error):
                self._db = sqlite3.connect(path)
                self._db.row_factory = sqlite3.Row

    def rows(self, query: str, values: tuple[object, ...] = ()) -> Iterator[sqlite3.Row]:
        """The rows of a query, up to where the database is damaged."""
        if self._db is None:
            return
        with suppress(sqlite3.Error):
            yield from self._db.execute(query, values)

    def close(self) -> None:
        if self._db is not None:
            self._db.close()


@contextmanager
def made_anew(root: Path, file: str) -> Iterator[tuple[Path, Old]]:
    """A folder to make ``root``'s database anew in, and the old one. On leaving, the new one takes its place.

    The old one is then in the store's folder ``aside``, under the time it was put there.
    Raises StoreProblem when the store cannot be written to.
    """
    place, scratch = root / KEEPING / file, root / KEEPING / "anew"
    old = Old(place)
    try:
        (scratch / KEEPING).mkdir(parents=True, exist_ok=True)
        _remove(scratch / KEEPING / file)
        yield scratch, old
        old.close()
        _keep(place)
        os.rename(scratch / KEEPING / file, place)
        _remove(scratch / KEEPING / file)
        (scratch / KEEPING).rmdir()
        scratch.rmdir()
    except OSError as error:
        raise StoreProblem(cannot_write(root, error)) from None
    finally:
        old.close()


def copy_rows(new: sqlite3.Connection, old: Old, table: str, keys: str = "1") -> int:
    """Copy what the new database lacks of a table, as far as both have the columns; ``keys`` is a condition of ours."""
    columns = [row[1] for row in new.execute(f"PRAGMA table_info({table})")]
    theirs = {row["name"] for row in old.rows(f"PRAGMA table_info({table})")}
    shared = [name for name in columns if name in theirs]
    if not shared:
        return 0
    names = ", ".join(shared)
    statement = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({', '.join('?' * len(shared))})"
    before = new.total_changes
    with new:
        new.executemany(statement, (tuple(row) for row in old.rows(f"SELECT {names} FROM {table} WHERE {keys}")))
    return new.total_changes - before


def _keep(path: Path) -> None:
    """Put a database aside, together with what was not yet merged into it."""
    now = datetime.now(UTC)
    folder = path.parent / "aside"
    folder.mkdir(exist_ok=True)
    stamp = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}Z"
    for part in _PARTS:
        if os.path.exists(f"{path}{part}"):
            os.rename(f"{path}{part}", folder / f"{path.stem}-{stamp}{path.suffix}{part}")


def _remove(path: Path) -> None:
    for part in _PARTS:
        Path(f"{path}{part}").unlink(missing_ok=True)
