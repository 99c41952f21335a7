"""The list of fetched pages: one row for each address, in SQLite beside the raw pages, from which it can be rebuilt."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..bounded import read_object
from ..errors import StoreError
from .clean import STATE_DIR
from .connection import connected
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
# What was stored of the page earlier stays: its digest, its location, and the permission of the visit that stored it.
_SAME_CONTENT = (
    _upsert(_VISIT[2:-1])
    + ", robots = iif(excluded.outcome = 'unchanged' OR fetched.warc = '', excluded.robots, fetched.robots)"
)
_SAME_BYTES = _upsert((*_VISIT[2:], "etag", "last_modified"))  # the same bytes once more, maybe with a new ETag


class Fetched:
    """An open list of fetched pages, for one thread."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._indexed = False

    def find(self, url: str, role: str = "page") -> sqlite3.Row | None:
        """The row of an address, if there is one."""
        rows = self.db.execute("SELECT * FROM fetched WHERE url = ? AND role = ?", (url, role))
        return next(iter(rows), None)

    def find_robots(self, origin: str) -> sqlite3.Row | None:
        """The robots.txt of an origin that was read last, if there is one."""
        return next(iter(self.db.execute("SELECT * FROM robots WHERE origin = ?", (origin,))), None)

    def rows(self, where: str = "1", values: tuple[str, ...] = ()) -> Iterator[sqlite3.Row]:
        """Addresses in order. ``where`` is SQL, never text from outside."""
        return iter(self.db.execute(f"SELECT * FROM fetched WHERE {where} ORDER BY url, role", values))

    def visits_to(self, url: str) -> list[sqlite3.Row]:
        """The pages that were answered at ``url``, the latest first: the ``url`` asked for, the robots permission."""
        if not self._indexed:  # by the address that answered, which after a redirect is not the one asked for
            self.db.executescript(
                "CREATE TEMP TABLE visits AS SELECT final_url, url, robots FROM fetched"
                " WHERE role = 'page' AND robots != '{}' ORDER BY checked_at DESC;"
                "CREATE INDEX temp.visits_url ON visits (final_url);"
            )
            self._indexed = True
        return self.db.execute("SELECT url, robots FROM visits WHERE final_url = ?", (url,)).fetchall()

    def record(self, entries: Iterable[tuple[Mapping[str, Any], str, int]], ends: Mapping[str, int]) -> None:
        """Record visits, all or none: (metadata, file, offset), with file "" where nothing new was archived.

        ``ends`` has the length of each file after these visits.
        """
        with self.db:
            for metadata, warc, offset in entries:
                if metadata["role"] == "robots":
                    self._record_robots(metadata, warc, offset)
                else:
                    self._record_visit(metadata, warc, offset)
            self.db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", list(ends.items()))

    def ends(self) -> dict[str, int]:
        """The recorded length of each archive file."""
        return {row["name"]: row["size"] for row in self.db.execute("SELECT * FROM files")}

    def add_recovered(self, group: RecoveredGroup) -> None:
        """Record a group that is in the archive and not in this list, if its metadata can be used."""
        if group.metadata is not None:
            self.record([(group.metadata, group.file, group.answer_start)], {group.file: group.end})

    def delete_after(self, file: str, end: int) -> None:
        """Delete the rows of what was in an archive file from byte ``end`` on, so that it is fetched again."""
        with self.db:
            for table in ("fetched", "robots"):
                self.db.execute(f"DELETE FROM {table} WHERE warc = ? AND offset >= ?", (file, end))
            self.db.execute("DELETE FROM files WHERE name = ?", (file,))
            if end:
                self.db.execute("INSERT INTO files VALUES (?, ?)", (file, end))

    def _record_visit(self, metadata: Mapping[str, Any], warc: str, offset: int) -> None:
        row = dict(metadata) | {"checked_at": metadata["fetched_at"], "warc": warc, "offset": offset}
        for name in ("robots", "said"):
            row[name] = json.dumps(metadata[name], ensure_ascii=False, sort_keys=True)
        if warc and metadata["revisit"]:
            self.db.execute(_SAME_BYTES, row)
        else:
            self.db.execute(_SAME_CONTENT if not warc or metadata["status"] == 304 else _NEW_CONTENT, row)

    def _record_robots(self, metadata: Mapping[str, Any], warc: str, offset: int) -> None:
        self.db.execute(
            "INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?, ?, ?)",
            (metadata["url"], metadata["read_at"], metadata["status"], metadata["digest"], warc, offset),
        )


def read_permission(text: str) -> dict[str, Any]:
    """The robots permission in the column of a row; empty if there is none, or none that can be read."""
    permission = read_object(text)
    texts = all(isinstance(permission.get(name), str) for name in ("state", "origin", "digest", "line"))
    read_at = permission.get("read_at")
    numbers = isinstance(permission.get("allowed"), bool) and isinstance(permission.get("number"), int)
    return permission if texts and numbers and isinstance(read_at, int | float) and 0 <= read_at < 10**11 else {}


@contextmanager
def open_fetched(root: Path, *, write: bool = False) -> Iterator[Fetched]:
    """The list of the raw folder ``root``; with ``write`` it is made. Raises StoreError when it cannot be used."""
    path = root / STATE_DIR / FILE
    if not write and not path.exists():
        raise StoreError(f"nothing was fetched into {root} yet: `winnow fetch` does, --raw names another folder")
    try:
        with connected(path) as db:
            db.row_factory = sqlite3.Row
            if write:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
                db.executescript(_SCHEMA)
                db.execute(f"PRAGMA user_version = {_VERSION}")
            yield Fetched(db)
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"the list of fetched pages {path} cannot be used ({error}); "
            "`winnow verify --rebuild` makes a new one from the raw pages and keeps this one in the folder aside"
        ) from None


def damage_of_list(root: Path) -> str:
    """What is wrong with the list of the raw folder ``root``: damaged, or of another program; "" if nothing is."""
    try:
        with open_fetched(root) as fetched:
            (version,) = fetched.db.execute("PRAGMA user_version").fetchone()
            if version != _VERSION:
                return "not a list of fetched pages that this version can read; another program or version made it"
            (state,) = fetched.db.execute("PRAGMA quick_check(1)").fetchone()
            fetched.db.execute("SELECT 1 FROM fetched, robots, files LIMIT 1")
    except StoreError as error:
        return str(error)
    return "" if state == "ok" else f"damaged ({state}); delete it, and `winnow fetch` makes a new one from the archive"
