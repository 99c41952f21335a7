"""Counting: what stands on which pages of each site, before the first page of a run is judged.

What is known of a site is a function of the raw pages that are there, whatever the
order in which they came: first the pages that represent the site are chosen by their
digests, then those of them not yet counted are read, in processes that can be killed.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from cleaners import Counts, PageCount, address_of, memory_of

from .batch import clean_batch, end_children, stop
from .job import Job, Limits, Row
from .onepage import raw_body
from .store.memory import FEWEST, CountStore, drop_memories, memory_path, site_of, write_memory
from .store.plan import Plan
from .store.raw import PageProblem

_BATCH = 50
_SCHEMA = """
    CREATE TEMP TABLE chosen (
        site TEXT NOT NULL, digest TEXT NOT NULL, address TEXT NOT NULL, seen TEXT NOT NULL,
        seq INTEGER NOT NULL
    );
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A site's memory as a run knows it: its fingerprint, and its file, which is there if a page needs it."""

    fingerprint: str
    path: str = ""


def learn(plan: Plan, limits: Limits, workers: int) -> dict[str, Known]:
    """Count the pages of a plan and return what is known of each site that has a memory.

    The memories that the plan's pages will be judged with lie in the clean store.
    """
    store = CountStore(plan.db, plan.fingerprint)
    plan.db.execute("DROP TABLE IF EXISTS temp.chosen")
    plan.db.executescript(_SCHEMA)
    _list_pages(plan, limits)
    plan.db.execute("CREATE INDEX temp.chosen_site ON chosen (site)")
    judged = {site_of(job.url, job.raw) for jobs in plan.jobs(500) for job in jobs}
    known: dict[str, Known] = {}
    sites = plan.db.execute("SELECT site, count(*) FROM chosen GROUP BY site ORDER BY site").fetchall()
    store.keep_only(row[0] for row in sites)
    for site, size in sites:
        if size < FEWEST:
            continue
        counts = _counted(plan, store, site, limits, workers)
        if len(counts) >= FEWEST:
            path = memory_path(plan.root, counts.fingerprint, plan.fingerprint)
            if site in judged and not os.path.exists(path):
                write_memory(plan.root, memory_of(Counts(site, store.pages(site))), plan.fingerprint)
            known[site] = Known(counts.fingerprint, path)
    drop_memories(plan.root, [site.path for site in known.values()])
    return known


def _list_pages(plan: Plan, limits: Limits) -> None:
    """Every page's digest: from the ledger where the file is as it was, else from its bytes."""
    for job, number, digest in plan.pages():
        try:
            digest = digest or hashlib.sha256(raw_body(job, limits)).hexdigest()
        except PageProblem:
            continue  # its own row will tell; it has nothing to add
        site = site_of(job.url, job.raw)
        row = (site, digest, address_of(job.url) or digest, job.fetched_at[:10], number)
        plan.db.execute("INSERT INTO chosen VALUES (?, ?, ?, ?, ?)", row)
    plan.db.commit()


def _counted(plan: Plan, store: CountStore, site: str, limits: Limits, workers: int) -> Counts:
    """The pages that represent a site, perhaps without their lines: each was read once by this cleaner."""
    sample, places = _sample(plan, site)
    outline = store.outline(site)
    if {page.identity for page in sample} == {page.identity for page in outline}:
        return outline
    ready = {page.identity: page for page in store.pages(site)}
    counts, missing = Counts(site), []
    for page in sample:
        if page.identity in ready:
            counts.add(ready[page.identity])
        else:
            missing.append((page, plan.job(places[page.identity])))
    counts.merge(_read(missing, limits, workers))
    store.replace(counts)
    return counts


def _sample(plan: Plan, site: str) -> tuple[Counts, dict[tuple[str, str, str], int]]:
    """The pages that represent a site, not yet read, and their numbers in the plan."""
    sample, places = Counts(site), {}
    rows = plan.db.execute("SELECT digest, address, seen, seq FROM chosen WHERE site = ?", (site,))
    for digest, address, seen, seq in rows:
        if sample.wants(digest, address, seen):
            page = PageCount(digest, address, "", seen)
            sample.add(page)
            places[page.identity] = seq
    return sample, places


def _read(missing: list[tuple[PageCount, Job]], limits: Limits, workers: int) -> Iterator[PageCount]:
    """Read pages in processes; one that cannot be read is counted without lines."""
    batches = [missing[i : i + _BATCH] for i in range(0, len(missing), _BATCH)]

    def count(batch: list[tuple[PageCount, Job]]) -> list[Row]:
        return clean_batch([replace(job, work="count") for _, job in batch], limits)

    with ThreadPoolExecutor(workers, thread_name_prefix="count") as threads:
        futures = [threads.submit(count, batch) for batch in batches]
        try:
            for batch, future in zip(batches, futures, strict=True):
                for (page, _), row in zip(batch, future.result(), strict=True):
                    yield _with_lines(page, row)
        except BaseException:  # a signal: nothing half-counted is kept
            stop()
            threads.shutdown(cancel_futures=True)
            end_children()
            raise


def _with_lines(page: PageCount, row: Row) -> PageCount:
    section, lines = row.counted or ("", "")
    same = row.raw_digest == page.digest  # else it was written anew meanwhile
    return replace(page, section=section, packed=base64.b64decode(lines) if same else b"")


def asking(known: Mapping[str, Known]) -> Callable[[str, str], tuple[str, str]]:
    """A function that tells, of a page's url and its name in raw/, its memory's file and fingerprint."""

    def of(url: str, raw: str) -> tuple[str, str]:
        site = known.get(site_of(url, raw), Known(""))
        return site.path, site.fingerprint

    return of
