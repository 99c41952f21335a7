"""Reads the page that `winnow clean` is given (a file, an address, standard input), or the pages of an archive."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..errors import UsageError
from .terminal import note

if TYPE_CHECKING:
    from ..store.raw import InputPage, PageError, SourceMetadata

    Page = InputPage | PageError


def is_archive(source: str) -> bool:
    """Whether a source is a file that holds many pages (WARC, WACZ or ARC)."""
    from ..warc import is_warc

    return is_warc(source) and os.path.isfile(source)


def archived_pages(path: str, max_bytes: int, url: str, record: int | None) -> Iterator[tuple[str, Page]]:
    """The pages of an archive in order, each with a name for messages; a page that cannot be read is a PageError.

    ``url`` chooses those with that address, ``record`` the one with that number, from 1. Raises UsageError when
    there is none, PageError when the file cannot be read.
    """
    from ..store.raw import InputPage, PageError
    from ..warc.answers import scan_warc

    number = chosen = 0
    try:
        for answer in scan_warc(path, max_bytes):
            if not answer.is_page and (answer.outcome == "ok" or not answer.may_be_page):
                continue
            number += 1
            if record not in (None, number) or (url and answer.url != url):
                continue
            chosen += 1
            page: Page = PageError(answer.outcome, answer.detail)
            if answer.outcome == "ok":
                page = InputPage(answer.body, answer.url, answer.content_type, answer.fetched_at)
            yield f"{path}#{answer.location}", page
    except OSError as error:
        raise PageError("unreadable", f"{error.strerror or error}; check the file and its permissions") from None
    if not chosen:
        wanted = f"with the address {url}" if url else f"number {record}" if record is not None else "in it"
        raise UsageError(f"{path} has no page {wanted}; of its records {number:,} are pages")


def read_source(source: str, max_bytes: int, allow_address: Sequence[str] = ()) -> InputPage:
    """The page of a file, an http(s) address, or - for standard input, of at most so many bytes.

    ``allow_address`` names private addresses that may be fetched, besides those of winnow.toml.
    Raises UsageError when it does not exist, PageError when it cannot be read or is larger than ``max_bytes``.
    """
    from ..store.raw import CONTENT_TYPES, InputPage, is_web_address, page_suffix, read_body

    if source == "-":
        return InputPage(_from_stdin(max_bytes))
    path = Path(source)
    if not os.path.exists(source):  # unlike that of Path, without an error for a name that is too long for a file
        if is_web_address(source):
            return _fetched(source, allow_address)
        raise UsageError(f"there is no file {source}; give a file, an http(s) address, or - for standard input")
    if path.is_dir():
        raise UsageError(f"{source} is a folder; `winnow run --raw {source}` cleans the pages in it")
    sidecar = _sidecar_of(source)
    content_type = sidecar.content_type or CONTENT_TYPES.get(page_suffix(path.name), "")
    return InputPage(read_body(source, max_bytes), sidecar.url, content_type, sidecar.fetched_at, source)


def check_url(url: str | None) -> str:
    """The address of an option --url, "" for none. Raises UsageError for what cannot be taken apart as an address."""
    try:
        urlsplit(url or "")
    except ValueError as error:
        raise UsageError(f"--url {url!r} is not an address: {error}") from None
    return url or ""


def _sidecar_of(path: str) -> SourceMetadata:
    """The sidecar of a page (page.html.json), as in a run; an empty one if it cannot be used."""
    from ..store.raw import PageError, SourceMetadata, read_sidecar

    for sidecar_path in (path + ".json", path.removesuffix(".gz") + ".json"):
        if os.path.isfile(sidecar_path):
            try:
                return read_sidecar(sidecar_path)
            except PageError as error:
                note(f"the file beside {path} was not used: {error}")
    return SourceMetadata()


def _from_stdin(max_bytes: int) -> bytes:
    from ..store.raw import PageError

    if sys.stdin.isatty():
        print("winnow: reading a page from the keyboard; Ctrl-D ends it", file=sys.stderr)
    body = sys.stdin.buffer.read(max_bytes + 1)
    if len(body) > max_bytes:
        raise PageError("too_large", f"more than {max_bytes:,} bytes; page_bytes in winnow.toml sets the limit")
    return body


def _fetched(url: str, allow_address: Sequence[str]) -> InputPage:
    from dataclasses import replace

    from ..fetch import FetchError, fetch_one
    from ..fetch.policy import policy_from
    from ..settings import load_settings
    from ..store.raw import InputPage, PageError

    settings = load_settings(pace=0.0)
    try:
        settings = replace(settings, allow_address=[*settings.allow_address, *allow_address])
        raw = fetch_one(url, policy_from(settings))
    except FetchError as error:
        raise PageError(error.outcome, f"{error}; {error.advice}") from None
    day = raw.fetched_at.isoformat() if raw.fetched_at else ""
    assert isinstance(raw.body, bytes)
    return InputPage(raw.body, raw.url or url, raw.content_type or "", day)
