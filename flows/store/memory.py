"""What was counted of each site, kept in the ledger, and the memories made of it, kept as files beside it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from cleaners import Counts, PageCount, SiteMemory, memory_to_bytes

from .clean import KEEPING, write_whole

FOLDER = "memory"


class CountStore:
    """The counts of all sites. ``made_by`` is the cleaner that read the pages; another reads them again."""

    def __init__(self, db: sqlite3.Connection, made_by: str) -> None:
        self.db, self.made_by = db, made_by

    def pages(self, site: str) -> list[PageCount]:
        """The pages of a site that this cleaner has counted."""
        rows = self.db.execute("SELECT * FROM counts WHERE site = ? AND made_by = ?", (site, self.made_by))
        return [
            PageCount(row["digest"], row["address"], row["section"], row["seen"], row["packed"])
            for row in rows
        ]

    def replace(self, counts: Counts) -> None:
        """Keep exactly these pages of a site."""
        with self.db:
            self.db.execute("DELETE FROM counts WHERE site = ?", (counts.host,))
            self.db.executemany(
                "INSERT INTO counts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (counts.host, p.batch, p.digest, p.address, p.section, p.seen, p.packed, self.made_by)
                    for p in counts
                ),
            )

    def sites(self) -> list[tuple[str, int]]:
        """Every site and the number of its pages that are counted."""
        rows = self.db.execute("SELECT site, count(*) FROM counts GROUP BY site ORDER BY site")
        return [(row[0], row[1]) for row in rows]

    def keep_only(self, sites: Iterable[str]) -> None:
        """Forget sites of which raw/ holds no page any more."""
        with self.db:
            gone = {site for site, _ in self.sites()} - set(sites)
            self.db.executemany("DELETE FROM counts WHERE site = ?", ((site,) for site in sorted(gone)))


def write_memory(root: Path, memory: SiteMemory, made_by: str) -> str:
    """Write a memory into the store ``root`` (unless it is there) and return its path."""
    folder = os.path.join(os.path.abspath(root), KEEPING, FOLDER)
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, f"{memory.fingerprint}-{made_by}.json.z")
    if not os.path.exists(path):
        write_whole(path, memory_to_bytes(memory))
    return path


def drop_memories(root: Path, keep: Iterable[str] = ()) -> None:
    """Remove the memories' files, except those whose paths are given: they can be made again."""
    folder, kept = os.path.join(os.path.abspath(root), KEEPING, FOLDER), set(keep)
    for entry in os.scandir(folder) if os.path.isdir(folder) else ():
        if entry.path not in kept and entry.is_file(follow_symlinks=False):
            os.unlink(entry.path)
