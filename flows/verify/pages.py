"""The files of clean/ beside the ledger: missing, changed, orphaned; and whether their raw pages are there."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ..export.formats import SUFFIXES as SHARDS
from ..export.places import Folder, Place, place_at
from ..export.shards import has_shards
from ..store.clean import SUFFIXES
from ..store.ledger import Ledger
from ..store.raw import PageProblem, read_body, shown, stat_token
from ..trail import page_only
from .findings import Finding, Tally

_OWNED = """
    CREATE TEMP TABLE owned AS SELECT clean FROM pages WHERE clean != '';
    CREATE INDEX temp.owned_clean ON owned (clean);
"""
_HALF = "half a page that no page of the ledger has; `winnow run` makes the whole anew if it can, else delete it"
_MOST = 1 << 28  # bytes of a loose page; read at once, so not without end


def check_pages(ledger: Ledger, raw: Path, clean: Path, tally: Tally) -> Iterator[Finding]:
    """What of the clean store is not as the ledger has it. Raises StoreProblem when it cannot be read."""
    place = place_at(clean)
    for row in ledger.pages("clean != ''"):
        tally.clean_pages += 1
        yield from _files(row, place)
        yield from _source(row, raw)
    if has_shards(ledger):
        for row in ledger.db.execute("SELECT * FROM shards ORDER BY name"):
            tally.shards += 1
            yield from _shard(row, place)
    ledger.db.executescript(_OWNED)
    clean_names = (name for name in place.names() if name.endswith((*SUFFIXES, *SHARDS.values())))
    strange = {name for name in clean_names if not _is_owned(ledger, name)}
    for name in sorted(strange):
        stem, suffix = os.path.splitext(name)
        half = suffix in SUFFIXES and not strange.issuperset(stem + other for other in SUFFIXES)
        detail = _HALF if half else "no page of the ledger has this file; delete it, or move it elsewhere"
        yield Finding("orphaned", shown(name), detail)


def files_without_ledger(clean: Path) -> Iterator[Finding]:
    """A store that holds clean pages but has lost its ledger."""
    place = place_at(clean)
    if isinstance(place, Folder) and not clean.is_dir():
        return
    for name in place.names():
        if name.endswith((".md", *SHARDS.values())):
            detail = "there are clean pages, but the ledger is gone; `winnow verify --rebuild` makes it anew"
            yield Finding("missing_ledger", place.told, detail)
            return


def _is_owned(ledger: Ledger, name: str) -> bool:
    names = (shown(name), shown(os.path.splitext(name)[0]))
    found = ledger.db.execute("SELECT 1 FROM owned WHERE clean IN (?, ?) LIMIT 1", names).fetchone()
    if found is None and has_shards(ledger):
        found = ledger.db.execute("SELECT 1 FROM shards WHERE name = ?", (name,)).fetchone()
    return found is not None


def _files(row: sqlite3.Row, place: Place) -> Iterator[Finding]:
    for part in row["digests"].split():
        suffix, _, digest = part.partition(":")
        name = row["clean"] + suffix
        yield from _file(name, digest, place, f"`winnow run` makes it anew from {row['raw']}")


def _shard(row: sqlite3.Row, place: Place) -> Iterator[Finding]:
    if row["digest"]:
        yield from _file(row["name"], row["digest"], place, "`winnow run` makes it anew")
    elif row["identity"] == "":
        yield Finding("unfinished", row["name"], "a run was stopped while it made this file; the next one makes it")


def _file(name: str, digest: str, place: Place, anew: str) -> Iterator[Finding]:
    try:
        found = _digest(place, name)
    except FileNotFoundError:
        yield Finding("missing", name, anew)
    except OSError as error:
        yield Finding("unreadable_file", name, f"{error.strerror or error}; check the file and its permissions")
    else:
        if found != digest:
            yield Finding("changed", name, "not what was written; delete it, and `winnow run` makes it anew")


def _digest(place: Place, name: str) -> str:
    """The digest of a clean file, for a page's .json without what it says of other pages."""
    found = hashlib.sha256()
    with place.open(name) as file:
        if name.endswith(".json"):
            found.update(page_only(file.read()))
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def _source(row: sqlite3.Row, raw: Path) -> Iterator[Finding]:
    """Whether the raw page is there; a loose one whose dates are as they were must be what it was."""
    name, _, place = row["raw"].partition("#")
    path = os.path.join(raw, name)
    if place or not os.path.exists(path):
        if not os.path.exists(path):
            made = f"{row['clean']}{'.md' if row['digests'] else ''}"
            yield Finding("no_raw_page", made, f"its raw page {row['raw']} is gone; it cannot be made anew")
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
