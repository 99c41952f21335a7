"""`winnow raw`: what was kept of an address."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from ..errors import UsageError, WinnowError

if TYPE_CHECKING:
    import sqlite3

    from ..store.fetched import Fetched
    from ..warc.answers import ArchivedAnswer


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
        winnow raw example.org/20260102T030405678Z-9a0b-001.warc.gz#@1234

    Parameters
    ----------
    url
        The address as it was fetched, or the place of a record in an archive, as
        `raw` in the head of a clean page names it.
    info
        Show instead what is known of it, as JSON: when and with which outcome it
        was fetched, under which line of robots.txt, and where it lies.
    headers
        Show instead the headers of the answer.
    raw
        The folder of raw pages (default: raw, or what winnow.toml says).
    """
    from ..safe_text import json_text
    from ..settings import load_settings

    root = load_settings(raw=raw).raw
    file, _, place = url.rpartition("#")
    if "@" not in place or "://" in url:
        row = _row(root, url)
        if info:
            sys.stdout.write(json_text(_facts(row), indent=1) + "\n")
            return 0
        if not row["warc"]:
            raise WinnowError(f"{url}: nothing was kept: {row['outcome']}: {row['detail']}")
        file, place = row["warc"], f"@{row['offset']}"
    elif info:
        raise UsageError("--info takes an address: what is known of fetched pages is listed by address")
    _show(_kept(root, file, place), headers)
    return 0


def _show(kept: ArchivedAnswer, headers: bool) -> None:
    from .terminal import printable

    if headers:
        print("\n".join(printable(f"{name}: {value}") for name, value in kept.headers.items()))
        return
    sys.stdout.flush()
    if sys.stdout.isatty():  # what a page holds must not act on the terminal; a file gets the very bytes
        body = kept.body.decode("utf-8", "replace").replace("\r\n", "\n")
        sys.stdout.write(printable(body).rstrip("\n") + "\n")
    else:
        sys.stdout.buffer.write(kept.body)


def _kept(root: Path, file: str, place: str) -> ArchivedAnswer:
    """The answer at a place. Raises WinnowError where there is none to show."""
    from ..warc.answers import read_answer

    path = root / file
    if not path.resolve().is_relative_to(root.resolve()):
        raise UsageError(f"{file} is not in {root}")
    try:
        kept = read_answer(path, place)
    except (OSError, ValueError, KeyError) as error:
        why = getattr(error, "strerror", None) or error
        raise WinnowError(f"{file}#{place} cannot be read: {why}; `winnow ledger` lists the places") from None
    if kept.outcome != "ok":
        raise WinnowError(f"{file}#{place}: {kept.outcome}: {kept.detail}")
    return kept


def _row(root: Path, url: str) -> sqlite3.Row:
    """The row of a fetched address. Raises UsageError if it was not fetched."""
    from ..store.fetched import open_fetched

    with open_fetched(root) as fetched:
        row = _find(fetched, url)
    if row is None:
        raise UsageError(f"{url} was never fetched into {root}; `winnow ledger` lists what is there")
    return row


def _find(fetched: Fetched, url: str) -> sqlite3.Row | None:
    """The row of an address in whichever spelling; a page before a feed or sitemap."""
    from ..fetch.urls import normal_form
    from ..http.errors import FetchError
    from ..store.fetched_queries import find_spelling

    try:
        return find_spelling(fetched, url, normal_form(url))
    except FetchError:
        return find_spelling(fetched, url, url)


def _facts(row: sqlite3.Row) -> dict[str, Any]:
    facts = dict(row)
    for name in ("robots", "said"):
        facts[name] = json.loads(facts[name])
    facts["length_verified"] = bool(facts["length_verified"])
    return facts
