"""The ledger: what became of each page. SQLite inside the clean store; a run over raw/ makes it again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..errors import StoreError
from ..job import FINE, PageResult
from .clean import STATE_DIR
from .version1 import sql_renamed

FILE = "ledger.sqlite3"
_MIGRATIONS = (  # one a version of the schema, in order; never edited once released
    """
    CREATE TABLE pages (
        page TEXT PRIMARY KEY, raw TEXT NOT NULL, url TEXT NOT NULL, outcome TEXT NOT NULL,
        detail TEXT NOT NULL, raw_digest TEXT NOT NULL, identity TEXT NOT NULL,
        fingerprint TEXT NOT NULL, stat TEXT NOT NULL, clean TEXT NOT NULL,
        title TEXT NOT NULL, kept INTEGER NOT NULL, removed INTEGER NOT NULL,
        removed_by TEXT NOT NULL, digests TEXT NOT NULL, seconds REAL NOT NULL, fetched_at TEXT NOT NULL,
        recorded_at TEXT NOT NULL, run INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX pages_raw ON pages (raw);
    CREATE INDEX pages_run ON pages (run, outcome);
    CREATE TABLE runs (
        run INTEGER PRIMARY KEY, work TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT, summary TEXT
    );
    """,
    """
    ALTER TABLE pages ADD COLUMN memory TEXT NOT NULL DEFAULT '';
    CREATE TABLE counts (
        site TEXT NOT NULL, batch TEXT NOT NULL, digest TEXT NOT NULL, address TEXT NOT NULL,
        section TEXT NOT NULL, seen TEXT NOT NULL, packed BLOB NOT NULL, made_by TEXT NOT NULL,
        PRIMARY KEY (site, batch, digest)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE archives (file TEXT PRIMARY KEY, stat TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE records (
        file TEXT NOT NULL, number INTEGER NOT NULL, place TEXT NOT NULL, url TEXT NOT NULL,
        content_type TEXT NOT NULL, fetched_at TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL,
        PRIMARY KEY (file, number)
    ) WITHOUT ROWID;
    """,
    """
    ALTER TABLE pages ADD COLUMN text_digest TEXT NOT NULL DEFAULT '';
    ALTER TABLE pages ADD COLUMN simhash TEXT NOT NULL DEFAULT '';
    ALTER TABLE pages ADD COLUMN duplicate_of TEXT NOT NULL DEFAULT '';
    ALTER TABLE pages ADD COLUMN similarity REAL NOT NULL DEFAULT 0;
    """,
    """
    ALTER TABLE records ADD COLUMN discovered TEXT NOT NULL DEFAULT '';
    DELETE FROM archives;
    """,
    """
    ALTER TABLE pages ADD COLUMN observed TEXT NOT NULL DEFAULT '';
    CREATE TABLE drift_sites (site TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE drift_seen (page INTEGER PRIMARY KEY);
    CREATE TABLE drift_incidents (
        incident INTEGER PRIMARY KEY, site TEXT NOT NULL, run INTEGER NOT NULL, opened_at TEXT NOT NULL,
        closed_at TEXT NOT NULL DEFAULT '', facts TEXT NOT NULL
    );
    """,
    """
    ALTER TABLE pages RENAME COLUMN simhash TO sketch;
    UPDATE pages SET sketch = '';
    """,
    f"""
    UPDATE pages SET removed_by = {sql_renamed("removed_by", '"%s":')}, observed = {sql_renamed("observed", '"%s":')};
    UPDATE runs SET summary = {sql_renamed("summary", '"%s":')};
    UPDATE drift_sites SET state = {sql_renamed("state", '"removal by %s"')};
    UPDATE drift_incidents SET facts = {sql_renamed("facts", '"removal by %s"')};
    """,
)
VERSION = len(_MIGRATIONS)
_FROM_ROW = (
    *("page", "raw", "url", "outcome", "detail", "raw_digest", "identity", "fingerprint", "stat", "clean"),
    *("title", "kept", "removed", "digests", "fetched_at", "memory", "observed"),
)
_COLUMNS = (*_FROM_ROW, "removed_by", "seconds", "recorded_at", "run", "text_digest", "sketch")
_RECORD = f"INSERT OR REPLACE INTO pages ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_CLEAN = "outcome = 'ok' AND clean != ''"
_ORIGINAL = "duplicate_of = ''"
FAILED = f"outcome NOT IN ({', '.join(repr(outcome) for outcome in FINE)})"  # as a condition in SQL


class Ledger:
    """An open ledger. Used from one thread; a reader beside a writer sees whole transactions only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.db = connection

    def record(self, rows: Sequence[PageResult], run: int) -> None:
        """Write down what became of some pages, all of them or none."""
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

    def known(self, raw: str) -> sqlite3.Row | None:
        """The newest row on the raw page ``raw``."""
        found = self.db.execute("SELECT * FROM pages WHERE raw = ? ORDER BY run DESC LIMIT 1", (raw,))
        row: sqlite3.Row | None = found.fetchone()
        return row

    def changed_since_last(self, run: int) -> bool:
        """Whether anything may have changed since the last run before ``run`` that came to its end.

        A page recorded since then has; so may any page where a run was stopped in between.
        """
        ended = "(SELECT ifnull(max(run), 0) FROM runs WHERE ended_at IS NOT NULL AND run < :run)"
        found = self.db.execute(
            f"SELECT EXISTS (SELECT 1 FROM pages WHERE run > {ended})"
            f" OR EXISTS (SELECT 1 FROM runs WHERE run > {ended} AND run < :run)",
            {"run": run},
        )
        return bool(found.fetchone()[0])

    def forget(self, page: str) -> None:
        """Drop the row of a page that is no more."""
        with self.db:
            self.db.execute("DELETE FROM pages WHERE page = ?", (page,))

    def pages(self, where: str = "1", values: tuple[Any, ...] = (), limit: int = -1) -> Iterator[sqlite3.Row]:
        """Rows in the order of their pages. ``where`` is a condition of ours, never text from outside."""
        return iter(self.db.execute(f"SELECT * FROM pages WHERE {where} ORDER BY raw LIMIT {limit:d}", values))

    def clean_pages(self, *, originals: bool) -> Iterator[sqlite3.Row]:
        """The pages that have a clean page, in the order of their raw pages; copies of others left out if asked."""
        return self.pages(f"{_CLEAN} AND {_ORIGINAL}" if originals else _CLEAN)

    def count_clean(self, *, originals: bool = False) -> int:
        """How many pages `clean_pages` yields."""
        where = f"{_CLEAN} AND {_ORIGINAL}" if originals else _CLEAN
        return int(self.db.execute(f"SELECT count(*) FROM pages WHERE {where}").fetchone()[0])

    def start(self, work: str) -> int:
        """Note that a run begins; return its number."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.db:
            cursor = self.db.execute("INSERT INTO runs (work, started_at) VALUES (?, ?)", (work, now))
        return int(cursor.lastrowid or 0)

    def end(self, run: int, summary: dict[str, Any]) -> None:
        """Note that a run has ended, and what it did."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.db:
            self.db.execute("UPDATE runs SET ended_at = ?, summary = ? WHERE run = ?", (now, json.dumps(summary), run))


@contextmanager
def open_ledger(root: Path, *, write: bool = False) -> Iterator[Ledger]:
    """The ledger of the clean store ``root``; made if ``write`` and not there (hold the store's lock then).

    Raises StoreError when there is none, when it is damaged, from a newer
    winnow, or when the disk is full, also for what is done inside the block.
    """
    path = root / STATE_DIR / FILE
    if not write and not path.exists():
        raise StoreError(f"no ledger in {root} yet: `winnow run` makes one, --clean names another store")
    try:
        connection = sqlite3.connect(path, timeout=10)
        try:
            connection.row_factory = sqlite3.Row
            _prepare(connection, path, write)
            yield Ledger(connection)
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        why = f"the ledger {path} cannot be used: {error}; see to the disk and its permissions"
        raise StoreError(why) from None
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


def _prepare(connection: sqlite3.Connection, path: Path, write: bool) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise StoreError(f"the ledger {path} was written by a newer winnow; upgrade this one")
    if not write:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    for number, script in enumerate(_MIGRATIONS[version:], version + 1):
        connection.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")
