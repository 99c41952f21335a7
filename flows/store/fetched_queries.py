"""Queries on the list of fetched pages that few commands need: to verify it, to rebuild it, to find an address."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from .fetched import Fetched
from .salvage import readable_rows

_LOCATIONS = """
    CREATE TEMP TABLE locations AS
        SELECT warc, offset, url, digest, outcome FROM fetched WHERE warc != ''
        UNION ALL SELECT warc, offset, origin || '/robots.txt', digest, 'ok' FROM robots WHERE warc != '';
    CREATE INDEX temp.locations_warc ON locations (warc);
"""


def index_locations(fetched: Fetched) -> None:
    """Index the rows by archive file. Call it before `locations_in` and `count_by_file`."""
    fetched.db.executescript(_LOCATIONS)


def locations_in(fetched: Fetched, file: str) -> Iterator[sqlite3.Row]:
    """The rows with an answer in an archive file: warc, offset, url, digest, outcome."""
    return iter(fetched.db.execute("SELECT * FROM locations WHERE warc = ?", (file,)))


def count_by_file(fetched: Fetched) -> Iterator[sqlite3.Row]:
    """The archive files in the list, with the number of answers (``pages``) in each."""
    return iter(fetched.db.execute("SELECT warc, count(*) AS pages FROM locations GROUP BY warc ORDER BY warc"))


def permissions(fetched: Fetched, outcomes: Sequence[str]) -> Iterator[sqlite3.Row]:
    """url, final_url and robots permission of the addresses with these outcomes, ordered by permission."""
    marks = ", ".join("?" * len(outcomes))
    query = f"SELECT url, final_url, robots FROM fetched WHERE outcome IN ({marks}) ORDER BY robots"
    return iter(fetched.db.execute(query, tuple(outcomes)))


def find_spelling(fetched: Fetched, spellings: Sequence[str]) -> sqlite3.Row | None:
    """The row of an address in one of its spellings: a page before a feed, asked for before redirected to."""
    marks = ", ".join(f"?{number}" for number in range(1, len(spellings) + 1))
    rows = fetched.db.execute(
        f"SELECT * FROM fetched WHERE url IN ({marks}) OR final_url IN ({marks})"
        f" ORDER BY role != 'page', url NOT IN ({marks}), url LIMIT 1",
        tuple(spellings),
    )
    return next(iter(rows), None)


def final_urls(fetched: Fetched, urls: Sequence[str]) -> list[str]:
    """The addresses that answered when some were asked for."""
    rows = fetched.db.execute(
        f"SELECT DISTINCT final_url FROM fetched WHERE url IN ({', '.join('?' * len(urls))})", tuple(urls)
    )
    return [row["final_url"] for row in rows]


def count_addresses(fetched: Fetched) -> int:
    """The number of addresses in the list."""
    return int(fetched.db.execute("SELECT count(*) FROM fetched").fetchone()[0])


def copy_visits(new: Fetched, old: Path) -> int:
    """Copy what only the old list has: visits without archived content, and the last visit of each page.

    ``old`` may be damaged or missing. Returns the number of addresses that only the old list had.
    """
    before = count_addresses(new)
    with new.db:
        for table in ("fetched", "robots"):
            names = [row["name"] for row in new.db.execute(f"PRAGMA table_info({table})")]
            rows = readable_rows(old, f"SELECT {', '.join(names)} FROM {table} WHERE warc = ''")
            new.db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(names))})", rows)
        visits = "SELECT checked_at, tries, outcome, detail, status, robots, url, role FROM fetched WHERE warc != ''"
        new.db.executemany(
            "UPDATE fetched SET checked_at = ?1, tries = ?2, outcome = ?3, detail = ?4, status = ?5, robots = ?6"
            " WHERE url = ?7 AND role = ?8 AND checked_at <= ?1",
            readable_rows(old, visits),
        )
    return count_addresses(new) - before
