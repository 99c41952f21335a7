"""What a reclean would change, found out before anything is written: the store is left exactly as it is."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from ..diff import Summary, compare_bytes
from ..job import FINE, Row, preview_job
from ..options import Progress, RunOptions
from ..store.ledger import Ledger, open_copy
from ..workers.executor import run_batches
from ..workers.pool import WorkerPool
from .learn import learn
from .run import batch_size, plan_pages


def preview(options: RunOptions, progress: Progress | None = None) -> Summary:
    """What a reclean with these options would change in the clean store.

    Counts, memories and pages are made in a scratch folder that is removed again. Raises StoreError.
    """
    progress = progress or Progress()
    summary = Summary()
    with (
        tempfile.TemporaryDirectory(prefix="winnow-") as scratch,
        open_copy(options.clean, Path(scratch)) as ledger,
        WorkerPool(options.limits, options.workers) as pool,
    ):
        plan = plan_pages(options, ledger, root=Path(scratch))
        memories = learn(plan, pool, reclean=True)
        progress.planned(plan.count("todo"), plan.count("unchanged"))
        planned = plan.jobs(batch_size(plan.count("todo"), options.workers), memories)
        batches = (list(map(preview_job, jobs)) for jobs in planned)
        with contextlib.closing(run_batches(batches, options, pool, progress)) as results:
            for row in (row for rows in results for row in rows):
                _compare(summary, options.clean, ledger, row)
        summary.same += plan.count("unchanged")
    summary.added.sort()
    summary.removed.sort()
    return summary


def _compare(summary: Summary, clean: Path, ledger: Ledger, row: Row) -> None:
    known = next(ledger.pages("page = ?", (row.page,)), None)
    before = _content(clean, known["clean"]) if known and known["clean"] else None
    if row.unchanged:
        summary.same += 1
    elif before is not None and row.document:
        compare_bytes(summary, row.clean, before, row.document.encode())
    elif known and before is not None:
        (summary.removed if row.outcome not in FINE else summary.unreadable).append(known["clean"])
    elif row.document:
        summary.added.append(row.clean)


def _content(clean: Path, target: str) -> bytes | None:
    try:
        return (clean / f"{target}.json").read_bytes()
    except OSError:
        return None
