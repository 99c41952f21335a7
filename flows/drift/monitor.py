"""Comparing the pages of a run with the state of their sites in the ledger, and the incidents that this opens.

The pages of a run are compared when it ends, by site and day of fetch. Those of one day are mixed (by their hashes),
because a crawl takes one section after another and neighbours are alike; the order in which they were cleaned has no
effect. Each version of a page is compared once: cleaned again by another cleaner, it only counts as usual.
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
from .watch import SiteChange, SiteWatch

_LAST_RUN = ""  # the row of drift_sites that holds the last run compared; no site has this name


def watch_run(ledger: Ledger, run: int) -> list[Incident]:
    """Compare the pages cleaned since the last call, up to ``run``; returns the incidents that this opened."""
    store = DriftStore(ledger)
    with store.all_or_none:
        last = store.state(_LAST_RUN).get("run", 0)
        opened = list(_compare(store, last, run))
        store.write_state(_LAST_RUN, {"run": max(run, last)})
    return [incident for incident in incidents(ledger) if incident.number in opened]


def rebuild(ledger: Ledger) -> list[Incident]:
    """Delete all states and incidents and compare every page of the ledger again; returns the open incidents."""
    store = DriftStore(ledger)
    with store.all_or_none:
        store.clear()
    return watch_run(ledger, store.newest_run())


def incidents(ledger: Ledger, run: int | None = None, *, site: str = "", closed: bool = True) -> list[Incident]:
    """The incidents that a run opened, or all; of one site, or all (""); with the closed ones or without. In order."""
    rows = DriftStore(ledger).incidents(run, site, closed=closed)
    return [incident for row in rows if (incident := _incident(row))]


def close(ledger: Ledger, numbers: Iterable[int]) -> int:
    """Close incidents; returns how many of them were open."""
    store, now = DriftStore(ledger), _now()
    with store.all_or_none:
        return sum(store.close_incident(number, now) for number in numbers)


def _compare(store: DriftStore, last: int, run: int) -> Iterator[int]:
    """Compare every site's new pages in order; yields the numbers of the incidents that they open."""
    rows = store.new_pages(last, run, site_of, _hash)
    for site, rows_of_site in groupby(rows, key=lambda row: row["site"]):
        state = store.state(site)
        watch = SiteWatch.from_data(state) if state else SiteWatch()
        for run_of_page, change in _changes(store, watch, rows_of_site):
            yield store.open_incident(site, run_of_page, _now(), _incident_data(store, change))
        store.write_state(site, watch.to_data())


def _changes(store: DriftStore, watch: SiteWatch, rows: Iterable[Row]) -> Iterator[tuple[int, SiteChange]]:
    learning = False
    for row in rows:
        try:
            page = read_observation(row["observed"], row["page"], row["fingerprint"], row["text_digest"])
        except (ValueError, KeyError, TypeError):
            continue  # the ledger was changed by others: this page says nothing
        version = int.from_bytes(_hash(f"{row['page']}\0{row['raw_digest']}"), "big", signed=True)
        if store.was_weighed(version):
            learning = learning or page.made_by != watch.made_by
            if learning:
                watch.add_usual(page)
        elif change := watch.add(page):
            yield row["run"], change


def _hash(name: str) -> bytes:
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _incident_data(store: DriftStore, change: SiteChange) -> dict[str, Any]:
    return {
        "kind": kind_of_change(change),
        "signs": list(sentences(change)),
        "figures": figures_of(change),
        "before": [dict(row) for page in change.before if (row := store.page(page))],
        "after": [dict(row) for page in change.after if (row := store.page(page))],
    }


def _incident(row: Row) -> Incident | None:
    """The incident of a row; None for one that others have changed, as `winnow drift rebuild` makes them again."""
    try:
        data = json.loads(row["facts"])
        before, after = (tuple(PageRef(**page) for page in data[name]) for name in ("before", "after"))
        figures = {name: (float(pair[0]), float(pair[1])) for name, pair in data["figures"].items()}
        return Incident(
            row["incident"], str(row["site"]), row["run"], str(row["opened_at"]), str(row["closed_at"]),
            str(data["kind"]), tuple(map(str, data["signs"])), figures, before, after,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
