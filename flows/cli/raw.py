"""`winnow raw`: what was kept of an address."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from ..errors import UsageProblem, WinnowError

if TYPE_CHECKING:
    import sqlite3


def raw(
    url: str,
    /,
    *,
    info: Annotated[bool, Parameter(negative=())] = False,
    headers: Annotated[bool, Parameter(negative=())] = False,
    raw: Path | None = None,
) -> int:
    """Show the raw page that was kept of an address, as it was sent (with its codings undone).

    For example:

        winnow raw https://example.org/article > page.html
        winnow raw https://example.org/article --info

    Parameters
    ----------
    url
        The address as it was fetched.
    info
        Show instead what is known of it, as JSON: when and with which outcome it
        was fetched, under which line of robots.txt, and where it lies.
    headers
        Show instead the headers of the answer.
    raw
        The folder of raw pages (default: raw, or what winnow.toml says).
    """
    from ..safetext import json_text
    from ..settings import load_settings
    from ..store.fetched import open_fetched
    from ..store.warc import read_at
    from .terminal import printable

    root = load_settings(raw=raw).raw
    with open_fetched(root) as fetched:
        row = _find(fetched.db, url)
    if row is None:
        raise UsageProblem(f"{url} was never fetched into {root}")
    if info:
        sys.stdout.write(json_text(_facts(row), indent=1) + "\n")
        return 0
    if not row["warc"]:
        raise WinnowError(f"{url}: nothing was kept: {row['outcome']}: {row['detail']}")
    try:
        kept = read_at(root / row["warc"], f"@{row['offset']}")
    except OSError as error:
        raise WinnowError(f"{url}: {row['warc']} cannot be read: {error.strerror or error}") from None
    if kept.outcome != "ok":
        raise WinnowError(f"{url}: {kept.outcome}: {kept.detail} ({row['warc']})")
    if headers:
        print("\n".join(printable(f"{name}: {value}") for name, value in kept.headers.items()))
        return 0
    sys.stdout.flush()
    if sys.stdout.isatty():  # what a page holds must not act on the terminal; a file gets the very bytes
        body = kept.body.decode("utf-8", "replace").replace("\r\n", "\n")
        sys.stdout.write(printable(body).rstrip("\n") + "\n")
    else:
        sys.stdout.buffer.write(kept.body)
    return 0


def _find(db: sqlite3.Connection, url: str) -> sqlite3.Row | None:
    """The row of an address in whichever spelling; a page before a feed or sitemap."""
    from ..fetch.errors import FetchError
    from ..fetch.urls import normal_form

    spellings = [url]
    try:
        spellings.append(normal_form(url))
    except FetchError:
        spellings.append(url)
    found = db.execute(
        "SELECT * FROM fetched WHERE url IN (?, ?) OR final_url IN (?, ?)"
        " ORDER BY role != 'page', url LIMIT 1",
        (*spellings, *spellings),
    )
    row: sqlite3.Row | None = found.fetchone()
    return row


def _facts(row: sqlite3.Row) -> dict[str, Any]:
    facts = dict(row)
    for name in ("robots", "said"):
        facts[name] = json.loads(facts[name])
    return facts
