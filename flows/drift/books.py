"""The watch's books: what is known of each site and every incident, in the ledger.

The pages of a run are weighed when it ends, site by site and day by day of their fetch.
Those of one day are mixed (by their digests), as a crawl goes through one section after
another and neighbours are alike; the order they were cleaned in plays no part. A page
counts once: cleaned again by another cleaner it only teaches what is usual now.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from ..store.ledger import Ledger
from ..store.memory import site_of
from .incident import Incident, PageRef, figures_of, kind_of_change, sentences
from .observation import Observation, read_observation
from .watch import Change, SiteWatch

_LAST = ""  # the row of drift_sites that holds the last run that was looked at; no site has this name
_ORDER = """
    DROP TABLE IF EXISTS temp.drift_order;
    CREATE TEMP TABLE drift_order (site TEXT, day TEXT, mark BLOB, page TEXT);
"""


def watch_run(ledger: Ledger, run: int) -> list[Incident]:
    """Weigh the pages cleaned since the last call, up to ``run``, all or none; the incidents that this opened."""
    db = ledger.db
    with db:
        last = _state(db, _LAST).get("run", 0)
        opened = list(_weigh(db, last, run))
        _keep(db, _LAST, {"run": max(run, last)})
    return [incident for incident in incidents(ledger) if incident.number in opened]


def rebuild(ledger: Ledger) -> list[Incident]:
    """Forget all that was known and weigh every page of the ledger anew; the incidents, all of them open."""
    with ledger.db:
        for table in ("drift_sites", "drift_seen", "drift_incidents"):
            ledger.db.execute(f"DELETE FROM {table}")
    newest = ledger.db.execute("SELECT ifnull(max(run), 0) FROM pages").fetchone()[0]
    return watch_run(ledger, newest)


def incidents(ledger: Ledger, run: int | None = None, *, site: str = "", closed: bool = True) -> list[Incident]:
    """The incidents that a run opened, or all; of one site only; the closed ones as well or not. In their order."""
    rows = ledger.db.execute(
        "SELECT * FROM drift_incidents WHERE (? IS NULL OR run = ?) AND (? = '' OR site = ?)"
        " AND (? OR closed_at = '') ORDER BY incident",
        (run, run, site, site, closed),
    )
    return [_incident(row) for row in rows]


def close(ledger: Ledger, numbers: Iterable[int]) -> int:
    """Note that incidents have been seen to; how many of them were open."""
    now = _now()
    with ledger.db:
        return sum(
            ledger.db.execute(
                "UPDATE drift_incidents SET closed_at = ? WHERE incident = ? AND closed_at = ''", (now, number)
            ).rowcount
            for number in numbers
        )


def _weigh(db: sqlite3.Connection, last: int, run: int) -> Iterator[int]:
    """Every site's new pages in order; yields the numbers of the incidents that they open."""
    db.executescript(_ORDER)
    for row in db.execute(
        "SELECT url, raw, page, fetched_at FROM pages WHERE run > ? AND run <= ? AND observed != ''", (last, run)
    ):
        entry = (site_of(row["url"], row["raw"]), row["fetched_at"][:10], _mark(row["page"]), row["page"])
        db.execute("INSERT INTO temp.drift_order VALUES (?, ?, ?, ?)", entry)
    rows = db.execute("SELECT site, pages.* FROM temp.drift_order JOIN pages USING (page) ORDER BY site, day, mark")
    for site, of_site in groupby(rows, key=lambda row: row["site"]):
        state = _state(db, site)
        watch = SiteWatch.from_data(state) if state else SiteWatch()
        for run_of_page, change in _changes(db, watch, of_site):
            yield _open(db, site, run_of_page, change)
        _keep(db, site, watch.to_data())


def _changes(db: sqlite3.Connection, watch: SiteWatch, rows: Iterable[sqlite3.Row]) -> Iterator[tuple[int, Change]]:
    learning = False
    for row in rows:
        page = _observation(row)
        if _seen(db, row):
            learning = learning or page.made_by != watch.made_by
            if learning:
                watch.learn(page)
        elif change := watch.see(page):
            yield row["run"], change


def _observation(row: sqlite3.Row) -> Observation:
    return read_observation(row["observed"], row["page"], row["fingerprint"], row["text_digest"])


def _seen(db: sqlite3.Connection, row: sqlite3.Row) -> bool:
    """Whether the page, as it is, was weighed before; it has been from now on."""
    mark = int.from_bytes(_mark(f"{row['page']}\0{row['raw_digest']}"), "big", signed=True)
    return not db.execute("INSERT OR IGNORE INTO drift_seen VALUES (?)", (mark,)).rowcount


def _mark(name: str) -> bytes:
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _open(db: sqlite3.Connection, site: str, run: int, change: Change) -> int:
    facts = {
        "kind": kind_of_change(change),
        "signs": list(sentences(change)),
        "figures": figures_of(change),
        "before": [asdict(ref) for ref in _refs(db, change.before)],
        "after": [asdict(ref) for ref in _refs(db, change.after)],
    }
    cursor = db.execute(
        "INSERT INTO drift_incidents (site, run, opened_at, facts) VALUES (?, ?, ?, ?)",
        (site, run, _now(), json.dumps(facts, ensure_ascii=False)),
    )
    return int(cursor.lastrowid or 0)


def _refs(db: sqlite3.Connection, pages: Iterable[str]) -> Iterator[PageRef]:
    for page in pages:
        row = db.execute("SELECT url, raw, clean FROM pages WHERE page = ?", (page,)).fetchone()
        if row:
            yield PageRef(row["url"], row["raw"], row["clean"])


def _incident(row: sqlite3.Row) -> Incident:
    facts = json.loads(row["facts"])
    before, after = (tuple(PageRef(**ref) for ref in facts[name]) for name in ("before", "after"))
    figures = {name: (pair[0], pair[1]) for name, pair in facts["figures"].items()}
    return Incident(
        row["incident"], row["site"], row["run"], row["opened_at"], row["closed_at"],
        facts["kind"], tuple(facts["signs"]), figures, before, after,
    )  # fmt: skip


def _state(db: sqlite3.Connection, site: str) -> dict[str, Any]:
    row = db.execute("SELECT state FROM drift_sites WHERE site = ?", (site,)).fetchone()
    return dict(json.loads(row["state"])) if row else {}


def _keep(db: sqlite3.Connection, site: str, state: dict[str, Any]) -> None:
    text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    db.execute("INSERT OR REPLACE INTO drift_sites VALUES (?, ?)", (site, text))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
