"""The tables of drift in the ledger: the state of each site, which pages were weighed, and the incidents."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from ..bounded import MAX_COLUMN_BYTES, read_object
from .ledger import Ledger

_ORDER = """
    DROP TABLE IF EXISTS temp.drift_order;
    CREATE TEMP TABLE drift_order (site TEXT, day TEXT, digest BLOB, page TEXT);
"""


class DriftStore:
    """The tables of drift in an open ledger. ``all_or_none`` is a transaction, to be used with ``with``."""

    def __init__(self, ledger: Ledger) -> None:
        self._db = ledger.db
        self.all_or_none: AbstractContextManager[Any] = ledger.db

    def newest_run(self) -> int:
        """The last run that recorded a page; 0 if there is none."""
        return int(self._db.execute("SELECT ifnull(max(run), 0) FROM pages").fetchone()[0])

    def new_pages(
        self, last: int, run: int, site_of: Callable[[str, str], str], digest_of: Callable[[str], bytes]
    ) -> Iterator[sqlite3.Row]:
        """The observed pages recorded after run ``last`` up to ``run``, ordered by site, day of fetch and digest.

        ``site_of`` returns the site for an url and a raw path, ``digest_of`` the digest of a page's name.
        """
        self._db.executescript(_ORDER)
        for row in self._db.execute(
            "SELECT url, raw, page, fetched_at FROM pages WHERE run > ? AND run <= ? AND observed != ''", (last, run)
        ):
            entry = (site_of(row["url"], row["raw"]), row["fetched_at"][:10], digest_of(row["page"]), row["page"])
            self._db.execute("INSERT INTO temp.drift_order VALUES (?, ?, ?, ?)", entry)
        query = "SELECT site, pages.* FROM temp.drift_order JOIN pages USING (page) ORDER BY site, day, digest"
        return iter(self._db.execute(query))

    def page(self, page: str) -> sqlite3.Row | None:
        """url, raw and clean of a page; None if the ledger does not have it."""
        rows = self._db.execute("SELECT url, raw, clean FROM pages WHERE page = ?", (page,))
        return next(iter(rows), None)

    def was_weighed(self, version: int) -> bool:
        """Whether a version of a page was weighed before. Records that it is weighed now."""
        return not self._db.execute("INSERT OR IGNORE INTO drift_seen VALUES (?)", (version,)).rowcount

    def state(self, site: str) -> dict[str, Any]:
        """The state that was written for a site; empty if there is none."""
        row = self._db.execute("SELECT state FROM drift_sites WHERE site = ?", (site,)).fetchone()
        return read_object(row["state"], MAX_COLUMN_BYTES) if row else {}

    def write_state(self, site: str, state: dict[str, Any]) -> None:
        """Replace the state of a site."""
        text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
        self._db.execute("INSERT OR REPLACE INTO drift_sites VALUES (?, ?)", (site, text))

    def clear(self) -> None:
        """Delete every site, page and incident."""
        for table in ("drift_sites", "drift_seen", "drift_incidents"):
            self._db.execute(f"DELETE FROM {table}")

    def incidents(self, run: int | None, site: str, *, closed: bool) -> Iterator[sqlite3.Row]:
        """The incidents that a run opened (None: any), of one site ("": any), with or without the closed ones."""
        return iter(
            self._db.execute(
                "SELECT * FROM drift_incidents WHERE (? IS NULL OR run = ?) AND (? = '' OR site = ?)"
                " AND (? OR closed_at = '') ORDER BY incident",
                (run, run, site, site, closed),
            )
        )

    def open_incident(self, site: str, run: int, opened_at: str, facts: dict[str, Any]) -> int:
        """Add an incident; returns its number."""
        cursor = self._db.execute(
            "INSERT INTO drift_incidents (site, run, opened_at, facts) VALUES (?, ?, ?, ?)",
            (site, run, opened_at, json.dumps(facts, ensure_ascii=False)),
        )
        return int(cursor.lastrowid or 0)

    def close_incident(self, number: int, closed_at: str) -> bool:
        """Close an incident; False if it is closed already or does not exist."""
        query = "UPDATE drift_incidents SET closed_at = ? WHERE incident = ? AND closed_at = ''"
        return bool(self._db.execute(query, (closed_at, number)).rowcount)
