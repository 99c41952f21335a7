"""The page that `winnow clean` is given: a file, an address or standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageProblem

MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A page to clean, and what is known of it; None and "" where nothing is."""

    body: bytes | str
    url: str | None = None
    content_type: str | None = None


def read_source(source: str) -> Source:
    """The page of a file, an http(s) address, or - for standard input.

    Raises UsageProblem when there is no such thing, PageProblem when it cannot be read.
    """
    from ..store.raw import CONTENT_TYPES, is_web_address, page_suffix, read_body

    if source == "-":
        return Source(_typed_in())
    path = Path(source)
    if not path.exists():
        if is_web_address(source):
            return _fetched(source)
        raise UsageProblem(
            f"there is no file {source}; give a file, an http(s) address, or - for standard input"
        )
    if path.is_dir():
        raise UsageProblem(f"{source} is a folder; `winnow run --raw {source}` cleans the pages in it")
    return Source(read_body(source, MOST_BYTES), None, CONTENT_TYPES.get(page_suffix(path.name)))


def _typed_in() -> bytes:
    from ..store.raw import PageProblem

    if sys.stdin.isatty():
        print("winnow: reading a page from the keyboard; Ctrl-D ends it", file=sys.stderr)
    body = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise PageProblem("too_large", f"more than {MOST_BYTES:,} bytes")
    return body


def _fetched(url: str) -> Source:
    from dataclasses import replace

    from ..fetch import FetchError, fetch_one
    from ..settings import load_settings
    from ..store.raw import PageProblem
    from .fetch import policy_of

    try:
        raw = fetch_one(url, replace(policy_of(load_settings()), pace=0.0))
    except FetchError as error:
        raise PageProblem(error.outcome, f"{error}; {error.advice}") from None
    return Source(raw.body, raw.url or url, raw.content_type)
