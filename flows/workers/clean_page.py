"""From a raw page to its clean files: what a worker process does. A page that fails is caught here."""

from __future__ import annotations

import base64
import hashlib
import time
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from cleaners import CleanPage, PageRefused, RawPage, SiteMemory, clean, count_page, memory_from_bytes
from cleaners import Limits as MarkupLimits

from ..dedup.duplicates import text_fingerprint
from ..drift.observation import observe
from ..job import (
    CleanJob,
    CountJob,
    Job,
    MemoryJob,
    PageJob,
    PageLimits,
    PageResult,
    PreviewJob,
    failing_fingerprint,
    new_result,
)
from ..safe_text import crash_text, one_line
from ..sites import rules_from_json
from ..store.clean import remove_page
from ..store.document import files_of
from ..store.memory import build_memory
from ..store.raw import PageError, declared_type, read_raw
from ..store.staging import Stage


def do_job(job: Job, limits: PageLimits, token: str, on_read: Callable[[str], object] = str) -> PageResult:
    """Do one job. The files of a page are staged (`store.staging`), under names that begin with ``token``.

    ``on_read`` is called with the digest of the raw page before it is cleaned. Returns a result whatever happens to
    the page. Raises MemoryError alone: a library that ran out of memory may have kept some of it.
    """
    started = time.perf_counter()
    result = new_result(job)
    try:
        match job:
            case CountJob():
                _count_page(job, limits, result)
            case MemoryJob():
                build_memory(Path(job.store), job.site, job.made_by)
            case CleanJob():
                _clean(job, limits, result, token, on_read)
    except PageError as error:
        result.outcome, result.detail = error.outcome, str(error)
    except PageRefused as error:
        result.outcome, result.detail = error.outcome, one_line(error.detail)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  the page boundary: a page may fail, the run goes on
        result.outcome, result.detail = "clean_crash", crash_text(error)
    if isinstance(job, CleanJob) and job.store and not result.clean and not result.store_error:
        remove_page(job.store, job.target)
    result.fingerprint = failing_fingerprint(result.fingerprint, result.outcome, limits)
    result.seconds = time.perf_counter() - started
    return result


def warm_up() -> None:
    """Load whatever the cleaner loads with its first page."""
    text_fingerprint(clean("<h1>Title</h1><p>A sentence of a few words that stays.</p>" * 8).text)


def _clean(job: CleanJob, limits: PageLimits, result: PageResult, token: str, on_read: Callable[[str], object]) -> None:
    raw = _raw_page(job, limits)
    result.memory = job.memory_fingerprint
    result.raw_digest = raw.digest
    result.identity = job.identity(result.raw_digest)
    if result.identity == job.ledger_identity:
        result.unchanged, result.clean = True, job.target
        return
    on_read(raw.digest)
    if not raw.body.strip():
        raise PageError("no_content", "the file is empty")
    page = clean(raw, memory=_memory(job.memory), site=rules_from_json(job.site), limits=_markup_limits(raw, limits))
    _count_words(page, result)
    result.observed = observe(page)
    if "no_content" in page.notes:
        raise PageError("no_content", "nothing is left that belongs to an article")
    result.text_marks = text_fingerprint(page.text)
    files = files_of(page, job)
    if isinstance(job, PreviewJob):
        result.document = files[".json"].decode()
    else:
        try:
            result.staged = _stage(job.store, token).write(job.target, files)
        except OSError as error:
            result.store_error, result.outcome = f"{error.errno or 0}:{error.strerror}", "store_error"
            return
    result.clean = job.target
    result.digests = " ".join(f"{suffix}:{hashlib.sha256(files[suffix]).hexdigest()}" for suffix in sorted(files))


def _count_page(job: CountJob, limits: PageLimits, result: PageResult) -> None:
    """Count the lines of the page, for the memory of its site."""
    raw = _raw_page(job, limits)
    result.raw_digest = raw.digest
    count = count_page(raw, _markup_limits(raw, limits))
    result.counted = (count.section, base64.b64encode(count.packed).decode())


def _markup_limits(raw: RawPage, limits: PageLimits) -> MarkupLimits:
    """What the library may accept; the size of the body was limited when it was read."""
    return MarkupLimits(
        max(limits.bytes, len(raw.body)), limits.depth, limits.attributes, tags=limits.tags, blocks=limits.blocks
    )


def _raw_page(job: PageJob, limits: PageLimits) -> RawPage:
    body = read_raw(job.path, job.location, limits.bytes)
    return RawPage(job.url or None, body, job.content_type or declared_type(job.path))


@lru_cache(maxsize=4)
def _stage(store: str, token: str) -> Stage:
    return Stage(store, token)


@lru_cache(maxsize=4)
def _memory(path: str) -> SiteMemory | None:
    """The memory of the page's site. The name of the file changes with its content."""
    if not path:
        return None
    with open(path, "rb") as file:
        return memory_from_bytes(file.read())


def _count_words(page: CleanPage, result: PageResult) -> None:
    removed: Counter[str] = Counter()
    for decision in page.decisions:
        words = len(decision.block.text.split())
        if decision.kept:
            result.kept += words
        else:
            removed[decision.decided_by] += words
    result.title, result.removed, result.removed_by = one_line(page.title)[:300], removed.total(), dict(removed)
