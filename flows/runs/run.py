"""A run: the pages in raw/ to pages in clean/. Plain functions; Prefect, if used, is wrapped around them."""

from __future__ import annotations

import contextlib
import math
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from cleaners import fingerprint

from ..dedup.duplicates import mark_duplicates
from ..drift import watch_run
from ..job import Row
from ..options import Progress, RunOptions
from ..report import Report, report_of
from ..safe_text import one_line
from ..sites import Sites
from ..store.clean import open_store, write_error
from ..store.copies import expect_marks
from ..store.ledger import Ledger, open_ledger
from ..store.lock import locked
from ..store.memory import CountStore
from ..store.plan import Plan
from ..store.salvage import recover_ledger
from ..store.staging import remove_leftovers
from ..workers.executor import run_batches
from ..workers.pool import WorkerPool
from .learn import SiteMemories, learn

BATCH, MAX_BATCHES = 200, 200  # pages in a batch, batches in a run (a larger run has larger batches)
_NOTED = 1000  # rows written to the ledger at once while the plan is made
_UNWATCHED = Progress()


def clean_pages(options: RunOptions, progress: Progress = _UNWATCHED) -> Report:
    """Clean what is new or changed in raw/. Returns what was done.

    Raises StoreError when raw/ cannot be read, or clean/ not be written to or
    is held by another run.
    """
    with _opened(options) as ledger, WorkerPool(options.limits, options.workers) as pool:
        started = time.monotonic()
        run = ledger.start("winnow reclean" if options.reclean else "winnow run")
        plan = plan_pages(options, ledger, run=run)
        needed = options.reclean or plan.count("todo") > 0
        memories = learn(plan, pool, reclean=options.reclean) if needed else SiteMemories()
        progress.planned(plan.count("todo"), plan.count("unchanged"))
        expect_marks(ledger)
        batches = plan.jobs(batch_size(plan.count("todo"), options.workers), memories)
        with contextlib.closing(run_batches(batches, options, pool, progress)) as results:
            for rows in results:
                ledger.record([row for row in rows if not row.store_error], run)
                _raise_store_error(rows, options.clean)
        progress.ended()
        plan.drop_moved()
        if ledger.changed_since_last(run):
            mark_duplicates(ledger, options.clean)
        report = report_of(ledger, run, time.monotonic() - started, watch_run(ledger, run))
        ledger.end(run, report.summary())
        return report


def learn_pages(options: RunOptions) -> list[tuple[str, int]]:
    """Count what repeats on each site of raw/; the sites and how many of their pages were counted."""
    with _opened(options) as ledger, WorkerPool(options.limits, options.workers) as pool:
        plan = plan_pages(options, ledger)
        learn(plan, pool)
        return CountStore(ledger.db, plan.fingerprint).sites()


@contextlib.contextmanager
def _opened(options: RunOptions) -> Iterator[Ledger]:
    open_store(options.clean)
    with locked(options.clean, "winnow run", wait=options.wait):
        remove_leftovers(options.clean)
        if recovery := recover_ledger(options.clean):
            print(f"winnow: {one_line(recovery)}", file=sys.stderr, flush=True)
        with open_ledger(options.clean, write=True) as ledger:
            yield ledger


def plan_pages(options: RunOptions, ledger: Ledger, *, run: int = 0, root: Path | None = None) -> Plan:
    """Look at every raw page; rows for what needs no cleaning go to the ledger at once, with the number of the run.

    Without a run nothing is recorded. ``root`` is where memories are written, by default the clean store.
    """
    rules_of = Sites(options.sites).json_for
    plan = Plan(ledger, options.raw, root or options.clean, fingerprint(), rules_of, pages_in=options.clean)
    rows: list[Row] = []
    for row in plan.fill():
        rows.append(row)
        if len(rows) == _NOTED:
            ledger.record(rows if run else [], run)
            rows.clear()
    ledger.record(rows if run else [], run)
    return plan


def _raise_store_error(rows: Sequence[Row], clean: Path) -> None:
    for row in rows:
        if row.store_error:
            number, _, text = row.store_error.partition(":")
            raise write_error(clean, OSError(int(number), text))


def batch_size(pages: int, workers: int) -> int:
    """Pages in a batch: work for every worker, batches worth their book-keeping, and not too many of them."""
    return max(1, min(BATCH, math.ceil(pages / workers)), math.ceil(pages / MAX_BATCHES))
