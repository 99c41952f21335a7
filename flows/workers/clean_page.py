"""One raw page to its clean files: what a worker process does. The boundary at which a page may fail."""

from __future__ import annotations

import base64
import hashlib
import os
import time
import traceback
from collections import Counter
from functools import lru_cache
from pathlib import Path

from cleaners import CleanPage, PageRefused, RawPage, SiteMemory, clean, count_page, memory_from_bytes
from cleaners import Limits as MarkupLimits

from ..dedup.duplicates import marks_of
from ..drift.observation import observe
from ..job import CleanJob, CountJob, Job, MemoryJob, PageJob, PageLimits, PreviewJob, Row, row_for
from ..safe_text import one_line
from ..sites import rules_from_json
from ..store.clean import remove_page
from ..store.document import files_of
from ..store.memory import build_memory
from ..store.raw import PageError, declared_type, read_raw
from ..store.staging import Stage


def do_job(job: Job, limits: PageLimits, token: str) -> Row:
    """Do one job. The files of a page are written aside (`store.staging`), under names that begin with ``token``.

    Whatever happens to the page, there is a row.
    """
    started = time.perf_counter()
    row = row_for(job)
    try:
        match job:
            case CountJob():
                _count_page(job, limits, row)
            case MemoryJob():
                build_memory(Path(job.store), job.site, job.made_by)
            case CleanJob():
                _clean(job, limits, row, token)
    except PageError as problem:
        row.outcome, row.detail = problem.outcome, str(problem)
    except PageRefused as refused:
        row.outcome, row.detail = refused.outcome, one_line(refused.detail)
    except Exception as error:  # noqa: BLE001  the page boundary: a page may fail, the run goes on
        row.outcome, row.detail = "clean_crash", _where_and_why(error)
    if isinstance(job, CleanJob) and job.store and not row.clean and not row.store_error:
        remove_page(job.store, job.target)
    row.seconds = time.perf_counter() - started
    return row


def warm_up() -> None:
    """Load now whatever the cleaner loads with its first page."""
    marks_of(clean("<h1>Title</h1><p>A sentence of a few words that stays.</p>" * 8).text)


def _clean(job: CleanJob, limits: PageLimits, row: Row, token: str) -> None:
    raw = _raw_page(job, limits)
    row.memory = job.memory_fingerprint
    row.raw_digest = raw.digest
    row.identity = job.identity(row.raw_digest)
    if row.identity == job.known:
        row.unchanged, row.clean = True, job.target
        return
    if not raw.body.strip():
        raise PageError("no_content", "the file is empty")
    parsed = MarkupLimits(depth=limits.depth, attributes=limits.attributes, size=max(limits.bytes, len(raw.body)))
    page = clean(raw, memory=_memory(job.memory), site=rules_from_json(job.site), limits=parsed)
    _count_words(page, row)
    row.observed = observe(page)
    if "no_content" in page.notes:
        raise PageError("no_content", "nothing is left that belongs to an article")
    row.text_marks = marks_of(page.text)
    files = files_of(page, job)
    if isinstance(job, PreviewJob):
        row.document = files[".json"].decode()
    else:
        try:
            row.staged = _stage(job.store, token).write(job.target, files)
        except OSError as error:
            row.store_error, row.outcome = f"{error.errno or 0}:{error.strerror}", "store_error"
            return
    row.clean = job.target
    row.digests = " ".join(f"{suffix}:{hashlib.sha256(files[suffix]).hexdigest()}" for suffix in sorted(files))


def _count_page(job: CountJob, limits: PageLimits, row: Row) -> None:
    """Read the page for its site's memory."""
    raw = _raw_page(job, limits)
    row.raw_digest = raw.digest
    counted = count_page(raw)
    row.counted = (counted.section, base64.b64encode(counted.packed).decode())


def _raw_page(job: PageJob, limits: PageLimits) -> RawPage:
    body = read_raw(job.path, job.place, limits.bytes)
    return RawPage(job.url or None, body, job.content_type or declared_type(job.path))


@lru_cache(maxsize=4)
def _stage(store: str, token: str) -> Stage:
    return Stage(store, token)


@lru_cache(maxsize=4)
def _memory(path: str) -> SiteMemory | None:
    """The memory of the page's site. The file's name changes with what it holds."""
    if not path:
        return None
    with open(path, "rb") as file:
        return memory_from_bytes(file.read())


def _count_words(page: CleanPage, row: Row) -> None:
    removed: Counter[str] = Counter()
    for decision in page.decisions:
        words = len(decision.block.text.split())
        if decision.kept:
            row.kept += words
        else:
            removed[decision.decided_by] += words
    row.title, row.removed, row.removed_by = one_line(page.title)[:300], removed.total(), dict(removed)


def _where_and_why(error: Exception) -> str:
    places = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(places[-1].filename)}:{places[-1].lineno}" if places else "nowhere"
    return one_line(f"{type(error).__name__} at {place}: {error}")[:300]
