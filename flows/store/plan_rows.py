"""A page in the plan: its row there, and the job that is made of it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime

from ..job import CleanJob, PageResult
from .clean import page_id, target_of
from .raw import Found, PageError, Sidecar, read_sidecar

SCHEMA = """
    CREATE TEMP TABLE plan (
        seq INTEGER PRIMARY KEY, page TEXT UNIQUE NOT NULL, raw TEXT NOT NULL, path BLOB NOT NULL,
        place TEXT NOT NULL, url TEXT NOT NULL, content_type TEXT NOT NULL,
        fetched_at TEXT NOT NULL, stat TEXT NOT NULL,
        known TEXT NOT NULL, state TEXT NOT NULL, discovered TEXT NOT NULL, sidecar BLOB NOT NULL
    );
    CREATE INDEX temp.plan_raw ON plan (raw);
"""
_ADD = "INSERT INTO plan VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def add(db: sqlite3.Connection, found: Found, said: Sidecar, stat: str, state: str, known: str = "") -> None:
    """Add a page to the plan. Of an unchanged loose page the ledger knows all but the content type: its sidecar
    is read again should the page become a job."""
    unread = found.sidecar if state == "unchanged" and found.said is None else ""
    db.execute(
        _ADD,
        (
            page_id(said.url, found.raw), found.raw, os.fsencode(found.path), found.place, said.url,
            said.content_type, said.fetched_at, stat, known, state, said.discovered, os.fsencode(unread),
        ),
    )  # fmt: skip


def job_of(row: sqlite3.Row, store: str, fingerprint: str, memory: tuple[str, str], rules: str) -> CleanJob:
    """The job that a row of the plan stands for; ``memory`` is the file of its site's memory and its fingerprint."""
    return CleanJob(
        row["page"], row["raw"], os.path.abspath(os.fsdecode(row["path"])), row["place"], row["url"],
        row["content_type"] or _type_beside(row), store, target_of(row["url"], row["raw"]),
        row["fetched_at"], row["stat"], row["known"], fingerprint, *memory, rules, row["discovered"],
    )  # fmt: skip


def _type_beside(row: sqlite3.Row) -> str:
    if row["sidecar"]:
        with contextlib.suppress(PageError):  # it was fine when the page was cleaned, and is as it was
            return read_sidecar(os.fsdecode(row["sidecar"])).content_type
    return ""


def said_of(found: Found) -> Sidecar:
    """What stands beside a page. Raises PageError when it cannot be used, or the page itself cannot."""
    if found.outcome != "ok":
        raise PageError(found.outcome, found.detail)
    if found.said is not None:
        return found.said
    return read_sidecar(found.sidecar) if found.sidecar else Sidecar()


def superseded(raw: str, url: str, stat: str, by: str) -> PageResult:
    """The row of a page of which a later copy is there."""
    why = f"{by} is a later copy of the same page"
    return PageResult("raw:" + raw, raw, url, outcome="superseded", detail=why, stat=stat)


def when(fetched_at: str) -> float:
    """A moment to compare others with; what was fetched nobody knows when comes before all."""
    if not fetched_at:
        return float("-inf")
    moment = datetime.fromisoformat(fetched_at)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
