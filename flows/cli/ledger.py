"""`winnow ledger`: lists every page with its outcome."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from ..errors import UsageError

if TYPE_CHECKING:
    from .terminal import Cell

# In columns of a terminal: the longest of the common outcomes, a shortened digest, the whole table.
_OUTCOME_WIDTH, _DIGEST_WIDTH, _MAX_WIDTH = 20, 13, 160


@Parameter(name="*")
@dataclass
class PageChoice:
    """Which pages to list."""

    outcome: str | None = None
    """Only pages with this outcome, for instance ok, no_content, robots_denied."""
    failed: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Only pages that failed."""


def ledger(
    *urls: str,
    format: Literal["table", "jsonl"] = "table",
    clean: Path | None = None,
    raw: Path | None = None,
    choice: PageChoice | None = None,
    robots: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """List each page, or the pages of some addresses: outcome, address, and where the files are.

    Pages that were fetched but not cleaned yet, or that could not be fetched, come last.

    For example:

        winnow ledger
        winnow ledger --failed
        winnow ledger https://example.org/article
        winnow ledger --robots
        winnow ledger --format jsonl | jq .outcome | sort | uniq -c

    Parameters
    ----------
    urls
        Only the pages of these addresses, as they were asked for or after redirects.
    format
        A table for people, or a line of JSON for each page.
    clean
        The folder of clean pages (default: clean, or the one in winnow.toml).
    raw
        The folder of raw pages (default: raw, or the one in winnow.toml).
    robots
        Show which line of robots.txt allowed or denied each page (JSON always includes it).
    """
    from ..settings import load_settings
    from ..store.overview import PageFilter, overview

    settings, choice = load_settings(clean=clean, raw=raw), choice or PageChoice()
    page_filter = PageFilter(choice.outcome or "", choice.failed, _spellings(urls))
    records = overview(settings.clean, settings.raw, page_filter)
    if urls:
        records = iter(found := list(records))
        if not found:
            raise UsageError(f"no such page: {', '.join(urls)}; `winnow ledger` lists all")
    if format == "jsonl":
        _json_lines(records)
    else:
        _table(records, robots)
    return 0


def _json_lines(records: Iterator[dict[str, Any]]) -> None:
    from ..safe_text import json_text

    for record in records:
        sys.stdout.write(json_text(record) + "\n")


def _spellings(urls: Sequence[str]) -> tuple[str, ...]:
    if not urls:
        return ()
    from ..fetch.urls import spellings  # imported here, because most lists need no addresses

    return tuple(spelling for url in urls for spelling in spellings(url))


def _table(records: Iterator[dict[str, Any]], robots: bool) -> None:
    from .terminal import print_table, width

    full = not sys.stdout.isatty()  # nothing is shortened in a pipe or file
    with_digest = full or width(_MAX_WIDTH) >= 110
    name_width = (width(_MAX_WIDTH) - _OUTCOME_WIDTH - _DIGEST_WIDTH * with_digest) // 2

    def row(record: dict[str, Any]) -> Iterator[Cell]:
        names = (record["url"] or record["raw"] or "", record["clean"] or "")
        page, clean = names if full else (_shortened(name, name_width) for name in names)
        yield record["outcome"], "green" if record["outcome"] in ("ok", "unchanged") else "yellow"
        yield page
        if with_digest:
            yield (record["raw_digest"] or "")[: None if full else _DIGEST_WIDTH - 1]
        yield _permission(record) if robots else clean or record["detail"]

    last = "robots.txt" if robots else "clean file, or why not"
    headers = ("outcome", "page", *(["raw digest"] * with_digest), last)
    print_table(headers, (tuple(row(record)) for record in records), max_columns=_MAX_WIDTH)


def _permission(record: dict[str, Any]) -> str:
    """The robots permission of a page in a few words."""
    permission = record["robots"]
    if permission is None:
        return record["detail"] if record["outcome"].startswith("robots_") else "not fetched"
    if permission["state"] != "read":
        texts = {"absent": "no robots.txt", "unreachable": "robots.txt could not be read"}
        return texts.get(permission["state"], "not asked")
    return f"line {permission['number']}: {permission['line']}" if permission["line"] else "no line applies"


def _shortened(name: str, columns: int) -> str:
    """An address without its scheme, or a path. The middle of a long one is left out: the ends differ most."""
    text = name.split("://", 1)[-1]
    if len(text) <= columns or not text.isascii():
        return text
    tail = (columns - 1) * 2 // 3
    return f"{text[: columns - 1 - tail]}…{text[-tail:]}"
