"""The files of clean/ beside the ledger: missing, changed, orphaned; and whether their raw pages are there."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ..store.clean import SUFFIXES, files_in
from ..store.clean_queries import index_owned, is_owned
from ..store.duplicate_mark import page_only
from ..store.ledger import Ledger
from ..store.raw import PageError, read_body, shown, stat_token
from .findings import Finding, Tally

_SHARDS = (".jsonl", ".parquet")  # which earlier versions wrote here
_HALF = "half a page that no page of the ledger has; `winnow run` writes it again if it can, else delete it"
_STRANGE = "no page of the ledger has this file; delete it, or move it elsewhere"
_MAX_BYTES = 1 << 28  # of a loose page; read at once, so not without end


def check_pages(ledger: Ledger, raw: Path, clean: Path, tally: Tally) -> Iterator[Finding]:
    """What of the clean store is not as the ledger has it. Raises StoreError when it cannot be read."""
    for row in ledger.pages("clean != ''"):
        tally.clean_pages += 1
        yield from _files(row, clean)
        yield from _source(row, raw)
    index_owned(ledger)
    strange = {name for name in _clean_names(clean) if not is_owned(ledger, shown(os.path.splitext(name)[0]))}
    for name in sorted(strange):
        stem, suffix = os.path.splitext(name)
        is_half = suffix in SUFFIXES and not strange.issuperset(stem + other for other in SUFFIXES)
        yield Finding("orphaned", shown(name), _HALF if is_half else _STRANGE)


def files_without_ledger(clean: Path) -> Iterator[Finding]:
    """A store that holds clean pages but has lost its ledger."""
    if clean.is_dir() and any(name.endswith((".md", *_SHARDS)) for name in _clean_names(clean)):
        detail = "there are clean pages, but the ledger is gone; `winnow run` cleans the pages again"
        yield Finding("missing_ledger", str(clean), detail)


def _clean_names(clean: Path) -> Iterator[str]:
    for entry in files_in(clean):
        if entry.name.endswith((*SUFFIXES, *_SHARDS)):
            yield os.path.relpath(entry.path, clean).replace(os.sep, "/")


def _files(row: sqlite3.Row, clean: Path) -> Iterator[Finding]:
    for part in row["digests"].split():
        suffix, _, digest = part.partition(":")
        name = row["clean"] + suffix
        try:
            found = _digest(clean / name)
        except FileNotFoundError:
            yield Finding("missing", name, f"`winnow run` writes it again from {row['raw']}")
        except OSError as error:
            yield Finding("unreadable_file", name, f"{error.strerror or error}; check the file and its permissions")
        else:
            if found != digest:
                yield Finding("changed", name, "not what was written; delete it, and `winnow run` writes it again")


def _digest(path: Path) -> str:
    """The digest of a clean file, for a page's .json without what it says of other pages."""
    with open(path, "rb") as file:
        if path.suffix == ".json":
            return hashlib.sha256(page_only(file.read())).hexdigest()
        return hashlib.file_digest(file, "sha256").hexdigest()


def _source(row: sqlite3.Row, raw: Path) -> Iterator[Finding]:
    """Whether the raw page is there; a loose one whose dates are as they were must be what it was."""
    name, _, place = row["raw"].partition("#")
    path = os.path.join(raw, name)
    if not os.path.exists(path):
        yield Finding(
            "no_raw_page", f"{row['clean']}.md", f"its raw page {row['raw']} is gone; it cannot be made again"
        )
        return
    if place or stat_token(path) != row["stat"].split("|")[0]:
        return  # in an archive, which is checked by itself; or edited or new: the next run cleans it again
    try:
        digest = hashlib.sha256(read_body(path, _MAX_BYTES)).hexdigest()
    except PageError as problem:
        yield Finding("damaged_raw", row["raw"], str(problem))
        return
    if digest != row["raw_digest"]:
        yield Finding("damaged_raw", row["raw"], "the bytes have changed though the file's dates have not")
