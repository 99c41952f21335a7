"""What a run has still to fetch, and which addresses it has seen: on the disk, because a sitemap may list millions.

The database is a temporary file of SQLite (in TMPDIR, else /var/tmp), which disappears with the process.
"""

from __future__ import annotations

import sqlite3
from hashlib import blake2b
from typing import Any

from ..errors import StoreError

_CACHE_KB = 16_000  # of the database that is held in memory
_SCHEMA = """
CREATE TABLE seen (digest INTEGER PRIMARY KEY);
CREATE TABLE queue (id INTEGER PRIMARY KEY, host TEXT NOT NULL, target BLOB NOT NULL);
CREATE INDEX queue_host ON queue (host, id);
CREATE TABLE waiting (id INTEGER PRIMARY KEY, host TEXT NOT NULL UNIQUE);
"""


class Frontier:
    """A queue of targets for each host, first in, first out; and a set of names. Each method raises StoreError."""

    def __init__(self) -> None:
        self.queued = self.seen = self.postponed = 0  # how many targets, names, hosts
        self._db = sqlite3.connect("", isolation_level=None)
        # One transaction that never ends: pages are written only when the cache is full.
        self._db.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KB}; {_SCHEMA} BEGIN;"
        )

    def see(self, name: str) -> bool:
        """Add a name; returns False if it was there."""
        added = self._execute("INSERT OR IGNORE INTO seen VALUES (?)", _digest(name)).rowcount
        self.seen += added
        return bool(added)

    def has_seen(self, name: str) -> bool:
        return bool(self._execute("SELECT 1 FROM seen WHERE digest = ?", _digest(name)).fetchone())

    def add(self, host: str, target: bytes) -> None:
        """Append a target to the queue of its host."""
        self._execute("INSERT INTO queue (host, target) VALUES (?, ?)", host, target)
        self.queued += 1

    def take(self, host: str) -> bytes | None:
        """The first target of a host, which is removed; None if its queue is empty."""
        query = "SELECT id, target FROM queue WHERE host = ? ORDER BY id LIMIT 1"
        for number, target in self._execute(query, host).fetchall():
            self._execute("DELETE FROM queue WHERE id = ?", number)
            self.queued -= 1
            return bytes(target)
        return None

    def postpone(self, host: str) -> None:
        """Note that the queue of a host has to wait for others."""
        self.postponed += self._execute("INSERT OR IGNORE INTO waiting (host) VALUES (?)", host).rowcount

    def next_postponed(self) -> str | None:
        """The host that was postponed first, which is removed from those; None if there is none."""
        for number, host in self._execute("SELECT id, host FROM waiting ORDER BY id LIMIT 1").fetchall():
            self._execute("DELETE FROM waiting WHERE id = ?", number)
            self.postponed -= 1
            return str(host)
        return None

    def close(self) -> None:
        self._db.close()

    def _execute(self, query: str, *values: Any) -> sqlite3.Cursor:
        try:
            return self._db.execute(query, values)
        except sqlite3.Error as error:
            advice = "set TMPDIR to a folder with more space"
            raise StoreError(f"the queue of addresses cannot be written ({error}); {advice}") from None


def _digest(name: str) -> int:
    """64 bits, which SQLite stores as a number."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)
