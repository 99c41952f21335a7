"""The watch's books: what is known of each site and every incident, in the ledger.

The pages of a run are weighed when it ends, site by site and day by day of their fetch.
Those of one day are mixed (by their digests), as a crawl goes through one section after
another and neighbours are alike; the order they were cleaned in plays no part. A page
counts once: cleaned again by another cleaner it only teaches what is usual now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from sqlite3 import Row
from typing import Any

from ..store.drift_store import DriftStore
from ..store.ledger import Ledger
from ..store.memory import site_of
from .incident import Incident, PageRef, figures_of, kind_of_change, sentences
from .observation import read_observation
from .watch import Change, SiteWatch

_LAST = ""  # the row of drift_sites that holds the last run that was looked at; no site has this name


def watch_run(ledger: Ledger, run: int) -> list[Incident]:
    """Weigh the pages cleaned since the last call, up to ``run``, all or none; the incidents that this opened."""
    store = DriftStore(ledger)
    with store.all_or_none:
        last = store.state(_LAST).get("run", 0)
        opened = list(_weigh(store, last, run))
        store.write_state(_LAST, {"run": max(run, last)})
    return [incident for incident in incidents(ledger) if incident.number in opened]


def rebuild(ledger: Ledger) -> list[Incident]:
    """Forget all that was known and weigh every page of the ledger anew; the incidents, all of them open."""
    store = DriftStore(ledger)
    with store.all_or_none:
        store.clear()
    return watch_run(ledger, store.newest_run())


def incidents(ledger: Ledger, run: int | None = None, *, site: str = "", closed: bool = True) -> list[Incident]:
    """The incidents that a run opened, or all; of one site only; the closed ones as well or not. In their order."""
    return [_incident(row) for row in DriftStore(ledger).incidents(run, site, closed=closed)]


def close(ledger: Ledger, numbers: Iterable[int]) -> int:
    """Note that incidents have been seen to; how many of them were open."""
    store, now = DriftStore(ledger), _now()
    with store.all_or_none:
        return sum(store.close_incident(number, now) for number in numbers)


def _weigh(store: DriftStore, last: int, run: int) -> Iterator[int]:
    """Every site's new pages in order; yields the numbers of the incidents that they open."""
    rows = store.new_pages(last, run, site_of, _mark)
    for site, of_site in groupby(rows, key=lambda row: row["site"]):
        state = store.state(site)
        watch = SiteWatch.from_data(state) if state else SiteWatch()
        for run_of_page, change in _changes(store, watch, of_site):
            yield store.open_incident(site, run_of_page, _now(), _facts(store, change))
        store.write_state(site, watch.to_data())


def _changes(store: DriftStore, watch: SiteWatch, rows: Iterable[Row]) -> Iterator[tuple[int, Change]]:
    learning = False
    for row in rows:
        page = read_observation(row["observed"], row["page"], row["fingerprint"], row["text_digest"])
        mark = int.from_bytes(_mark(f"{row['page']}\0{row['raw_digest']}"), "big", signed=True)
        if store.was_weighed(mark):
            learning = learning or page.made_by != watch.made_by
            if learning:
                watch.learn(page)
        elif change := watch.see(page):
            yield row["run"], change


def _mark(name: str) -> bytes:
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _facts(store: DriftStore, change: Change) -> dict[str, Any]:
    return {
        "kind": kind_of_change(change),
        "signs": list(sentences(change)),
        "figures": figures_of(change),
        "before": [dict(row) for page in change.before if (row := store.page(page))],
        "after": [dict(row) for page in change.after if (row := store.page(page))],
    }


def _incident(row: Row) -> Incident:
    facts = json.loads(row["facts"])
    before, after = (tuple(PageRef(**ref) for ref in facts[name]) for name in ("before", "after"))
    figures = {name: (pair[0], pair[1]) for name, pair in facts["figures"].items()}
    return Incident(
        row["incident"], row["site"], row["run"], row["opened_at"], row["closed_at"],
        facts["kind"], tuple(facts["signs"]), figures, before, after,
    )  # fmt: skip


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
