"""What became of each page, from both books: the list of fetched pages in raw/ and the ledger in clean/."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..errors import StoreError
from . import fetched as list_of_fetched
from . import ledger as list_of_clean
from .clean import STATE_DIR
from .fetched import open_fetched
from .ledger import FAILED, Ledger, open_ledger

_FIELDS = (
    *("url", "raw", "outcome", "detail", "raw_digest", "clean", "title", "kept", "removed"),
    *("fingerprint", "fetched_at", "recorded_at", "seconds", "memory"),
    *("duplicate_of", "similarity"),
)
_FETCH_FAILED = "outcome NOT IN ('ok', 'unchanged')"
_CLEANED = f"""
    CREATE TEMP TABLE cleaned AS
        SELECT url, min({FAILED}) AS failed FROM pages WHERE outcome != 'superseded' GROUP BY url;
    CREATE UNIQUE INDEX temp.cleaned_url ON cleaned (url);
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pages: all of them, those with an outcome, or those that failed."""

    outcome: str = ""
    failed: bool = False

    def where(self, is_failed: str) -> tuple[str, tuple[str, ...]]:
        """As a condition in SQL and its values."""
        parts = (["outcome = ?"] if self.outcome else []) + ([is_failed] if self.failed else [])
        return " AND ".join(parts) or "1", (self.outcome,) if self.outcome else ()


def overview(clean: Path, raw: Path, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """A record a page: first those of clean/, then those that fetching told of and clean/ does not.

    Raises StoreError when there is neither book, or when one cannot be read.
    """
    has_clean = (clean / STATE_DIR / list_of_clean.FILE).exists()
    has_fetched = (raw / STATE_DIR / list_of_fetched.FILE).exists()
    if not has_clean and not has_fetched:
        raise StoreError(
            f"no ledger in {clean} and no list of fetched pages in {raw} yet: "
            "`winnow run` and `winnow fetch` make them, --clean and --raw name other folders"
        )
    return _records(clean if has_clean else None, raw if has_fetched else None, wanted)


def _records(clean: Path | None, raw: Path | None, wanted: Wanted) -> Iterator[dict[str, Any]]:
    with ExitStack() as stack:
        book = stack.enter_context(open_ledger(clean)) if clean else None
        fetched = stack.enter_context(open_fetched(raw)) if raw else None
        if book is not None:
            for row in book.pages(*wanted.where(FAILED)):
                yield _cleaned(row, fetched.permission_of(row["url"]) if fetched else None)
        if fetched is not None:
            if book is not None:
                book.db.executescript(_CLEANED)
            for row in fetched.rows(*wanted.where(_FETCH_FAILED)):
                if not _is_told(row, book):
                    yield _fetched(row)


def _is_told(row: sqlite3.Row, book: Ledger | None) -> bool:
    """Whether clean/ tells what became of an address; that it could not be fetched again, it does not."""
    fine = row["outcome"] in ("ok", "unchanged")
    if row["role"] != "page":
        return fine  # a feed or sitemap that was read is no page
    if book is None:
        return False
    known = book.db.execute("SELECT failed FROM cleaned WHERE url = ?", (row["final_url"],)).fetchone()
    return known is not None and bool(fine or known["failed"])


def _cleaned(row: sqlite3.Row, receipt: Mapping[str, Any] | None) -> dict[str, Any]:
    """A page of clean/. ``clean`` names the Markdown file inside the clean store."""
    record = {name: row[name] for name in _FIELDS}
    record["clean"] = f"{row['clean']}.md" if row["digests"] else None
    record["url"] = row["url"] or None
    record["removed_by"] = json.loads(row["removed_by"])
    return record | {"robots": _permission(receipt)}


def _fetched(row: sqlite3.Row) -> dict[str, Any]:
    """A page that was fetched, or could not be, and is not in clean/."""
    fine, receipt = row["outcome"] in ("ok", "unchanged"), json.loads(row["robots"])
    denied = row["outcome"].startswith("robots_")
    return dict.fromkeys((*_FIELDS, "removed_by")) | {
        "url": row["url"],
        "raw": f"{row['warc']}#@{row['offset']}" if row["warc"] else None,
        "outcome": row["outcome"],
        "detail": "not cleaned yet: `winnow run`" if fine else row["detail"],
        "raw_digest": row["digest"] or None,
        "fetched_at": row["fetched_at"] if row["warc"] else None,
        "recorded_at": row["checked_at"],
        # What is left of a page that was allowed once is not the permission of one that is denied now.
        "robots": _permission(None if denied and receipt.get("allowed") else receipt),
    }


def _permission(receipt: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A permission for programs. ``when`` is when robots.txt was read; ``sha256`` is of that file."""
    if not receipt:
        return None
    when = receipt["read_at"]
    return {
        "state": receipt["state"],
        "allowed": receipt["allowed"],
        "line": receipt["line"] or None,
        "number": receipt["number"] or None,
        "origin": receipt["origin"],
        "sha256": receipt["digest"] or None,
        "when": datetime.fromtimestamp(when, UTC).isoformat(timespec="seconds") if when else None,
    }
