"""The counts of each site, in the ledger, and the site memories made of them, as files beside it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from cleaners import Counts, PageCount, SiteMemory, host_of, memory_from_bytes, memory_of, memory_to_bytes

from .clean import STATE_DIR, replace_file
from .ledger import open_ledger

FOLDER = "memory"
MIN_PAGES = 3  # of a site that can have a memory


def site_of(url: str, raw: str) -> str:
    """The site that a raw page is counted for: its host, or else its folder in raw/."""
    host = host_of(url)
    if host:
        return host
    folder = raw.rpartition("/")[0].partition("/")[0]
    return host_of(f"https://{folder}") if "." in folder else f"the folder {folder or 'raw'}"


def site_named(name: str) -> str:
    """The site for a name given by a person: an address, a host with or without www., or what `site_of` returns."""
    return name if " " in name else host_of(name if "//" in name else f"https://{name}")


class CountStore:
    """The counts of all sites. ``made_by`` is the fingerprint of the cleaner; those of another are left out."""

    def __init__(self, db: sqlite3.Connection, made_by: str) -> None:
        self.db, self.made_by = db, made_by

    def pages(self, site: str) -> list[PageCount]:
        """The pages of a site that this cleaner has counted, with their lines."""
        rows = self.db.execute("SELECT * FROM counts WHERE site = ? AND made_by = ?", (site, self.made_by))
        return [PageCount(row["digest"], row["address"], row["section"], row["seen"], row["packed"]) for row in rows]

    def outline(self, site: str) -> Counts:
        """The same pages without their lines, which is enough for their number and their fingerprint."""
        rows = self.db.execute(
            "SELECT digest, address, section, seen FROM counts WHERE site = ? AND made_by = ?", (site, self.made_by)
        )
        return Counts(site, (PageCount(*row) for row in rows))

    def replace(self, counts: Counts) -> None:
        """Replace the counts of a site."""
        with self.db:
            self.db.execute("DELETE FROM counts WHERE site = ?", (counts.host,))
            self.db.executemany(
                "INSERT INTO counts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (counts.host, p.month, p.digest, p.address, p.section, p.fetched_on, p.packed, self.made_by)
                    for p in counts
                ),
            )

    def sites(self) -> list[tuple[str, int]]:
        """Every site and the number of its counted pages."""
        rows = self.db.execute("SELECT site, count(*) FROM counts GROUP BY site ORDER BY site")
        return [(row[0], row[1]) for row in rows]

    def keep_only(self, sites: Iterable[str]) -> None:
        """Delete the counts of all other sites."""
        with self.db:
            others = {site for site, _ in self.sites()} - set(sites)
            self.db.executemany("DELETE FROM counts WHERE site = ?", ((site,) for site in sorted(others)))


def memory_path(root: Path, fingerprint: str, made_by: str) -> str:
    """The path of the memory with this fingerprint in the store ``root``; the file need not be there."""
    return os.path.join(os.path.abspath(root), STATE_DIR, FOLDER, f"{fingerprint}-{made_by}.json.z")


def write_memory(root: Path, memory: SiteMemory, made_by: str) -> str:
    """Write a memory into the store ``root``, unless it is there; returns its path."""
    path = memory_path(root, memory.fingerprint, made_by)
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        replace_file(path, memory_to_bytes(memory))
    return path


def build_memory(root: Path, site: str, made_by: str) -> None:
    """Build the memory of a site from its counts in the ledger of ``root``, and write it. Raises StoreError."""
    with open_ledger(root) as ledger:
        pages = CountStore(ledger.db, made_by).pages(site)
    write_memory(root, memory_of(Counts(site, pages)), made_by)


def read_memory(path: str) -> SiteMemory | None:
    """The memory in a file; None if there is no such file, or it is damaged."""
    try:
        with open(path, "rb") as file:
            return memory_from_bytes(file.read())
    except (FileNotFoundError, ValueError):
        return None


def current_memory(store: CountStore, root: Path, site: str) -> SiteMemory | None:
    """The memory of a site: from its file if a run left one, else made of the counts; None with too few pages."""
    outline = store.outline(site)
    if len(outline) < MIN_PAGES:
        return None
    saved = read_memory(memory_path(root, outline.fingerprint, store.made_by))
    return saved or memory_of(Counts(site, store.pages(site)))


def remove_memories(root: Path, keep: Iterable[str] = ()) -> None:
    """Remove the files of memories, which can be made again, except those whose paths are given."""
    folder, needed = os.path.join(os.path.abspath(root), STATE_DIR, FOLDER), set(keep)
    for entry in os.scandir(folder) if os.path.isdir(folder) else ():
        if entry.path not in needed and entry.is_file(follow_symlinks=False):
            os.unlink(entry.path)
