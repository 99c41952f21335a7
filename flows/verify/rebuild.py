"""The ledgers made anew from raw/ and clean/. What only the old ones know is taken over, as far as they can be read."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from cleaners import fingerprint

from ..duplicates import mark_duplicates
from ..export.cutting import form_of_files
from ..export.output import output_of
from ..export.places import address_of, place_at
from ..export.shards import Shards
from ..job import Row
from ..sites import Sites
from ..store import fetched as list_of_fetched
from ..store import ledger as list_of_clean
from ..store.clean import KEEPING, open_store
from ..store.fetched import open_fetched
from ..store.ledger import Ledger, open_ledger
from ..store.lock import locked
from ..store.plan import Plan
from ..store.recovery import groups, own_files
from .aside import Old, copy_rows, made_anew
from .kept import Kept, row_from, written_pages

_BY_PAGE = "SELECT * FROM pages WHERE page = ?"
_RUN_TIME = ("seconds", "recorded_at", "run", "observed")  # what a clean page does not tell of itself
_OTHERS = ("counts", "drift_sites", "drift_seen", "drift_incidents")
_AT_ONCE = 200


@dataclass(slots=True)
class Rebuilt:
    """What was made anew: addresses in the list of fetched pages and pages in the ledger; of them, how many
    only the old ones knew; and how many pages wait for the next run to clean them."""

    fetched: int = 0
    fetched_from_old: int = 0
    pages: int = 0
    pages_from_old: int = 0
    waiting: int = 0


def rebuild(raw: Path, clean: Path, sites: Path, *, wait: bool = False) -> Rebuilt:
    """Make the list of fetched pages and the ledger anew, and keep the old ones aside.

    Raises StoreProblem when a store cannot be read or written to, or is in use and ``wait`` is False.
    """
    made = Rebuilt()
    with ExitStack() as stack:
        if (raw / KEEPING / list_of_fetched.FILE).exists() or next(own_files(raw), None):
            stack.enter_context(locked(_opened(raw), "winnow verify --rebuild", wait=wait))
            _fetched(raw, made)
        if clean.is_dir() or address_of(clean):
            stack.enter_context(locked(_opened(clean), "winnow verify --rebuild", wait=wait))
            _ledger(raw, clean, sites, made)
    return made


def _opened(root: Path) -> Path:
    open_store(root)
    return root


def _fetched(raw: Path, made: Rebuilt) -> None:
    with made_anew(raw, list_of_fetched.FILE) as (scratch, old), open_fetched(scratch, write=True) as new:
        for path, name in own_files(raw):
            for group in groups(path, name):
                new.adopt(group)
        # Visits that brought nothing to keep stand in the old list alone.
        made.fetched_from_old = copy_rows(new.db, old, "fetched", "warc = ''")
        copy_rows(new.db, old, "robots", "warc = ''")
        _take_visits(new.db, old)
        made.fetched = new.db.execute("SELECT count(*) FROM fetched").fetchone()[0]


def _take_visits(new: sqlite3.Connection, old: Old) -> None:
    """When and with what success a page was asked for after it was last kept."""
    visits = "SELECT checked_at, tries, outcome, detail, status, robots, url, role FROM fetched WHERE warc != ''"
    with new:
        new.executemany(
            "UPDATE fetched SET checked_at = ?1, tries = ?2, outcome = ?3, detail = ?4, status = ?5, robots = ?6"
            " WHERE url = ?7 AND role = ?8 AND checked_at <= ?1",
            (tuple(row) for row in old.rows(visits)),
        )


def _ledger(raw: Path, clean: Path, sites: Path, made: Rebuilt) -> None:
    with made_anew(clean, list_of_clean.FILE) as (scratch, old), open_ledger(scratch, write=True) as ledger:
        copy_rows(ledger.db, old, "runs")
        run = ledger.start("winnow verify --rebuild")
        plan = Plan(ledger, raw, clean, fingerprint())
        plan.rules_of = Sites(sites).json_for
        ledger.record(list(plan.fill()), run)
        rows: list[Row] = []
        place = place_at(clean)
        for kept in written_pages(place):
            rows += _row(plan, kept)
            if len(rows) >= _AT_ONCE:
                _record(ledger, old, rows, run)
        _record(ledger, old, rows, run)
        made.pages_from_old = _take_failed(ledger, old)
        for table in _OTHERS:
            copy_rows(ledger.db, old, table)
        output = output_of(form_of_files(place.sizes()), clean)
        if isinstance(output, Shards):
            output.adopt(plan)
        mark_duplicates(ledger, clean)
        made.pages, made.waiting = _count(ledger, "1"), _waiting(ledger)
        ledger.end(run, {"pages": made.pages, "waiting": made.waiting})


def _row(plan: Plan, kept: Kept) -> list[Row]:
    """The row of a clean page, if what it says still holds."""
    said = kept.job
    found = plan.db.execute("SELECT seq FROM plan WHERE page = ? AND state = 'todo'", (said.page,)).fetchone()
    row = row_from(kept, plan.job(found["seq"]) if found else None)
    return [row] if row else []


def _record(ledger: Ledger, old: Old, rows: list[Row], run: int) -> None:
    """Write rows down, each with what only the old ledger knows of its page; none whose files it knows otherwise."""
    known_as = {row.page: known for row in rows for known in old.rows(_BY_PAGE, (row.page,))}
    ledger.record([row for row in rows if not _tampered(row, known_as.get(row.page))], run)
    update = f"UPDATE pages SET {', '.join(f'{name} = ?' for name in _RUN_TIME)} WHERE page = ?"
    with ledger.db:
        for row in rows:
            known = known_as.get(row.page)
            if known and (known["identity"], known["digests"]) == (row.identity, row.digests):
                names = known.keys()
                values = [known[name] if name in names else "" for name in _RUN_TIME]
                ledger.db.execute(update, (*values, row.page))
    rows.clear()


def _tampered(row: Row, known: sqlite3.Row | None) -> bool:
    """Whether the old ledger has other digests of what must be the same files."""
    return known is not None and known["identity"] == row.identity and known["digests"] != row.digests


def _take_failed(ledger: Ledger, old: Old) -> int:
    """Pages that failed have no clean page: their rows come from the old ledger, if their raw pages are there."""
    wanted = "outcome NOT IN ('ok', 'ignored', 'superseded')"
    before = _count(ledger, "1")
    copy_rows(ledger.db, old, "pages", wanted)
    with ledger.db:
        ledger.db.execute(f"DELETE FROM pages WHERE {wanted} AND page NOT IN (SELECT page FROM plan)")
    return _count(ledger, "1") - before


def _count(ledger: Ledger, where: str) -> int:
    return int(ledger.db.execute(f"SELECT count(*) FROM pages WHERE {where}").fetchone()[0])


def _waiting(ledger: Ledger) -> int:
    query = "SELECT count(*) FROM plan WHERE state = 'todo' AND page NOT IN (SELECT page FROM pages)"
    return int(ledger.db.execute(query).fetchone()[0])
