"""What a reclean would change, found out before anything is written: the store is left exactly as it is."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cleaners import fingerprint

from .diff import Summary, compare_bytes
from .errors import StoreProblem
from .job import FINE, Job, Row
from .learn import asking, learn
from .run import Options, batch_size
from .runners import run_batches
from .sites import Sites
from .store.clean import KEEPING
from .store.ledger import FILE, Ledger, open_ledger
from .store.plan import MemoryOf, Plan


def preview(options: Options) -> Summary:
    """What a reclean with these options would change in the clean store.

    Counts, memories and pages are made in a scratch folder that is removed again.
    Raises StoreProblem.
    """
    with tempfile.TemporaryDirectory(prefix="winnow-") as scratch, _copied(options.clean, Path(scratch)) as ledger:
        plan, memory_of = _plan(options, ledger, Path(scratch))
        summary = Summary()
        options.progress.planned(plan.count("todo"), plan.count("unchanged"))
        with contextlib.closing(run_batches(_jobs(plan, memory_of, options), options)) as results:
            for rows in results:
                for row in rows:
                    _compare(summary, options.clean, ledger, row)
        summary.same += plan.count("unchanged")
        for names in (summary.added, summary.removed):
            names.sort()
        return summary


@contextlib.contextmanager
def _copied(clean: Path, scratch: Path) -> Iterator[Ledger]:
    """A copy of the store's ledger, to be written to."""
    source = clean / KEEPING / FILE
    if not source.exists():
        raise StoreProblem(f"no ledger in {clean} yet: `winnow run` makes one, --clean names another store")
    (scratch / KEEPING).mkdir()
    try:
        with (
            contextlib.closing(sqlite3.connect(source, timeout=10)) as kept,
            contextlib.closing(sqlite3.connect(scratch / KEEPING / FILE)) as copy,
        ):
            kept.backup(copy)
    except sqlite3.DatabaseError as error:
        raise StoreProblem(f"the ledger {source} cannot be read: {error}") from None
    with open_ledger(scratch, write=True) as ledger:
        yield ledger


def _plan(options: Options, ledger: Ledger, scratch: Path) -> tuple[Plan, MemoryOf]:
    """All that a reclean would clean, with today's memories."""
    plan = Plan(ledger, options.raw, scratch, fingerprint(), Sites(options.sites).json_for, pages_in=options.clean)
    for _ in plan.fill():
        pass
    memory_of = asking(learn(plan, options.limits, options.workers))
    if plan.clean_again(memory_of):
        memory_of = asking(learn(plan, options.limits, options.workers))
    return plan, memory_of


def _jobs(plan: Plan, memory_of: MemoryOf, options: Options) -> Iterator[list[Job]]:
    for jobs in plan.jobs(batch_size(plan.count("todo"), options.workers), memory_of):
        yield [replace(job, work="files", store="") for job in jobs]


def _compare(summary: Summary, clean: Path, ledger: Ledger, row: Row) -> None:
    known = ledger.db.execute("SELECT clean FROM pages WHERE page = ?", (row.page,)).fetchone()
    before = _content(clean, known["clean"]) if known and known["clean"] else None
    if row.unchanged:
        summary.same += 1
    elif before is not None and row.document:
        compare_bytes(summary, row.clean, before, row.document.encode())
    elif before is not None:
        (summary.removed if row.outcome not in FINE else summary.unreadable).append(known["clean"])
    elif row.document:
        summary.added.append(row.clean)


def _content(clean: Path, target: str) -> bytes | None:
    try:
        return (clean / f"{target}.json").read_bytes()
    except OSError:
        return None
