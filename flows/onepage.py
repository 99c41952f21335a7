"""One raw page to its clean files: what a child process does. The boundary at which a page may fail."""

from __future__ import annotations

import base64
import hashlib
import os
import sqlite3
import time
import traceback
from collections import Counter
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from cleaners import (
    CleanPage,
    Counts,
    PageRefused,
    RawPage,
    SiteMemory,
    clean,
    count_page,
    memory_from_bytes,
    memory_of,
)
from cleaners import Limits as ParserLimits

from .drift.observation import observe
from .duplicates import marks_of
from .job import Job, Limits, Row
from .safetext import one_line
from .sites import rules_from_json
from .store.clean import KEEPING, remove_page
from .store.document import files_of
from .store.ledger import FILE
from .store.memory import CountStore, write_memory
from .store.raw import PageProblem, declared_type, read_body, read_record
from .store.staging import Stage


def clean_one(job: Job, limits: Limits, token: str) -> Row:
    """Clean one page and write its files aside (`store.staging`), under names that begin with ``token``.

    Whatever happens to the page, a row tells of it.
    """
    started = time.perf_counter()
    row = Row(job.page, job.raw, job.url, job.fetched_at, stat=job.stat, fingerprint=job.fingerprint)
    row.memory = job.memory_fingerprint
    try:
        if job.work == "count":
            _count_lines(job, limits, row)
        elif job.work == "memory":
            _make_memory(job)
        else:
            _clean(job, limits, row, token)
    except PageProblem as problem:
        row.outcome, row.detail = problem.outcome, str(problem)
    except PageRefused as refused:
        row.outcome, row.detail = refused.outcome, one_line(refused.detail)
    except Exception as error:  # noqa: BLE001  the page boundary: a page may fail, the run goes on
        row.outcome, row.detail = "clean_crash", _told(error)
    if not row.clean and not row.store_error and job.work == "clean":
        remove_page(job.store, job.target)
    row.seconds = time.perf_counter() - started
    return row


def warm_up() -> None:
    """Load now whatever the cleaner loads with its first page."""
    marks_of(clean("<h1>Title</h1><p>A sentence of a few words that stays.</p>" * 8).text)


def _clean(job: Job, limits: Limits, row: Row, token: str) -> None:
    raw = RawPage(job.url or None, raw_body(job, limits), _type(job))
    row.raw_digest = raw.digest
    row.identity = identity_of(row.raw_digest, job)
    if row.identity == job.known:
        row.unchanged, row.clean = True, job.target
        return
    if not raw.body.strip():
        raise PageProblem("no_content", "the file is empty")
    memory, rules = _memory(job.memory), rules_from_json(job.site)
    parsed = ParserLimits(depth=limits.depth, attributes=limits.attributes, size=max(limits.bytes, len(raw.body)))
    page = clean(raw, memory=memory, site=rules, limits=parsed)
    _count(page, row)
    row.observed = observe(page)
    if "no_content" in page.notes:
        raise PageProblem("no_content", "nothing is left that belongs to an article")
    row.text_marks = marks_of(page.text)
    files = files_of(page, job)
    if job.work == "files":
        row.document = files[".json"].decode()
    else:
        try:
            row.staged = _stage(job.store, token).write(job.target, files)
        except OSError as error:
            row.store_error, row.outcome = f"{error.errno or 0}:{error.strerror}", "store_error"
            return
    row.clean = job.target
    row.digests = " ".join(f"{suffix}:{hashlib.sha256(files[suffix]).hexdigest()}" for suffix in sorted(files))


def _count_lines(job: Job, limits: Limits, row: Row) -> None:
    """Read the page for its site's memory."""
    raw = RawPage(job.url or None, raw_body(job, limits), _type(job))
    row.raw_digest = raw.digest
    counted = count_page(raw)
    row.counted = (counted.section, base64.b64encode(counted.packed).decode())


def memory_job(store: str, site: str, made_by: str) -> Job:
    """Have the memory of a site made of its counts in the ledger, and written into the store."""
    return Job(site, site, os.path.join(store, KEEPING, FILE), store, "", fingerprint=made_by, work="memory")


def _make_memory(job: Job) -> None:
    connection = sqlite3.connect(f"file:{quote(job.path)}?mode=ro", uri=True, timeout=30)
    try:
        connection.row_factory = sqlite3.Row
        pages = CountStore(connection, job.fingerprint).pages(job.page)
    finally:
        connection.close()
    write_memory(Path(job.store), memory_of(Counts(job.page, pages)), job.fingerprint)


def raw_body(job: Job, limits: Limits) -> bytes:
    """The raw page's bytes. Raises PageProblem."""
    if job.place:
        return read_record(job.path, job.place, limits.bytes)
    return read_body(job.path, limits.bytes)


def _type(job: Job) -> str | None:
    return job.content_type or declared_type(job.path)


@lru_cache(maxsize=4)
def _stage(store: str, token: str) -> Stage:
    return Stage(store, token)


@lru_cache(maxsize=4)
def _memory(path: str) -> SiteMemory | None:
    """What is known of the page's site. The file's name changes with what it holds."""
    if not path:
        return None
    with open(path, "rb") as file:
        return memory_from_bytes(file.read())


def identity_of(raw_digest: str, job: Job) -> str:
    """What decides the clean files: bytes, what stands beside them, cleaner and memory."""
    parts = [raw_digest, job.raw, job.url, job.fetched_at, job.content_type, job.fingerprint]
    parts += [job.discovered] if job.discovered else []
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _count(page: CleanPage, row: Row) -> None:
    removed: Counter[str] = Counter()
    for decision in page.decisions:
        words = len(decision.block.text.split())
        if decision.kept:
            row.kept += words
        else:
            removed[decision.voice] += words
    row.title, row.removed, row.removed_by = one_line(page.title)[:300], removed.total(), dict(removed)


def _told(error: Exception) -> str:
    places = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(places[-1].filename)}:{places[-1].lineno}" if places else "nowhere"
    return one_line(f"{type(error).__name__} at {place}: {error}")[:300]
