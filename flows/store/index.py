"""Which pages an archive in raw/ holds: scanned once, until the file's dates change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from .raw import UNSAFE, Found, Sidecar, is_web_address, stat_token


def records_of(db: sqlite3.Connection, archive: Found) -> Iterator[Found]:
    """The pages of an archive in their order, and what of it cannot be read."""
    stat = stat_token(archive.path)
    known = db.execute("SELECT stat FROM archives WHERE file = ?", (archive.raw,)).fetchone()
    if not stat or known is None or known["stat"] != stat:
        _scan(db, archive, stat)
    for row in db.execute("SELECT * FROM records WHERE file = ? ORDER BY number", (archive.raw,)):
        said = Sidecar(row["url"], row["fetched_at"], row["content_type"], row["discovered"])
        raw = f"{archive.raw}#{row['place']}"
        yield replace(
            archive, raw=raw, is_archive=False, place=row["place"], said=said,
            outcome=row["outcome"], detail=row["detail"],
        )  # fmt: skip


def _scan(db: sqlite3.Connection, archive: Found, stat: str) -> None:
    with db:
        db.execute("DELETE FROM records WHERE file = ?", (archive.raw,))
        rows = ((archive.raw, number, *row) for number, row in enumerate(_read(archive.path)))
        db.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        db.execute("INSERT OR REPLACE INTO archives VALUES (?, ?)", (archive.raw, stat))


def _read(path: str) -> Iterator[tuple[str, ...]]:
    from ..warc.answers import scan_warc  # here, because most runs have no archives

    try:
        for answer in scan_warc(path):
            if answer.is_page or (answer.outcome != "ok" and answer.role in ("", "page")):
                said = (_url(answer.url), _text(answer.content_type), _date(answer.fetched_at))
                discovered = {name: _text(value) for name, value in answer.discovered.items()}
                told = json.dumps(discovered, ensure_ascii=False, sort_keys=True) if discovered else ""
                yield (answer.where, *said, answer.outcome, answer.detail, told)
    except OSError as error:
        why = f"{error.strerror or error}; check the file and its permissions"
        yield ("", "", "", "", "unreadable", why, "")


def _url(url: str) -> str:
    return url if is_web_address(url) and not UNSAFE.search(url) else ""


def _text(text: str) -> str:
    return UNSAFE.sub("", text)


def _date(text: str) -> str:
    try:
        return datetime.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        return ""
