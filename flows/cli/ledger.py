"""`winnow ledger`: a row a page."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    import sqlite3

_FIELDS = (
    *("url", "raw", "outcome", "detail", "raw_digest", "clean", "title", "kept", "removed"),
    *("fingerprint", "fetched_at", "recorded_at", "seconds", "memory"),
    *("duplicate_of", "similarity"),
)


def ledger(
    *,
    format: Literal["table", "jsonl"] = "table",
    clean: Path | None = None,
    outcome: str | None = None,
    failed: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """List what became of each page: its address, the outcome, and where its files are.

    For example:

        winnow ledger
        winnow ledger --failed
        winnow ledger --format jsonl | jq .outcome | sort | uniq -c

    Parameters
    ----------
    format
        A table for people, or a line of JSON for each page.
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    outcome
        Only pages with this outcome, for instance ok, no_content, clean_timeout.
    failed
        Only pages that failed.
    """
    from ..settings import load_settings
    from ..store.ledger import FAILED, open_ledger

    root = load_settings(clean=clean).clean
    where = " AND ".join((["outcome = ?"] if outcome else []) + ([FAILED] if failed else [])) or "1"
    with open_ledger(root) as book:
        rows = book.pages(where, (outcome,) if outcome else ())
        if format == "jsonl":
            for row in rows:
                sys.stdout.write(json.dumps(_record(row), ensure_ascii=False) + "\n")
        else:
            _table(rows)
    return 0


def _record(row: sqlite3.Row) -> dict[str, object]:
    """A row for programs. ``clean`` names the Markdown file inside the clean store."""
    record = {name: row[name] for name in _FIELDS}
    record["clean"] = f"{row['clean']}.md" if row["clean"] else None
    record["url"] = row["url"] or None
    record["removed_by"] = json.loads(row["removed_by"])
    return record


def _table(rows: object) -> None:
    from collections.abc import Iterable

    from .terminal import Paint, cut, pad, width

    assert isinstance(rows, Iterable)
    paint, columns = Paint(sys.stdout), width(160)
    room = columns - 15 - 14 - 2
    left = room // 2
    sys.stdout.write(
        paint(f"{'outcome':<14} {pad('page', left)} {'raw digest':<13} clean file, or why not\n", "bold")
    )
    for row in rows:
        about = f"{row['clean']}.md" if row["clean"] else row["detail"]
        colour = "green" if row["outcome"] == "ok" else "yellow"
        sys.stdout.write(
            paint(f"{row['outcome']:<14}", colour)
            + f" {pad(cut(row['url'] or row['raw'], left), left)} {row['raw_digest'][:12]:<13} "
            + cut(about, room - left) + "\n"
        )  # fmt: skip
