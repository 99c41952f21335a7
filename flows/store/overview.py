"""The outcome of each page, from the list of fetched pages in raw/ and the ledger in clean/."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..bounded import read_counts
from ..errors import StoreError
from . import fetched as list_of_fetched
from . import ledger as list_of_clean
from .clean import STATE_DIR, page_id
from .fetched import open_fetched, read_permission
from .fetched_queries import final_urls
from .forget import is_forgotten
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
class PageFilter:
    """Which pages: all of them, those with an outcome, those that failed, those of some addresses.

    ``urls`` has each address in every spelling in which it may be stored.
    """

    outcome: str = ""
    failed: bool = False
    urls: tuple[str, ...] = ()

    def condition(self, failed: str, columns: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """The filter as a condition in SQL, and its values.

        ``failed`` is the condition for a failed page, ``columns`` have the addresses of a page.
        """
        parts = (["outcome = ?"] if self.outcome else []) + ([failed] if self.failed else [])
        values: tuple[str, ...] = (self.outcome,) if self.outcome else ()
        if self.urls:
            marks = ", ".join("?" * len(self.urls))
            parts.append(f"({' OR '.join(f'{column} IN ({marks})' for column in columns)})")
            values += self.urls * len(columns)
        return " AND ".join(parts) or "1", values


def overview(clean: Path, raw: Path, page_filter: PageFilter) -> Iterator[dict[str, Any]]:
    """A record for each page: first the pages of the ledger, then those that only the list of fetched pages has.

    Raises StoreError when there is neither of the two, or when one cannot be read.
    """
    has_clean = (clean / STATE_DIR / list_of_clean.FILE).exists()
    has_fetched = (raw / STATE_DIR / list_of_fetched.FILE).exists()
    if not has_clean and not has_fetched:
        raise StoreError(
            f"no ledger in {clean} and no list of fetched pages in {raw} yet: "
            "`winnow run` and `winnow fetch` make them, --clean and --raw name other folders"
        )
    return _records(clean if has_clean else None, raw if has_fetched else None, page_filter)


def _records(clean: Path | None, raw: Path | None, page_filter: PageFilter) -> Iterator[dict[str, Any]]:
    with ExitStack() as stack:
        ledger = stack.enter_context(open_ledger(clean)) if clean else None
        fetched = stack.enter_context(open_fetched(raw)) if raw else None
        if ledger is not None:
            finals = final_urls(fetched, page_filter.urls) if fetched and page_filter.urls else ()
            of_ledger = replace(page_filter, urls=(*page_filter.urls, *finals))
            for row in ledger.pages(*of_ledger.condition(FAILED, ("url",))):
                yield _cleaned(row, fetched.visits_to(row["url"]) if fetched else ())
        if fetched is not None:
            if ledger is not None:
                ledger.db.executescript(_CLEANED)
            for row in fetched.rows(*page_filter.condition(_FETCH_FAILED, ("url", "final_url"))):
                if not _is_in_clean(row, ledger):
                    yield _fetched(row)


def _is_in_clean(row: sqlite3.Row, ledger: Ledger | None) -> bool:
    """Whether the ledger has the outcome of an address. That it could not be fetched again is not in the ledger."""
    fine = row["outcome"] in ("ok", "unchanged")
    if row["role"] != "page":
        return fine  # a feed or sitemap that was read is no page
    if ledger is None:
        return False
    if is_forgotten(ledger.db, page_id(row["final_url"], "")):
        return True
    cleaned = ledger.db.execute("SELECT failed FROM cleaned WHERE url = ?", (row["final_url"],)).fetchone()
    return cleaned is not None and bool(fine or cleaned["failed"])


def _cleaned(row: sqlite3.Row, visits: Sequence[sqlite3.Row]) -> dict[str, Any]:
    """A page of clean/. ``clean`` names the Markdown file inside the clean store.

    ``requested`` has the other addresses that were asked for and redirected to this page.
    """
    record = {name: row[name] for name in _FIELDS}
    record["clean"] = f"{row['clean']}.md" if row["digests"] else None
    record["url"] = row["url"] or None
    record["removed_by"] = read_counts(row["removed_by"])
    record["requested"] = sorted({visit["url"] for visit in visits} - {row["url"]})
    return record | {"robots": _permission_record(read_permission(visits[0]["robots"]) if visits else None)}


def _fetched(row: sqlite3.Row) -> dict[str, Any]:
    """A page that was fetched, or could not be, and is not in clean/."""
    fine, permission = row["outcome"] in ("ok", "unchanged"), read_permission(row["robots"])
    denied = row["outcome"].startswith("robots_")
    return dict.fromkeys((*_FIELDS, "removed_by")) | {
        "url": row["url"],
        "requested": [],
        "raw": f"{row['warc']}#@{row['offset']}" if row["warc"] else None,
        "outcome": row["outcome"],
        "detail": "not cleaned yet: `winnow run`" if fine else row["detail"],
        "raw_digest": row["digest"] or None,
        "fetched_at": row["fetched_at"] if row["warc"] else None,
        "recorded_at": row["checked_at"],
        # A page that is denied now may still have the permission of an earlier visit in its row.
        "robots": _permission_record(None if denied and permission.get("allowed") else permission),
    }


def _permission_record(permission: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A robots permission as it is printed. ``when``: the time robots.txt was read; ``sha256``: of that file."""
    if not permission:
        return None
    read_at = permission["read_at"]
    return {
        "state": permission["state"],
        "allowed": permission["allowed"],
        "line": permission["line"] or None,
        "number": permission["number"] or None,
        "origin": permission["origin"],
        "sha256": permission["digest"] or None,
        "when": datetime.fromtimestamp(read_at, UTC).isoformat(timespec="seconds") if read_at else None,
    }
