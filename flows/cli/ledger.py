"""`winnow ledger`: a row a page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from .terminal import Cell

_OUTCOME, _DIGEST, _WIDEST = 20, 13, 160  # columns: the longest of the common names; a digest; the whole table


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
    from ..safe_text import json_text
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
    from .terminal import print_table, width

    whole = not sys.stdout.isatty()
    digest = whole or width(_WIDEST) >= 110
    room = (width(_WIDEST) - _OUTCOME - _DIGEST * digest) // 2

    def row(record: dict[str, Any]) -> Iterator[Cell]:
        names = (record["url"] or record["raw"] or "", record["clean"] or "")
        page, clean = names if whole else (_short(name, room) for name in names)
        yield record["outcome"], "green" if record["outcome"] in ("ok", "unchanged") else "yellow"
        yield page
        if digest:
            yield (record["raw_digest"] or "")[: None if whole else _DIGEST - 1]
        yield _permission(record) if robots else clean or record["detail"]

    last = "robots.txt" if robots else "clean file, or why not"
    headers = ("outcome", "page", *(["raw digest"] * digest), last)
    print_table(headers, (tuple(row(record)) for record in records), max_columns=_WIDEST)


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
    text = name.split("://", 1)[-1]
    if len(text) <= columns or not text.isascii():
        return text
    tail = (columns - 1) * 2 // 3
    return f"{text[: columns - 1 - tail]}…{text[-tail:]}"
