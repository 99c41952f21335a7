"""The files of clean/ compared with the ledger: missing, changed, orphaned; and whether their raw pages are there."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ..store.clean import SUFFIXES, files_in
from ..store.clean_queries import index_owned, is_owned
from ..store.duplicate_mark import digests_of, file_digest
from ..store.ledger import GONE, Ledger
from ..store.raw import PageError, is_gone, printable_path, read_body, source_path, stat_token
from .findings import Finding, Tally

_SHARDS = (".jsonl", ".parquet")  # which earlier versions wrote here
_HALF = "half a page that no page of the ledger has; `winnow run` writes it again if it can, else delete it"
_ORPHAN = "no page of the ledger has this file; delete it, or move it elsewhere"
_MAX_BYTES = 1 << 28  # of a loose page, which is read at once


def check_pages(ledger: Ledger, raw: Path, clean: Path, tally: Tally) -> Iterator[Finding]:
    """What differs between the clean store and the ledger. Raises StoreError when it cannot be read."""
    for row in ledger.pages("clean != ''"):
        tally.clean_pages += 1
        yield from _check_files(row, clean)
        yield from _check_raw_page(row, raw)
    index_owned(ledger)
    orphans = {name for name in _clean_names(clean) if not is_owned(ledger, printable_path(os.path.splitext(name)[0]))}
    for name in sorted(orphans):
        stem, suffix = os.path.splitext(name)
        is_half = suffix in SUFFIXES and not orphans.issuperset(stem + other for other in SUFFIXES)
        yield Finding("orphaned", printable_path(name), _HALF if is_half else _ORPHAN)


def files_without_ledger(clean: Path) -> Iterator[Finding]:
    """Whether a store without a ledger contains clean pages."""
    if clean.is_dir() and any(name.endswith((".md", *_SHARDS)) for name in _clean_names(clean)):
        detail = "there are clean pages, but the ledger is gone; `winnow run` cleans the pages again"
        yield Finding("missing_ledger", str(clean), detail)


def _clean_names(clean: Path) -> Iterator[str]:
    for entry in files_in(clean):
        if entry.name.endswith((*SUFFIXES, *_SHARDS)):
            yield os.path.relpath(entry.path, clean).replace(os.sep, "/")


def _check_files(row: sqlite3.Row, clean: Path) -> Iterator[Finding]:
    for suffix, digest in digests_of(row).items():
        name = row["clean"] + suffix
        try:
            actual = file_digest(suffix, (clean / name).read_bytes())
        except FileNotFoundError:
            yield Finding("missing", name, f"`winnow run` writes it again from {row['raw']}")
        except OSError as error:
            yield Finding("unreadable_file", name, f"{error.strerror or error}; check the file and its permissions")
        else:
            if actual != digest:
                yield Finding("changed", name, "not what was written; delete it, and `winnow run` writes it again")


def _check_raw_page(row: sqlite3.Row, raw: Path) -> Iterator[Finding]:
    """Whether the raw page is there, and unchanged if it is a loose file whose dates have not changed."""
    path, location = source_path(raw, row["raw"])
    if is_gone(path):
        if row["stat"] != GONE:  # else a run has told of it
            detail = f"its raw page {row['raw']} is gone; it cannot be made again"
            yield Finding("no_raw_page", f"{row['clean']}.md", detail)
        return
    try:
        os.stat(path)
    except OSError as error:
        yield Finding("unreadable_file", row["raw"], f"{error.strerror or error}; check its folder and its permissions")
        return
    if location or stat_token(path) != row["stat"].split("|")[0]:
        return  # archives are checked by ArchiveCheck; an edited page is cleaned again by the next run
    try:
        digest = hashlib.sha256(read_body(path, _MAX_BYTES)).hexdigest()
    except PageError as error:
        yield Finding("damaged_raw", row["raw"], str(error))
        return
    if digest != row["raw_digest"]:
        yield Finding("damaged_raw", row["raw"], "the bytes have changed though the file's dates have not")
