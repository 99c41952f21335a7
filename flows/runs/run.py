"""A run: clean the new and changed pages of raw/ into clean/.

`clean_pages` is the whole of it, in order: open the store, plan, count what repeats on each site, clean batches,
mark duplicates, watch for drift, report. `winnow run` and the Prefect flows call it; nothing here knows of Prefect.
"""

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
from ..job import PageResult
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

BATCH_PAGES, MAX_BATCHES = 200, 200  # pages in a batch, batches in a run (a larger run has larger batches)
_RESULTS_PER_WRITE = 1000  # results written to the ledger at once while the plan is made
_NO_PROGRESS = Progress()


def clean_pages(options: RunOptions, progress: Progress = _NO_PROGRESS) -> Report:
    """Clean what is new or changed in raw/. Returns the report of the run.

    Raises StoreError when raw/ cannot be read, or clean/ cannot be written to or is locked by another run.
    """
    with _open_store(options) as ledger, WorkerPool(options.limits, options.workers) as pool:
        started = time.monotonic()
        run = ledger.start("winnow reclean" if options.reclean else "winnow run")
        plan = plan_pages(options, ledger, run=run)
        needs_memories = options.reclean or plan.count("todo") > 0
        memories = learn(plan, pool, reclean=options.reclean) if needs_memories else SiteMemories()
        progress.planned(plan.count("todo"), plan.count("unchanged"))
        expect_marks(ledger)
        batches = plan.jobs(batch_size(plan.count("todo"), options.workers), memories)
        with contextlib.closing(run_batches(batches, options, pool, progress)) as batch_results:
            for results in batch_results:
                ledger.record([result for result in results if not result.store_error], run)
                _raise_store_error(results, options.clean)
        progress.ended()
        plan.drop_moved()
        gone = plan.drop_gone()
        if ledger.changed_since_last(run):
            mark_duplicates(ledger, options.clean)
        report = report_of(ledger, run, time.monotonic() - started, watch_run(ledger, run))
        report.gone = gone
        ledger.end(run, report.summary())
        return report


def learn_pages(options: RunOptions) -> list[tuple[str, int]]:
    """Count what repeats on each site of raw/. Returns the sites, each with the number of its counted pages."""
    with _open_store(options) as ledger, WorkerPool(options.limits, options.workers) as pool:
        plan = plan_pages(options, ledger)
        learn(plan, pool)
        return CountStore(ledger.db, plan.fingerprint).sites()


@contextlib.contextmanager
def _open_store(options: RunOptions) -> Iterator[Ledger]:
    """Make the clean store if there is none, lock it, and repair what an interrupted run left. Yields its ledger."""
    open_store(options.clean)
    with locked(options.clean, "winnow run", wait=options.wait):
        remove_leftovers(options.clean)
        if recovery := recover_ledger(options.clean):
            print(f"winnow: {one_line(recovery)}", file=sys.stderr, flush=True)
        with open_ledger(options.clean, write=True) as ledger:
            yield ledger


def plan_pages(options: RunOptions, ledger: Ledger, *, run: int = 0, root: Path | None = None) -> Plan:
    """Plan every raw page; results of those that need no cleaning go to the ledger at once, as part of ``run``.

    Without a run nothing is recorded. ``root`` is where memories are written, by default the clean store.
    """
    rules_of = Sites(options.sites).json_for
    plan = Plan(ledger, options, fingerprint(), rules_of, root=root)
    results: list[PageResult] = []
    for result in plan.fill():
        results.append(result)
        if len(results) == _RESULTS_PER_WRITE:
            ledger.record(results if run else [], run)
            results.clear()
    ledger.record(results if run else [], run)
    return plan


def _raise_store_error(results: Sequence[PageResult], clean: Path) -> None:
    for result in results:
        if result.store_error:
            number, _, text = result.store_error.partition(":")
            raise write_error(clean, OSError(int(number), text))


def batch_size(pages: int, workers: int) -> int:
    """Pages in a batch: enough batches for all workers, yet large ones, and not more than a run may have."""
    return max(1, min(BATCH_PAGES, math.ceil(pages / workers)), math.ceil(pages / MAX_BATCHES))
