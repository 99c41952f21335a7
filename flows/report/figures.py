"""The figures of a run, read from the ledger."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from ..drift import Incident
from ..store.ledger import FAILED, Ledger
from ..store.memory import site_of
from .model import CERTAINTY_STEPS, LENGTHS, SHOWN, SUMMARY, Host, Reason, Report

NAMED = 10  # of the slowest and of the least certain
HOSTS = 30
_CERTAINTY = "json_extract(observed, '$.c')"
Rows = Callable[[str], list[Any]]


def report_of(ledger: Ledger, run: int, seconds: float, incidents: Sequence[Incident] = ()) -> Report:
    """The report of a run whose plan is still at hand; ``incidents`` are those that it opened."""
    report = _figures(ledger, run, "run = :run")
    unchanged, before = ledger.db.execute(
        f"SELECT count(*), total({FAILED}) FROM pages WHERE run < ?"
        " AND outcome NOT IN ('ignored', 'superseded') AND page IN (SELECT page FROM plan)",
        (run,),
    ).fetchone()
    report.seconds, report.unchanged, report.before = round(seconds, 3), unchanged, int(before)
    report.incidents = incidents
    return report


def report_again(ledger: Ledger, run: int, incidents: Sequence[Incident] = ()) -> Report:
    """The report of a run of the past: what it noted when it ended, and the rows that are still its own."""
    report = _figures(ledger, run, "run = :run")
    report.incidents = incidents
    row = ledger.db.execute("SELECT * FROM runs WHERE run = ?", (run,)).fetchone()
    report.started, report.about = row["started_at"], "This run did not end: these are the pages it was done with."
    if row["summary"]:
        summary, report.about = json.loads(row["summary"]), ""
        again = sum(summary["outcomes"].values()) - sum(report.outcomes.values())
        if again > 0:
            report.about = f"{again:,} of its pages were cleaned again since; they count in the totals only."
        for name in SUMMARY:
            setattr(report, name, summary[name])
    return report


def report_of_store(ledger: Ledger, incidents: Sequence[Incident] = ()) -> Report:
    """The report of all pages of the store, each as its last run left it."""
    report = _figures(ledger, 0, "1")
    report.incidents, report.about = incidents, "All pages of the store, each as its last run left it."
    return report


def last_run(ledger: Ledger) -> int:
    """The last run that cleaned a page or failed to; 0 if there is none."""
    row = ledger.db.execute("SELECT ifnull(max(run), 0) FROM pages WHERE outcome NOT IN ('ignored', 'superseded')")
    return int(row.fetchone()[0])


def runs(ledger: Ledger) -> list[sqlite3.Row]:
    """All runs, the first one first."""
    return ledger.db.execute("SELECT * FROM runs ORDER BY run").fetchall()


def _figures(ledger: Ledger, run: int, where: str) -> Report:
    """The figures of the pages that ``where`` names, a condition of ours on the number ``:run``."""

    def rows(query: str) -> list[Any]:
        return ledger.db.execute(query.replace("WHERE", f"WHERE {where} AND"), {"run": run}).fetchall()

    sums = rows("SELECT total(kept), total(removed), total(seconds) FROM pages WHERE 1")[0]
    hosts = _hosts(ledger, rows)
    return Report(
        run, round(sums[2], 3), dict(map(tuple, rows("SELECT outcome, count(*) FROM pages WHERE 1 GROUP BY 1"))),
        unchanged=0, before=0, kept=int(sums[0]), removed=int(sums[1]),
        removed_by=dict(map(tuple, rows(
            "SELECT key, sum(value) FROM pages, json_each(removed_by) WHERE 1 GROUP BY key ORDER BY 2 DESC, 1"
        ))),
        pages=rows(f"SELECT * FROM pages WHERE outcome = 'ok' ORDER BY raw LIMIT {SHOWN}"),
        failures=rows(f"SELECT * FROM pages WHERE {FAILED} ORDER BY raw LIMIT {SHOWN}"),
        slowest=rows(f"SELECT * FROM pages WHERE 1 ORDER BY seconds DESC, page LIMIT {NAMED}"),
        uncertain=rows(
            f"SELECT *, {_CERTAINTY} AS certainty FROM pages WHERE outcome = 'ok' AND observed != ''"
            f" ORDER BY certainty, page LIMIT {NAMED}"
        ),
        certainty=_columns(CERTAINTY_STEPS, rows(
            f"SELECT min(cast({_CERTAINTY} * {CERTAINTY_STEPS} AS INTEGER), {CERTAINTY_STEPS - 1}), count(*)"
            " FROM pages WHERE outcome = 'ok' AND observed != '' GROUP BY 1"
        )),
        lengths=_columns(len(LENGTHS), rows(
            f"SELECT {' + '.join(f'(kept >= {least})' for least in LENGTHS)} - 1, count(*)"
            " FROM pages WHERE outcome = 'ok' GROUP BY 1"
        )),
        hosts=hosts[:HOSTS], other_hosts=max(0, len(hosts) - HOSTS),
        reasons=[Reason(*row) for row in rows(
            f"SELECT outcome, count(*), min(detail) FROM pages WHERE {FAILED} GROUP BY outcome ORDER BY 2 DESC, 1"
        )],
    )  # fmt: skip


def _hosts(ledger: Ledger, rows: Rows) -> list[Host]:
    ledger.db.create_function("site_of", 2, site_of, deterministic=True)
    found = rows(
        f"SELECT site_of(url, raw), count(*), total({FAILED}), total(kept), total(removed) FROM pages"
        " WHERE outcome NOT IN ('ignored', 'superseded') GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return [
        Host(name or "no host", pages, int(failed), int(kept), int(removed))
        for name, pages, failed, kept, removed in found
    ]


def _columns(count: int, rows: Sequence[Any]) -> list[int]:
    columns = [0] * count
    for place, pages in rows:
        columns[place] = pages
    return columns
