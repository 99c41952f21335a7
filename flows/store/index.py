"""The pages in an archive of raw/. A file is scanned once, and again when its dates change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from .raw import UNSAFE, RawEntry, SourceMetadata, is_web_address, stat_token

_MAX_TEXT = 10_000  # characters of an address, or of another field of a record


def records_of(db: sqlite3.Connection, archive: RawEntry) -> Iterator[RawEntry]:
    """The pages of an archive in their order, and the records of it that cannot be read."""
    stat = stat_token(archive.path)
    scanned = db.execute("SELECT stat FROM archives WHERE file = ?", (archive.raw,)).fetchone()
    if not stat or scanned is None or scanned["stat"] != stat:
        _scan(db, archive, stat)
    for row in db.execute("SELECT * FROM records WHERE file = ? ORDER BY number", (archive.raw,)):
        metadata = SourceMetadata(row["url"], row["fetched_at"], row["content_type"], row["discovered"])
        raw = f"{archive.raw}#{row['place']}"
        yield replace(
            archive, raw=raw, is_archive=False, place=row["place"], source_metadata=metadata,
            outcome=row["outcome"], detail=row["detail"],
        )  # fmt: skip


def _scan(db: sqlite3.Connection, archive: RawEntry, stat: str) -> None:
    with db:
        db.execute("DELETE FROM records WHERE file = ?", (archive.raw,))
        rows = ((archive.raw, number, *row) for number, row in enumerate(_read(archive.path)))
        db.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        db.execute("INSERT OR REPLACE INTO archives VALUES (?, ?)", (archive.raw, stat))


def _read(path: str) -> Iterator[tuple[str, ...]]:
    from ..warc.answers import scan_warc  # here, because most runs have no archives

    try:
        for answer in scan_warc(path):
            if answer.is_page or (answer.outcome != "ok" and answer.may_be_page):
                metadata = (_url(answer.url), _text(answer.content_type), _date(answer.fetched_at))
                fields = {name: _text(value) for name, value in answer.discovered.items()}
                discovered = json.dumps(fields, ensure_ascii=False, sort_keys=True) if fields else ""
                yield (answer.location, *metadata, answer.outcome, answer.detail, discovered)
    except OSError as error:
        yield ("", "", "", "", "unreadable", f"{error.strerror or error}; check the file and its permissions", "")


def _url(url: str) -> str:
    return url if len(url) <= _MAX_TEXT and is_web_address(url) and not UNSAFE.search(url) else ""


def _text(text: str) -> str:
    return UNSAFE.sub("", text[:_MAX_TEXT])


def _date(text: str) -> str:
    try:
        return datetime.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        return ""
