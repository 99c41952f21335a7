"""The files of clean/ beside the ledger: missing, changed, orphaned; and whether their raw pages are there."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ..store.clean import SUFFIXES, files_in
from ..store.ledger import Ledger
from ..store.raw import PageProblem, read_body, shown, stat_token
from .findings import Finding, Tally

_OWNED = """
    CREATE TEMP TABLE owned AS SELECT clean FROM pages WHERE clean != '';
    CREATE INDEX temp.owned_clean ON owned (clean);
"""
_MOST = 1 << 28  # bytes of a loose page; read at once, so not without end


def check_pages(ledger: Ledger, raw: Path, clean: Path, tally: Tally) -> Iterator[Finding]:
    """What of the clean store is not as the ledger has it."""
    for row in ledger.pages("clean != ''"):
        tally.clean_pages += 1
        yield from _files(row, clean)
        yield from _source(row, raw)
    ledger.db.executescript(_OWNED)
    for path in sorted(entry.path for entry in files_in(clean) if entry.name.endswith(SUFFIXES)):
        name = shown(os.path.relpath(path, clean))
        if not ledger.db.execute("SELECT 1 FROM owned WHERE clean = ?", (os.path.splitext(name)[0],)).fetchone():
            yield Finding("orphaned", name, "no page of the ledger has this file; delete it, or move it elsewhere")


def _files(row: sqlite3.Row, clean: Path) -> Iterator[Finding]:
    for part in row["digests"].split():
        suffix, _, digest = part.partition(":")
        name = row["clean"] + suffix
        try:
            content = (clean / name).read_bytes()
        except FileNotFoundError:
            yield Finding("missing", name, f"`winnow run` makes it anew from {row['raw']}")
        except OSError as error:
            yield Finding("unreadable_file", name, f"{error.strerror or error}; check the file and its permissions")
        else:
            if hashlib.sha256(content).hexdigest() != digest:
                yield Finding("changed", name, "not what was written; delete it, and `winnow run` makes it anew")


def _source(row: sqlite3.Row, raw: Path) -> Iterator[Finding]:
    """Whether the raw page is there; a loose one whose dates are as they were must be what it was."""
    name, _, place = row["raw"].partition("#")
    path = os.path.join(raw, name)
    if place or not os.path.exists(path):
        if not os.path.exists(path):
            yield Finding("no_raw_page", f"{row['clean']}.md", f"its raw page {row['raw']} is gone")
        return
    if stat_token(path) != row["stat"].split("|")[0]:
        return  # edited or new: the next run cleans it again
    try:
        digest = hashlib.sha256(read_body(path, _MOST)).hexdigest()
    except PageProblem as problem:
        yield Finding("damaged_raw", row["raw"], str(problem))
        return
    if digest != row["raw_digest"]:
        yield Finding("damaged_raw", row["raw"], "the bytes have changed though the file's dates have not")
