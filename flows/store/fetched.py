"""What was fetched: a row an address, in SQLite beside the raw pages; it can be made again from them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import StoreError
from .clean import STATE_DIR
from .recovery import RecoveredGroup

FILE = "fetched.sqlite3"
_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS fetched (
    url TEXT NOT NULL, role TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL,
    checked_at TEXT NOT NULL, tries INTEGER NOT NULL, status INTEGER NOT NULL, robots TEXT NOT NULL,
    final_url TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL, content_type TEXT NOT NULL,
    digest TEXT NOT NULL, size INTEGER NOT NULL, length_verified INTEGER NOT NULL, wishes TEXT NOT NULL,
    found_in TEXT NOT NULL, said TEXT NOT NULL, fetched_at TEXT NOT NULL,
    warc TEXT NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY (url, role)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS robots (
    origin TEXT PRIMARY KEY, read_at REAL NOT NULL, status INTEGER NOT NULL, digest TEXT NOT NULL,
    warc TEXT NOT NULL, offset INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
"""
_VISIT = ("url", "role", "outcome", "detail", "checked_at", "tries", "status", "robots")
_CONTENT = (
    *("final_url", "etag", "last_modified", "content_type", "digest", "size", "length_verified", "wishes"),
    *("found_in", "said", "fetched_at", "warc", "offset"),
)


def _upsert(update: tuple[str, ...]) -> str:
    columns = (*_VISIT, *_CONTENT)
    changes = ", ".join(f"{name} = excluded.{name}" for name in update)
    return (
        f"INSERT INTO fetched ({', '.join(columns)}) VALUES ({', '.join(':' + name for name in columns)}) "
        f"ON CONFLICT (url, role) DO UPDATE SET {changes}"
    )


_NEW_CONTENT = _upsert((*_VISIT[2:], *_CONTENT))
# What was stored of the page earlier stays: its digest, where it lies, and the permission of a visit that brought it.
_SAME_CONTENT = (
    _upsert(_VISIT[2:-1])
    + ", robots = iif(excluded.outcome = 'unchanged' OR fetched.warc = '', excluded.robots, fetched.robots)"
)
_AGAIN = _upsert((*_VISIT[2:], "etag", "last_modified"))  # the same bytes once more, maybe under a new ETag


class Fetched:
    """An open table of fetched pages. Used from one thread."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._indexed = False

    def find(self, url: str, role: str = "page") -> sqlite3.Row | None:
        """The row of an address, if there is one."""
        found: sqlite3.Row | None = self.db.execute(
            "SELECT * FROM fetched WHERE url = ? AND role = ?", (url, role)
        ).fetchone()
        return found

    def find_robots(self, origin: str) -> sqlite3.Row | None:
        """The last robots.txt read of an origin."""
        found: sqlite3.Row | None = self.db.execute("SELECT * FROM robots WHERE origin = ?", (origin,)).fetchone()
        return found

    def rows(self, where: str = "1", values: tuple[str, ...] = ()) -> Iterator[sqlite3.Row]:
        """Addresses in order. ``where`` is a condition of ours, never text from outside."""
        return iter(self.db.execute(f"SELECT * FROM fetched WHERE {where} ORDER BY url, role", values))

    def permission_of(self, url: str) -> dict[str, Any] | None:
        """The permission under which the page that lies at ``url`` was fetched last; None if it was not."""
        if not self._indexed:  # by the address that answered, which redirects make another than was asked for
            self.db.executescript(
                "CREATE TEMP TABLE receipts AS SELECT final_url, robots FROM fetched"
                " WHERE role = 'page' AND robots != '{}' ORDER BY checked_at DESC;"
                "CREATE INDEX temp.receipts_url ON receipts (final_url);"
            )
            self._indexed = True
        row = self.db.execute("SELECT robots FROM receipts WHERE final_url = ? LIMIT 1", (url,)).fetchone()
        return json.loads(row["robots"]) if row else None

    def record(self, entries: Iterable[tuple[Mapping[str, Any], str, int]], ends: Mapping[str, int]) -> None:
        """Write down visits, all or none: (facts, file, offset), the file "" where nothing new was archived.

        ``ends`` is how long each file is up to here.
        """
        with self.db:
            for facts, warc, offset in entries:
                if facts["role"] == "robots":
                    self._robots(facts, warc, offset)
                else:
                    self._visit(facts, warc, offset)
            self.db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", list(ends.items()))

    def ends(self) -> dict[str, int]:
        """How long each file of the archive was when last written to."""
        return {row["name"]: row["size"] for row in self.db.execute("SELECT * FROM files")}

    def adopt(self, group: RecoveredGroup) -> None:
        """Take in a group that the archive holds and the ledger group."""
        facts = json.loads(group.metadata)
        self.record([(facts, group.file, group.answer_at)], {group.file: group.end})

    def forget(self, file: str, end: int) -> None:
        """Drop what lies in a file of the archive from byte ``end`` on: it is gone, and must be fetched again."""
        with self.db:
            for table in ("fetched", "robots"):
                self.db.execute(f"DELETE FROM {table} WHERE warc = ? AND offset >= ?", (file, end))
            self.db.execute("DELETE FROM files WHERE name = ?", (file,))
            if end:
                self.db.execute("INSERT INTO files VALUES (?, ?)", (file, end))

    def _visit(self, facts: Mapping[str, Any], warc: str, offset: int) -> None:
        row = dict(facts) | {"checked_at": facts["fetched_at"], "warc": warc, "offset": offset}
        for name in ("robots", "said"):
            row[name] = json.dumps(facts[name], ensure_ascii=False, sort_keys=True)
        if warc and facts["revisit"]:
            self.db.execute(_AGAIN, row)
        else:
            self.db.execute(_SAME_CONTENT if not warc or facts["status"] == 304 else _NEW_CONTENT, row)

    def _robots(self, facts: Mapping[str, Any], warc: str, offset: int) -> None:
        self.db.execute(
            "INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?, ?, ?)",
            (facts["url"], facts["read_at"], facts["status"], facts["digest"], warc, offset),
        )


@contextmanager
def open_fetched(root: Path, *, write: bool = False) -> Iterator[Fetched]:
    """The table of the raw folder ``root``, made if ``write``. Raises StoreError when it cannot be used."""
    path = root / STATE_DIR / FILE
    if not write and not path.exists():
        raise StoreError(f"nothing was fetched into {root} yet: `winnow fetch` does, --raw names another folder")
    try:
        db = sqlite3.connect(path, timeout=10)
        try:
            db.row_factory = sqlite3.Row
            if write:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
                db.executescript(_SCHEMA)
                db.execute(f"PRAGMA user_version = {_VERSION}")
            yield Fetched(db)
        finally:
            db.close()
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"the list of fetched pages {path} cannot be used ({error}); "
            "`winnow verify --rebuild` makes it anew from the raw pages and keeps this one aside"
        ) from None


def problem_of(root: Path) -> str:
    """Why the table of the raw folder ``root`` cannot be trusted: damaged, or not ours; "" if it can."""
    try:
        with open_fetched(root) as fetched:
            (version,) = fetched.db.execute("PRAGMA user_version").fetchone()
            if version != _VERSION:
                return "not a list of fetched pages that this version knows; another program or version made it"
            (state,) = fetched.db.execute("PRAGMA quick_check(1)").fetchone()
            fetched.db.execute("SELECT 1 FROM fetched, robots, files LIMIT 1")
    except StoreError as error:
        return str(error)
    return "" if state == "ok" else f"damaged ({state}); delete it, and `winnow fetch` makes it anew from the archive"
