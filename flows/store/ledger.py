"""The ledger: the outcome of each page. SQLite inside the clean store; a run over raw/ makes it again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..errors import StoreError
from ..job import FINE, PageResult
from .clean import STATE_DIR
from .connection import connected
from .migrations import VERSION, migrate

FILE = "ledger.sqlite3"
_FROM_ROW = (
    *("page", "raw", "url", "outcome", "detail", "raw_digest", "identity", "fingerprint", "stat", "clean"),
    *("title", "kept", "removed", "digests", "fetched_at", "memory", "observed"),
)
_COLUMNS = (*_FROM_ROW, "removed_by", "seconds", "recorded_at", "run", "text_digest", "sketch")
_RECORD = f"INSERT OR REPLACE INTO pages ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_CLEAN = "outcome = 'ok' AND clean != ''"
_ORIGINAL = "duplicate_of = ''"
GONE = "gone"  # in the column stat: the raw file of a clean page is gone, and a run has told of it
FAILED = f"outcome NOT IN ({', '.join(repr(outcome) for outcome in FINE)})"  # as a condition in SQL


class Ledger:
    """An open ledger, for one thread. A reader beside a writer sees complete transactions only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.db = connection

    def record(self, rows: Sequence[PageResult], run: int) -> None:
        """Record the outcome of some pages, all or none; ``run`` is the number of the run."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        new = [
            (
                *(getattr(row, name) for name in _FROM_ROW),
                *(json.dumps(row.removed_by), round(row.seconds, 4), now, run, *row.text_marks),
            )
            for row in rows
            if not row.unchanged
        ]
        with self.db:
            self.db.executemany(_RECORD, new)
            self.db.executemany(
                "UPDATE pages SET stat = ? WHERE page = ?", ((row.stat, row.page) for row in rows if row.unchanged)
            )

    def newest_row(self, raw: str) -> sqlite3.Row | None:
        """The newest row of the raw page ``raw``, if there is one."""
        rows = self.db.execute("SELECT * FROM pages WHERE raw = ? ORDER BY run DESC LIMIT 1", (raw,))
        return next(iter(rows), None)

    def newest_row_of(self, urls: Sequence[str]) -> sqlite3.Row | None:
        """The newest row of a page with one of these addresses, if there is one."""
        marks = ", ".join("?" * len(urls))
        where = f"url IN ({marks}) AND outcome != 'superseded'"
        rows = self.db.execute(f"SELECT * FROM pages WHERE {where} ORDER BY run DESC LIMIT 1", tuple(urls))
        return next(iter(rows), None)

    def changed_since_last(self, run: int) -> bool:
        """Whether any page may have changed since the last completed run before ``run``.

        A page recorded since then has changed. After a run that was stopped, any page may have.
        """
        ended = "(SELECT ifnull(max(run), 0) FROM runs WHERE ended_at IS NOT NULL AND run < :run)"
        rows = self.db.execute(
            f"SELECT EXISTS (SELECT 1 FROM pages WHERE run > {ended})"
            f" OR EXISTS (SELECT 1 FROM runs WHERE run > {ended} AND run < :run)",
            {"run": run},
        )
        return bool(rows.fetchone()[0])

    def delete(self, page: str) -> None:
        """Delete the row of a page."""
        with self.db:
            self.db.execute("DELETE FROM pages WHERE page = ?", (page,))

    def mark_gone(self, page: str) -> None:
        """Record that the raw file of a page is gone."""
        with self.db:
            self.db.execute("UPDATE pages SET stat = ? WHERE page = ?", (GONE, page))

    def pages(self, where: str = "1", values: tuple[Any, ...] = (), limit: int = -1) -> Iterator[sqlite3.Row]:
        """Rows in the order of their pages. ``where`` is SQL, never text from outside."""
        return iter(self.db.execute(f"SELECT * FROM pages WHERE {where} ORDER BY raw LIMIT {limit:d}", values))

    def clean_pages(self, *, originals: bool) -> Iterator[sqlite3.Row]:
        """The rows that have a clean page, in the order of their raw pages; with ``originals``, without the copies."""
        return self.pages(f"{_CLEAN} AND {_ORIGINAL}" if originals else _CLEAN)

    def count_clean(self, *, originals: bool = False) -> int:
        """The number of rows that `clean_pages` yields."""
        where = f"{_CLEAN} AND {_ORIGINAL}" if originals else _CLEAN
        return int(self.db.execute(f"SELECT count(*) FROM pages WHERE {where}").fetchone()[0])

    def start(self, work: str) -> int:
        """Record that a run begins; return its number."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.db:
            cursor = self.db.execute("INSERT INTO runs (work, started_at) VALUES (?, ?)", (work, now))
        return int(cursor.lastrowid or 0)

    def end(self, run: int, summary: dict[str, Any]) -> None:
        """Record that a run has ended, with its figures."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.db:
            self.db.execute("UPDATE runs SET ended_at = ?, summary = ? WHERE run = ?", (now, json.dumps(summary), run))


def check_ledger(root: Path) -> None:
    """Raise StoreError when there is no ledger in the clean store ``root``."""
    if not (root / STATE_DIR / FILE).exists():
        raise StoreError(f"no ledger in {root} yet: `winnow run` makes one, --clean names another store")


@contextmanager
def open_ledger(root: Path, *, write: bool = False) -> Iterator[Ledger]:
    """The ledger of the clean store ``root``; with ``write`` it is made or upgraded (hold the store's lock).

    Raises StoreError when there is none, when it is damaged or of a newer winnow, or when
    the disk is full, also for database errors inside the block.
    """
    path = root / STATE_DIR / FILE
    if not write:
        check_ledger(root)
    try:
        with ExitStack() as stack:
            db = stack.enter_context(connected(path))
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                raise StoreError(f"the ledger {path} was written by a newer winnow; upgrade this one")
            if write:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
                migrate(db, version)
            elif 0 < version < VERSION:  # reading changes no file: an older ledger is read as a temporary copy
                copy = stack.enter_context(closing(sqlite3.connect("")))
                db.backup(copy)
                migrate(copy, version)
                db = copy
            db.row_factory = sqlite3.Row
            yield Ledger(db)
    except sqlite3.OperationalError as error:
        message = f"the ledger {path} cannot be used: {error}; check the disk and its permissions"
        raise StoreError(message) from None
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"the ledger {path} is damaged ({error}); `winnow run` keeps it aside and cleans the pages again"
        ) from None


@contextmanager
def open_copy(root: Path, scratch: Path) -> Iterator[Ledger]:
    """A copy of the ledger of ``root`` in the folder ``scratch``, to be written to. Raises StoreError."""
    (scratch / STATE_DIR).mkdir()
    with open_ledger(root) as ledger, closing(sqlite3.connect(scratch / STATE_DIR / FILE)) as copy:
        ledger.db.backup(copy)
    with open_ledger(scratch, write=True) as copied:
        yield copied
