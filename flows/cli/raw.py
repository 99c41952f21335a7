"""`winnow raw`: shows a raw page, or how it was fetched."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from ..bounded import read_object
from ..errors import StoreError, UsageError, WinnowError

if TYPE_CHECKING:
    import sqlite3

    from ..settings import Settings
    from ..warc.answers import ArchivedAnswer

_MAX_BYTES = 1 << 30  # of a loose page, which is read at once


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
        The address as it was asked for, after its redirects, or as a file beside the page
        has it; or a page in raw/, as in the field `raw` of a clean page.
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

    settings = load_settings(raw=raw)
    row = _fetched_row(settings.raw, url) if "://" in url else None
    if info:
        if row is None:
            raise UsageError(f"--info tells how an address was fetched, and {url} was not; `winnow ledger` lists all")
        sys.stdout.write(json_text(_info(row), indent=1) + "\n")
        return 0
    if row is not None and not row["warc"]:
        raise WinnowError(f"{url}: nothing was stored: {row['outcome']}: {row['detail']}")
    if row is not None:
        _show(_archived_answer(settings.raw / row["warc"], f"@{row['offset']}"), headers)
    else:
        _show(_stored(settings.raw, _raw_name(settings, url) if "://" in url else url, headers), headers)
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


def _stored(root: Path, name: str, headers: bool) -> ArchivedAnswer:
    """A page in raw/ by its name there, in an archive or loose. Raises WinnowError if it cannot be shown."""
    from ..store.raw import PageError, read_body, source_path
    from ..warc.answers import ArchivedAnswer

    path, location = source_path(root, name)
    if "\0" in path or not Path(path).resolve().is_relative_to(root.resolve()):
        raise UsageError(f"{name} is not in {root}")
    if location:
        return _archived_answer(Path(path), location)
    if not Path(path).is_file():
        raise UsageError(f"there is no page {name} in {root}, and it is no address; `winnow ledger` lists all pages")
    if headers:
        raise UsageError(f"{name} is a file of its own: no headers were stored with it")
    try:
        return ArchivedAnswer("", body=read_body(path, _MAX_BYTES))
    except PageError as error:
        raise WinnowError(f"{name}: {error.outcome}: {error}") from None


def _archived_answer(path: Path, location: str) -> ArchivedAnswer:
    from ..warc.answers import read_answer

    answer = read_answer(path, location)
    if answer.outcome != "ok":
        raise WinnowError(f"{path}#{location}: {answer.outcome}: {answer.detail}; `winnow ledger` lists all records")
    return answer


def _fetched_row(root: Path, url: str) -> sqlite3.Row | None:
    """The row of a fetched address in any spelling; a page before a feed or sitemap."""
    from ..fetch.urls import spellings
    from ..store.clean import STATE_DIR
    from ..store.fetched import FILE, open_fetched
    from ..store.fetched_queries import find_spelling

    if not (root / STATE_DIR / FILE).exists():
        return None
    with open_fetched(root) as fetched:
        return find_spelling(fetched, spellings(url))


def _raw_name(settings: Settings, url: str) -> str:
    """The name in raw/ of a page that was not fetched, by the ledger. Raises UsageError if there is none."""
    from ..fetch.urls import spellings
    from ..store.clean import STATE_DIR
    from ..store.ledger import FILE, open_ledger

    if not (settings.clean / STATE_DIR / FILE).exists():
        raise StoreError(
            f"nothing was fetched into {settings.raw} or cleaned from it yet: `winnow fetch`, `winnow run`"
        )
    with open_ledger(settings.clean) as ledger:
        if row := ledger.newest_row_of(spellings(url)):
            return str(row["raw"])
    raise UsageError(f"there is no page of {url} in {settings.raw}; `winnow ledger` lists what is there")


def _info(row: sqlite3.Row) -> dict[str, Any]:
    info = dict(row)
    for name in ("robots", "said"):
        info[name] = read_object(info[name])
    info["length_verified"] = bool(info["length_verified"])
    return info
