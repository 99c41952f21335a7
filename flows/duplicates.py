"""Copies of an article at other addresses: marked in the ledger and in the page's trail, never removed.

A run marks them when its last page is cleaned (`mark_duplicates`). Whoever writes
pages elsewhere asks ``copy_of`` or ``originals_only``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .copies import NEAR, find_copies
from .errors import StoreProblem
from .export.places import address_of, place_at
from .likeness import marks_of
from .store.clean import cannot_write
from .store.ledger import Ledger
from .store.staging import Stage, commit
from .trail import page_only, with_mark

__all__ = ["NEAR", "Copy", "copy_of", "expect_marks", "mark_duplicates", "marks_of", "originals_only"]

_BATCH = 500
_PENDING = -1.0  # the similarity of a page whose file is being written
_METHOD = "1"  # another number: all marks are made anew
_CHANGES = """
    SELECT pages.page, pages.clean, pages.digests, ifnull(copies.original, '') AS original,
        ifnull(copies.similarity, 0) AS similarity,
        ifnull((SELECT clean FROM pages AS other WHERE other.page = copies.original), '') AS file
    FROM pages LEFT JOIN copies ON copies.page = pages.page
    WHERE pages.duplicate_of != ifnull(copies.original, '') OR pages.similarity != ifnull(copies.similarity, 0)
"""
originals_only = "duplicate_of = ''"  # as a condition for `Ledger.pages`


@dataclass(frozen=True, slots=True)
class Copy:
    """A page that says what another page of the store says.

    ``original`` is that page as the ledger names it; ``similarity`` is 1 for the very same words,
    else an estimate of the share of their runs of three words that the two have in common.
    """

    original: str
    similarity: float


def copy_of(ledger: Ledger, page: str) -> Copy | None:
    """Whose copy a page is, as the last run found; None for an original. ``page`` is as the ledger names it."""
    row = ledger.db.execute("SELECT duplicate_of, similarity FROM pages WHERE page = ?", (page,)).fetchone()
    return Copy(row["duplicate_of"], row["similarity"]) if row and row["duplicate_of"] else None


def mark_duplicates(ledger: Ledger, clean: Path) -> int:
    """Mark the copies among all pages, in the ledger and in their .json files. Returns their number.

    What is marked follows from the set of pages alone. Nothing is read or written when
    no page has changed since the last time. Raises StoreProblem.
    """
    db = ledger.db
    db.execute("CREATE TABLE IF NOT EXISTS marked (state TEXT NOT NULL)")
    if _state(db) not in [row["state"] for row in db.execute("SELECT state FROM marked")]:
        find_copies(db)
        changes = db.execute(_CHANGES).fetchall()
        for at in range(0, len(changes), _BATCH):
            _mark(db, clean, changes[at : at + _BATCH])
        with db:
            db.execute("DELETE FROM marked")
            db.execute("INSERT INTO marked VALUES (?)", (_state(db),))
    found = db.execute("SELECT count(*) FROM pages WHERE duplicate_of != ''").fetchone()
    return int(found[0])


def expect_marks(db: sqlite3.Connection) -> None:
    """Before planned pages are cleaned again: whatever becomes of the run, the marks of the copies are written anew.

    A page's new file has no mark yet, and the ledger's digest leaves marks out. Killed between
    the file and the ledger's row, a run would else leave a copy without its mark.
    """
    with db:
        db.execute(
            "UPDATE pages SET similarity = ? WHERE duplicate_of != ''"
            " AND page IN (SELECT page FROM plan WHERE state = 'todo')",
            (_PENDING,),
        )


def _state(db: sqlite3.Connection) -> str:
    """A digest of all that the marks rest on, and of the marks themselves."""
    digest = hashlib.sha256(_METHOD.encode())
    rows = db.execute(
        "SELECT page, raw, url, fetched_at, outcome, clean, text_digest, duplicate_of, similarity FROM pages"
    )
    for row in rows:
        digest.update("\0".join(map(str, row)).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def _mark(db: sqlite3.Connection, clean: Path, rows: Sequence[sqlite3.Row]) -> None:
    """Files, then ledger. A run that is killed between them finds the pages pending and marks them again."""
    with db:
        db.executemany("UPDATE pages SET similarity = ? WHERE page = ?", [(_PENDING, row["page"]) for row in rows])
    with_files = [row for row in rows if ".json:" in row["digests"]]
    (_mark_elsewhere if address_of(clean) else _mark_here)(clean, with_files)
    with db:
        db.executemany(
            "UPDATE pages SET duplicate_of = ?, similarity = ? WHERE page = ?",
            [(row["original"], row["similarity"], row["page"]) for row in rows],
        )


def _mark_here(clean: Path, rows: Sequence[sqlite3.Row]) -> None:
    root, token = str(clean.absolute()), f"marks-{os.getpid()}"
    try:
        stage, staged = Stage(root, token), list[tuple[str, str]]()
        for row in rows:
            with contextlib.suppress(FileNotFoundError):  # the next run makes it anew
                content = _marked((clean / f"{row['clean']}.json").read_bytes(), row)
                staged += stage.write(row["clean"], {".json": content} if content else {})
        commit(root, staged)
    except OSError as error:
        raise StoreProblem(cannot_write(clean, error)) from None


def _mark_elsewhere(clean: Path, rows: Sequence[sqlite3.Row]) -> None:
    place = place_at(clean)
    for row in rows:
        name = f"{row['clean']}.json"
        with contextlib.suppress(FileNotFoundError):
            with place.open(name) as file:
                before = file.read()
            content = _marked(before, row)
            if content and content != before:
                place.write(name, content)


def _marked(content: bytes, row: sqlite3.Row) -> bytes:
    """The page's document as it is to be; empty for one that is not what was written: `winnow verify` tells."""
    if f".json:{hashlib.sha256(page_only(content)).hexdigest()}" not in row["digests"].split():
        return b""
    return with_mark(content, row["original"], row["file"], row["similarity"])
