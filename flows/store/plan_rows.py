"""A page in the plan: its row, and the job made from it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime

from ..job import CleanJob, PageResult
from .clean import page_id, target_of
from .raw import PageError, RawEntry, SourceMetadata, read_sidecar

SCHEMA = """
    CREATE TEMP TABLE plan (
        seq INTEGER PRIMARY KEY, page TEXT UNIQUE NOT NULL, raw TEXT NOT NULL, path BLOB NOT NULL,
        place TEXT NOT NULL, url TEXT NOT NULL, content_type TEXT NOT NULL,
        fetched_at TEXT NOT NULL, stat TEXT NOT NULL,
        identity TEXT NOT NULL, state TEXT NOT NULL, discovered TEXT NOT NULL, sidecar BLOB NOT NULL,
        target TEXT NOT NULL
    );
    CREATE INDEX temp.plan_raw ON plan (raw);
"""
_ADD = "INSERT OR IGNORE INTO plan VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def add(
    db: sqlite3.Connection, entry: RawEntry, metadata: SourceMetadata, stat: str, state: str, identity: str = ""
) -> None:
    """Add a page to the plan; ``identity`` is that of its row in the ledger.

    The ledger lacks the content type of an unchanged loose page: its sidecar is read if the page becomes a job.
    """
    unread = entry.sidecar if state == "unchanged" and entry.source_metadata is None else ""
    page = page_id(metadata.url, entry.raw)
    target = (_stored_as(db, page) or target_of(metadata.url, entry.raw)) if state in ("todo", "unchanged") else ""
    db.execute(
        _ADD,
        (
            page, entry.raw, os.fsencode(entry.path), entry.place, metadata.url,
            metadata.content_type, metadata.fetched_at, stat, identity, state, metadata.discovered, os.fsencode(unread),
            target,
        ),
    )  # fmt: skip


def _stored_as(db: sqlite3.Connection, page: str) -> str:
    """The path of a page in the clean store by the ledger, "" where it has none."""
    row = db.execute("SELECT clean FROM pages WHERE page = ? AND digests != ''", (page,)).fetchone()
    return str(row["clean"]) if row else ""


def job_of(row: sqlite3.Row, store: str, fingerprint: str, memory: tuple[str, str], rules: str) -> CleanJob:
    """The job for a row of the plan; ``memory`` is the path and the fingerprint of its site's memory."""
    long = target_of(row["url"], row["raw"], long=True)
    target = long if row["target"] == long else target_of(row["url"], row["raw"])  # no other, whatever the ledger says
    return CleanJob(
        row["page"], row["raw"], os.path.abspath(os.fsdecode(row["path"])), row["place"], row["url"],
        row["content_type"] or _unread_content_type(row), store, target,
        row["fetched_at"], row["stat"], row["identity"], fingerprint, *memory, rules, row["discovered"],
    )  # fmt: skip


def _unread_content_type(row: sqlite3.Row) -> str:
    if row["sidecar"]:
        with contextlib.suppress(PageError):  # readable when the page was cleaned, and unchanged
            return read_sidecar(os.fsdecode(row["sidecar"])).content_type
    return ""


def source_metadata_of(entry: RawEntry) -> SourceMetadata:
    """The metadata of a page. Raises PageError when it cannot be used, or the page itself cannot."""
    if entry.outcome != "ok":
        raise PageError(entry.outcome, entry.detail)
    if entry.source_metadata is not None:
        return entry.source_metadata
    return read_sidecar(entry.sidecar) if entry.sidecar else SourceMetadata()


def superseded(raw: str, url: str, stat: str, by: str) -> PageResult:
    """The row of a page of which there is a later copy."""
    detail = f"{by} is a later copy of the same page"
    return PageResult("raw:" + raw, raw, url, outcome="superseded", detail=detail, stat=stat)


def timestamp_of(fetched_at: str) -> float:
    """A time in seconds, by which times are compared; an unknown time is before all others."""
    if not fetched_at:
        return float("-inf")
    moment = datetime.fromisoformat(fetched_at)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
