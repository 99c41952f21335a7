"""`winnow ledger`: a row a page."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    import sqlite3

Lookup = Callable[[str], Mapping[str, Any] | None]

_FIELDS = (
    *("url", "raw", "outcome", "detail", "raw_digest", "clean", "title", "kept", "removed"),
    *("fingerprint", "fetched_at", "recorded_at", "seconds", "memory"),
    *("duplicate_of", "similarity"),
)


def ledger(
    *,
    format: Literal["table", "jsonl"] = "table",
    clean: Path | None = None,
    raw: Path | None = None,
    outcome: str | None = None,
    failed: Annotated[bool, Parameter(negative=())] = False,
    robots: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """List what became of each page: its address, the outcome, and where its files are.

    For example:

        winnow ledger
        winnow ledger --failed
        winnow ledger --robots
        winnow ledger --format jsonl | jq .outcome | sort | uniq -c

    Parameters
    ----------
    format
        A table for people, or a line of JSON for each page.
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    raw
        The folder of raw pages, whose list of fetched pages holds what robots.txt said.
    outcome
        Only pages with this outcome, for instance ok, no_content, clean_timeout.
    failed
        Only pages that failed.
    robots
        Show under which line of robots.txt each page was fetched (the lines of JSON always tell).
    """
    from ..settings import load_settings
    from ..store.ledger import FAILED, open_ledger

    settings = load_settings(clean=clean, raw=raw)
    where = " AND ".join((["outcome = ?"] if outcome else []) + ([FAILED] if failed else [])) or "1"
    with open_ledger(settings.clean) as book, _receipts(settings.raw) as receipt:
        rows = book.pages(where, (outcome,) if outcome else ())
        if format == "jsonl":
            for row in rows:
                record = _record(row) | {"robots": _receipt(receipt(row["url"]))}
                sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        else:
            _table(rows, receipt if robots else None)
    return 0


@contextmanager
def _receipts(raw: Path) -> Iterator[Lookup]:
    """How to look up the permission of a page; there is none of pages that were not fetched."""
    from ..store.clean import KEEPING
    from ..store.fetched import FILE, open_fetched

    if not (raw / KEEPING / FILE).exists():
        yield lambda url: None
        return
    with open_fetched(raw) as fetched:
        yield fetched.receipt


def _receipt(receipt: Mapping[str, Any] | None) -> dict[str, object] | None:
    """A permission for programs. ``when`` is when robots.txt was read; ``sha256`` is of that file."""
    if receipt is None:
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


def _permission(receipt: Mapping[str, Any] | None) -> str:
    """A permission in a few words."""
    if receipt is None:
        return "not fetched"
    if receipt["state"] != "read":
        return "no robots.txt" if receipt["state"] == "absent" else "not asked"
    return f"line {receipt['number']}: {receipt['line']}" if receipt["line"] else "no line speaks of it"


def _record(row: sqlite3.Row) -> dict[str, object]:
    """A row for programs. ``clean`` names the Markdown file inside the clean store."""
    record = {name: row[name] for name in _FIELDS}
    record["clean"] = f"{row['clean']}.md" if row["clean"] else None
    record["url"] = row["url"] or None
    record["removed_by"] = json.loads(row["removed_by"])
    return record


def _table(rows: Iterator[sqlite3.Row], receipt: Lookup | None) -> None:
    from .terminal import Paint, cut, pad, width

    paint, columns = Paint(sys.stdout), width(160)
    room = columns - 15 - 14 - 2
    left = room // 2
    last = "robots.txt" if receipt else "clean file, or why not"
    sys.stdout.write(paint(f"{'outcome':<14} {pad('page', left)} {'raw digest':<13} {last}\n", "bold"))
    for row in rows:
        about = f"{row['clean']}.md" if row["clean"] else row["detail"]
        about = _permission(receipt(row["url"])) if receipt else about
        colour = "green" if row["outcome"] == "ok" else "yellow"
        sys.stdout.write(
            paint(f"{row['outcome']:<14}", colour)
            + f" {pad(cut(row['url'] or row['raw'], left), left)} {row['raw_digest'][:12]:<13} "
            + cut(about, room - left) + "\n"
        )  # fmt: skip
