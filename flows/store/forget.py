"""Pages that are to be left out from now on: their clean files and outcomes go, the raw pages stay."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from .clean import remove_page
from .fetched import Fetched
from .ledger import Ledger
from .memory import site_of


def is_forgotten(db: sqlite3.Connection, page: str) -> bool:
    """Whether a page of the ledger is left out of runs."""
    return db.execute("SELECT 1 FROM forgotten WHERE page = ?", (page,)).fetchone() is not None


def forget(ledger: Ledger, clean: Path, site: str, names: Sequence[str]) -> list[str]:
    """Forget the pages of a site, or those with these addresses or names in raw/; returns their names in raw/.

    Their rows and clean files are removed, and runs leave them out. The files in raw/ are not touched.
    """
    rows = [row for row in ledger.pages() if _is_meant(row["url"], row["raw"], site, names)]
    with ledger.db:
        for row in rows:
            ledger.db.execute(
                "INSERT OR REPLACE INTO forgotten VALUES (?, ?, ?)", (row["page"], row["url"], row["raw"])
            )
            ledger.db.execute("DELETE FROM pages WHERE page = ?", (row["page"],))
            ledger.db.execute("DELETE FROM counts WHERE digest = ?", (row["raw_digest"],))
    for row in rows:
        if row["digests"]:
            remove_page(clean, row["clean"])
    return [row["raw"] for row in rows]


def forget_failures(fetched: Fetched, site: str, names: Sequence[str]) -> int:
    """Delete what is listed of addresses that could not be fetched; returns how many these are."""
    rows = [row for row in fetched.rows("warc = ''") if _is_meant(row["url"], "", site, names)]
    with fetched.db:
        fetched.db.executemany("DELETE FROM fetched WHERE url = ? AND role = ?", [(r["url"], r["role"]) for r in rows])
    return len(rows)


def remember(ledger: Ledger, site: str, names: Sequence[str]) -> int:
    """Take forgotten pages up again; returns how many these are. The next run cleans them."""
    rows = ledger.db.execute("SELECT * FROM forgotten").fetchall()
    found = [(row["page"],) for row in rows if _is_meant(row["url"], row["raw"], site, names)]
    with ledger.db:
        ledger.db.executemany("DELETE FROM forgotten WHERE page = ?", found)
    return len(found)


def _is_meant(url: str, raw: str, site: str, names: Sequence[str]) -> bool:
    return (url or raw) in names or raw in names or (bool(site) and site_of(url, raw) == site)
