"""`winnow raw`: shows a raw page, or how it was fetched."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from ..bounded import read_object
from ..errors import UsageError, WinnowError

if TYPE_CHECKING:
    import sqlite3

    from ..warc.answers import ArchivedAnswer


def raw(
    url: str,
    /,
    *,
    info: Annotated[bool, Parameter(negative=())] = False,
    headers: Annotated[bool, Parameter(negative=())] = False,
    raw: Path | None = None,
) -> int:
    """Show the raw page of an address as it was sent (but decompressed).

    For example:

        winnow raw https://example.org/article > page.html
        winnow raw https://example.org/article --info
        winnow raw example.org/20260102T030405678Z-9a0b-001.warc.gz#@1234

    Parameters
    ----------
    url
        The address as it was asked for or after its redirects, or a record in an archive, as in the field
        `raw` of a clean page.
    info
        Show information about the page instead, as JSON: when and with which outcome it
        was fetched, which line of robots.txt allowed it, and where it is stored.
    headers
        Show the headers of the answer instead.
    raw
        The folder of raw pages (default: raw, or the one in winnow.toml).
    """
    from ..safe_text import json_text
    from ..settings import load_settings

    root = load_settings(raw=raw).raw
    file, _, offset = url.rpartition("#")
    if "@" not in offset or "://" in url:
        row = _row(root, url)
        if info:
            sys.stdout.write(json_text(_info(row), indent=1) + "\n")
            return 0
        if not row["warc"]:
            raise WinnowError(f"{url}: nothing was stored: {row['outcome']}: {row['detail']}")
        file, offset = row["warc"], f"@{row['offset']}"
    elif info:
        raise UsageError("--info takes an address: fetched pages are listed by address")
    _show(_archived_answer(root, file, offset), headers)
    return 0


def _show(answer: ArchivedAnswer, headers: bool) -> None:
    from .terminal import printable

    if headers:
        print("\n".join(printable(f"{name}: {value}") for name, value in answer.headers.items()))
        return
    sys.stdout.flush()
    if sys.stdout.isatty():  # a page must not control the terminal; a file gets the exact bytes
        body = answer.body.decode("utf-8", "replace").replace("\r\n", "\n")
        sys.stdout.write(printable(body).rstrip("\n") + "\n")
    else:
        sys.stdout.buffer.write(answer.body)


def _archived_answer(root: Path, file: str, offset: str) -> ArchivedAnswer:
    """The answer at an offset ("@1234") of a file in raw/. Raises WinnowError if it cannot be shown."""
    from ..warc.answers import read_answer

    path = root / file
    if "\0" in file or not path.resolve().is_relative_to(root.resolve()):
        raise UsageError(f"{file} is not in {root}")
    answer = read_answer(path, offset)
    if answer.outcome != "ok":
        raise WinnowError(f"{file}#{offset}: {answer.outcome}: {answer.detail}; `winnow ledger` lists all records")
    return answer


def _row(root: Path, url: str) -> sqlite3.Row:
    """The row of an address in any spelling; a page before a feed or sitemap. Raises UsageError if there is none."""
    from ..fetch.urls import spellings
    from ..store.fetched import open_fetched
    from ..store.fetched_queries import find_spelling

    with open_fetched(root) as fetched:
        row = find_spelling(fetched, spellings(url))
    if row is None:
        raise UsageError(f"{url} was never fetched into {root}; `winnow ledger` lists what is there")
    return row


def _info(row: sqlite3.Row) -> dict[str, Any]:
    info = dict(row)
    for name in ("robots", "said"):
        info[name] = read_object(info[name])
    info["length_verified"] = bool(info["length_verified"])
    return info
