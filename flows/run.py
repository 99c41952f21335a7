"""A run: the pages in raw/ to pages in clean/. Plain functions; Prefect, if used, is wrapped around them."""

from __future__ import annotations

import contextlib
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cleaners import fingerprint

from .drift import watch_run
from .duplicates import mark_duplicates
from .errors import StoreProblem
from .job import Limits, Row
from .learn import asking, learn
from .report import Report, report_of
from .runners import Runner, run_batches
from .safetext import one_line
from .sites import Sites
from .store.clean import cannot_write, open_store
from .store.copies import expect_marks
from .store.ledger import Ledger, open_ledger
from .store.lock import locked
from .store.memory import CountStore
from .store.plan import MemoryOf, Plan, no_memory
from .store.salvage import recover_ledger
from .store.staging import tidy

BATCH, MOST_BATCHES = 200, 200  # pages in a batch, batches in a run (a larger run has larger batches)
_NOTED = 1000  # rows written to the ledger at once while the plan is made


class Progress(Protocol):
    """Who watches a run. ``done`` is called from many threads."""

    def planned(self, todo: int, unchanged: int) -> None: ...

    def done(self, row: Row) -> None: ...


class Unwatched:
    """Nobody watches."""

    def planned(self, todo: int, unchanged: int) -> None:
        pass

    def done(self, row: Row) -> None:
        pass


@dataclass(frozen=True)
class Options:
    """What a run is asked to do.

    ``wait``: for the store, if another run holds it. ``reclean``: also the pages that
    were judged with another memory of their site than today's. ``sites``: the folder
    of site files. ``runner``: "local" for processes on this machine, "dask" for the workers
    of the cluster at ``dask_address`` ("" for a local one).
    """

    raw: Path = Path("raw")
    clean: Path = Path("clean")
    workers: int = 1
    limits: Limits = field(default_factory=Limits)
    wait: bool = False
    progress: Progress = field(default_factory=Unwatched)
    reclean: bool = False
    sites: Path = Path("sites")
    runner: str = "local"
    dask_address: str = ""


def clean_pages(options: Options, runner: Runner | None = None) -> Report:
    """Clean what is new or changed in raw/. Returns what was done.

    Raises StoreProblem when raw/ cannot be read, or clean/ not be written to or
    is held by another run.
    """
    with _opened(options) as ledger:
        run, started = ledger.start("winnow reclean" if options.reclean else "winnow run"), time.monotonic()
        plan = _plan(options, ledger, run)
        memory_of: MemoryOf = no_memory
        if options.reclean or plan.count("todo"):
            memory_of = asking(learn(plan, options.limits, options.workers))
        if options.reclean and plan.clean_again(memory_of):
            memory_of = asking(learn(plan, options.limits, options.workers))
        options.progress.planned(plan.count("todo"), plan.count("unchanged"))
        expect_marks(ledger)
        _clean_planned(plan, memory_of, options, run, runner or run_batches)
        plan.drop_moved()
        if ledger.changed_since_last(run):
            mark_duplicates(ledger, options.clean)
        report = report_of(ledger, run, time.monotonic() - started, watch_run(ledger, run))
        ledger.end(run, report.summary())
        return report


def learn_pages(options: Options) -> list[tuple[str, int]]:
    """Count what repeats on each site of raw/; the sites and how many of their pages were counted."""
    with _opened(options) as ledger:
        plan = _plan(options, ledger, run=0)
        learn(plan, options.limits, options.workers)
        return CountStore(ledger.db, plan.fingerprint).sites()


def anything_to_do(options: Options) -> bool:
    """Whether a run would clean a page."""
    with _opened(options) as ledger:
        plan = _plan(options, ledger, run=0)
        return plan.count("todo") > 0


@contextlib.contextmanager
def _opened(options: Options) -> Iterator[Ledger]:
    open_store(options.clean)
    with locked(options.clean, "winnow run", wait=options.wait):
        tidy(options.clean)
        if recovery := recover_ledger(options.clean):
            print(f"winnow: {one_line(recovery)}", file=sys.stderr, flush=True)
        with open_ledger(options.clean, write=True) as ledger:
            yield ledger


def _plan(options: Options, ledger: Ledger, run: int) -> Plan:
    """Look at every raw page; rows for what needs no cleaning go to the ledger at once (not for run 0)."""
    plan = Plan(ledger, options.raw, options.clean, fingerprint(), Sites(options.sites).json_for)
    rows: list[Row] = []
    for row in plan.fill():
        rows.append(row)
        if len(rows) == _NOTED:
            ledger.record(rows if run else [], run)
            rows.clear()
    ledger.record(rows if run else [], run)
    return plan


def _clean_planned(plan: Plan, memory_of: MemoryOf, options: Options, run: int, runner: Runner) -> None:
    size = batch_size(plan.count("todo"), options.workers)
    with contextlib.closing(runner(plan.jobs(size, memory_of), options)) as results:
        for rows in results:
            plan.ledger.record([row for row in rows if not row.store_error], run)
            for row in rows:
                if row.store_error:
                    number, _, text = row.store_error.partition(":")
                    raise StoreProblem(cannot_write(options.clean, OSError(int(number), text)))


def batch_size(pages: int, workers: int) -> int:
    """Pages in a batch: work for every worker, batches worth their book-keeping, and not too many of them."""
    return max(1, min(BATCH, math.ceil(pages / workers)), math.ceil(pages / MOST_BATCHES))
