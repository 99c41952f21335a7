"""`winnow ledger`: a row a page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

_OUTCOME = 18  # columns: the longest of the common names


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

    Pages that were fetched but not cleaned yet, or that could not be fetched, stand last.

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
        The folder of raw pages (default: raw, or what winnow.toml says).
    outcome
        Only pages with this outcome, for instance ok, no_content, robots_denied.
    failed
        Only pages that failed.
    robots
        Show under which line of robots.txt each page was fetched (the lines of JSON always tell).
    """
    from ..safetext import json_text
    from ..settings import load_settings
    from ..store.overview import Wanted, overview

    settings = load_settings(clean=clean, raw=raw)
    records = overview(settings.clean, settings.raw, Wanted(outcome or "", failed))
    if format == "jsonl":
        for record in records:
            sys.stdout.write(json_text(record) + "\n")
    else:
        _table(records, robots)
    return 0


def _table(records: Iterator[dict[str, Any]], robots: bool) -> None:
    from .terminal import Paint, cut, pad, width

    paint, columns = Paint(sys.stdout), width(160)
    digest = 13 if columns >= 110 else 0
    left = (columns - _OUTCOME - 2 - digest) // 2
    right = columns - _OUTCOME - 2 - digest - left
    last = "robots.txt" if robots else "clean file, or why not"
    head = f"{'outcome':<{_OUTCOME}} {pad('page', left)} {'raw digest'[:digest]:<{digest}}{last}\n"
    sys.stdout.write(paint(head, "bold"))
    for record in records:
        page = _short(record["url"] or record["raw"] or "", left)
        about = _short(record["clean"], right) if record["clean"] else cut(record["detail"], right)
        about = cut(_permission(record), right) if robots else about
        colour = "green" if record["outcome"] in ("ok", "unchanged") else "yellow"
        sys.stdout.write(
            paint(f"{cut(record['outcome'], _OUTCOME):<{_OUTCOME}}", colour)
            + f" {pad(page, left)} {(record['raw_digest'] or '')[:12]:<{digest}.{digest}}{about}\n"
        )


def _permission(record: dict[str, Any]) -> str:
    """A permission in a few words."""
    receipt = record["robots"]
    if receipt is None:
        return record["detail"] if record["outcome"].startswith("robots_") else "not fetched"
    if receipt["state"] != "read":
        return {"absent": "no robots.txt", "unreachable": "robots.txt could not be read"}.get(
            receipt["state"], "not asked"
        )
    return f"line {receipt['number']}: {receipt['line']}" if receipt["line"] else "no line speaks of it"


def _short(name: str, columns: int) -> str:
    """An address without its scheme, or a path; a long one loses its middle, for the ends tell pages apart."""
    from .terminal import cut, printable

    text = printable(name.split("://", 1)[-1])
    if len(text) <= columns or not text.isascii():
        return cut(text, columns)
    tail = (columns - 1) * 2 // 3
    return f"{text[: columns - 1 - tail]}…{text[-tail:]}"
