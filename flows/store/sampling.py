"""The pages of a plan by site, in a temporary table: `learn` chooses from it the pages that it counts."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence

from .memory import site_of

_PAGES = (
    "SELECT plan.seq, plan.url, plan.raw, plan.fetched_at, plan.state, ifnull(pages.raw_digest, '') AS digest"
    " FROM plan LEFT JOIN pages ON plan.state = 'unchanged' AND pages.page = plan.page"
    " WHERE plan.state IN ('todo', 'unchanged') AND seq > ? ORDER BY seq LIMIT 500"
)
_SCHEMA = """
    DROP TABLE IF EXISTS temp.sampled;
    CREATE TEMP TABLE sampled (
        site TEXT NOT NULL, digest TEXT NOT NULL, address TEXT NOT NULL, seen TEXT NOT NULL, seq INTEGER NOT NULL
    );
    CREATE INDEX temp.sampled_site ON sampled (site);
"""
Page = tuple[str, str, str, str, int]  # site, digest, address, day of fetching, number in the plan


class SampleTable:
    """The pages from which each site's sample is chosen. ``db`` holds the plan."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.executescript(_SCHEMA)

    def site_sizes(self) -> Counter[str]:
        """The number of pages of each site in the plan."""
        rows = self._db.execute("SELECT url, raw FROM plan WHERE state IN ('todo', 'unchanged')")
        return Counter(site_of(url, raw) for url, raw in rows)

    def planned(self) -> Iterator[list[sqlite3.Row]]:
        """The pages of the plan in batches; ``digest`` is "" for a page that is new or changed."""
        last = 0
        while rows := self._db.execute(_PAGES, (last,)).fetchall():
            last = rows[-1]["seq"]
            yield rows

    def add(self, pages: Sequence[Page]) -> None:
        """Add pages."""
        with self._db:
            self._db.executemany("INSERT INTO sampled VALUES (?, ?, ?, ?, ?)", pages)

    def sites(self) -> list[tuple[str, int]]:
        """The sites in the table, and the number of pages of each."""
        return [
            tuple(row) for row in self._db.execute("SELECT site, count(*) FROM sampled GROUP BY site ORDER BY site")
        ]

    def pages(self, site: str) -> Iterator[Page]:
        """The pages of a site."""
        rows = self._db.execute("SELECT site, digest, address, seen, seq FROM sampled WHERE site = ?", (site,))
        return (tuple(row) for row in rows)
