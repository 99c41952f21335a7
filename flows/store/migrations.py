"""The ledger's tables, and how a ledger of an earlier version becomes one of today."""

from __future__ import annotations

import sqlite3

from .version1 import renamed_in_sql

MIGRATIONS = (  # one a version of the schema, in order; never edited once released
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
    UPDATE pages SET removed_by = {renamed_in_sql("removed_by", '"%s":')},
        observed = {renamed_in_sql("observed", '"%s":')};
    UPDATE runs SET summary = {renamed_in_sql("summary", '"%s":')};
    UPDATE drift_sites SET state = {renamed_in_sql("state", '"%s":', 'removal by %s"', '"share %s ')};
    UPDATE drift_incidents
        SET facts = {renamed_in_sql("facts", '"share %s"', "removed by %s,", 'more by %s"', "more by %s,")};
    """,
    """
    DELETE FROM archives;
    DELETE FROM pages WHERE outcome = 'not_html' AND raw LIKE '%#%';
    CREATE TABLE IF NOT EXISTS forgotten (page TEXT PRIMARY KEY, url TEXT NOT NULL, raw TEXT NOT NULL) WITHOUT ROWID;
    """,
)
VERSION = len(MIGRATIONS)


def migrate(db: sqlite3.Connection, version: int, to: int = VERSION) -> None:
    """Bring a database from one version of the schema to another; 0 is an empty database."""
    for number, script in enumerate(MIGRATIONS[version:to], version + 1):
        db.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")
