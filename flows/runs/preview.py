"""Find out what a reclean would change. The store itself is only read."""

from __future__ import annotations

import contextlib
import tempfile
from itertools import chain
from pathlib import Path

from ..diff import Summary, compare_bytes
from ..job import FINE, PageResult, preview_job
from ..options import Progress, RunOptions
from ..store.ledger import Ledger, open_copy
from ..workers.executor import run_batches
from ..workers.pool import WorkerPool
from .learn import learn
from .run import batch_size, plan_pages


def preview(options: RunOptions, progress: Progress | None = None) -> Summary:
    """Return what a reclean with these options would change in the clean store.

    Counts and memories are written to a scratch folder, which is removed at the end. Raises StoreError.
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
        jobs = plan.jobs(batch_size(plan.count("todo"), options.workers), memories)
        batches = (list(map(preview_job, batch)) for batch in jobs)
        with contextlib.closing(run_batches(batches, options, pool, progress)) as batch_results:
            for result in chain.from_iterable(batch_results):
                _compare(summary, options.clean, ledger, result)
        summary.same += plan.count("unchanged")
    summary.added.sort()
    summary.removed.sort()
    return summary


def _compare(summary: Summary, clean: Path, ledger: Ledger, result: PageResult) -> None:
    row = next(ledger.pages("page = ?", (result.page,)), None)
    target = row["clean"] if row else ""
    before = _read(clean / f"{target}.json") if target else None
    if result.unchanged:
        summary.same += 1
    elif before is not None and result.document:
        compare_bytes(summary, result.clean, before, result.document.encode())
    elif before is not None:
        (summary.removed if result.outcome not in FINE else summary.unreadable).append(target)
    elif result.document:
        summary.added.append(result.clean)


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
