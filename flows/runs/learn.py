"""Counting: what stands on which pages of each site, before the first page of a run is judged.

What is known of a site is a function of the raw pages that are there, whatever the
order in which they came: first the pages that represent the site are chosen by their
digests, then those of them not yet counted are read, in processes that can be killed.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

from cleaners import Counts, PageCount, address_of, memory_of

from ..job import Job, MemoryJob, PageJob, Row, count_job
from ..store.memory import FEWEST, CountStore, drop_memories, memory_path, site_of, write_memory
from ..store.plan import Plan
from ..store.raw import PageProblem, read_raw
from ..store.sampling import Page, SampleTable
from ..workers.batch import clean_batch
from ..workers.pool import WorkerPool

_SITES, _PAGES_TOGETHER = 200, 1000  # sites, or pages to read, that are seen to together
_BATCH = 50  # pages that a process reads before others get their turn
Pending = Sequence[Future[list[Row]]]
Begin = Callable[[Sequence[Job], int], Pending]  # jobs, and how many one process does in a row


@dataclass(frozen=True, slots=True)
class Memory:
    """A site's memory as a run uses it: its fingerprint, and its file, which is there if a page needs it."""

    fingerprint: str = ""
    path: str = ""


class SiteMemories(dict[str, Memory]):
    """The memories of sites. Called with a page's url and its name in raw/, returns file and fingerprint."""

    def __call__(self, url: str, raw: str) -> tuple[str, str]:
        memory = self.get(site_of(url, raw), Memory())
        return memory.path, memory.fingerprint


def learn(plan: Plan, pool: WorkerPool, *, reclean: bool = False) -> None:
    """Count the pages of a plan; from then on each job names its site's memory, whose file is in the store.

    ``reclean``: also plan the pages that were judged with another memory of their site.
    """
    plan.memory_of = _count_sites(plan, pool)
    if reclean and plan.clean_again():
        plan.memory_of = _count_sites(plan, pool)  # pages of more sites are judged now: their files are needed too


def _count_sites(plan: Plan, pool: WorkerPool) -> SiteMemories:
    store, table = CountStore(plan.db, plan.fingerprint), SampleTable(plan.db)
    sizes = table.site_sizes()
    judged = _list_pages(plan, table, pool.limits.bytes, {site for site, size in sizes.items() if size >= FEWEST})
    store.keep_only(sizes)
    memories = SiteMemories()
    with _threads(pool) as begin:
        building: Pending = []  # memories of the group before are built while this one's pages are read
        for samples in _in_groups(plan, store, table):
            missing = [count_job(job) for sample in samples for _, job in sample.missing]
            reading = begin(missing, max(1, min(_BATCH, len(missing) // (2 * pool.size))))
            _finish_memories(building, store, plan)
            _store_counts(samples, reading, store)
            building = begin(_wanted(samples, judged, plan, memories), 1)
        _finish_memories(building, store, plan)
    drop_memories(plan.root, [memory.path for memory in memories.values()])
    return memories


@contextmanager
def _threads(pool: WorkerPool) -> Iterator[Begin]:
    """A function that begins jobs; when the block is left by a signal, say, their work is ended."""
    with ThreadPoolExecutor(pool.size, thread_name_prefix="count") as threads:

        def begin(jobs: Sequence[Job], size: int) -> Pending:
            return [threads.submit(clean_batch, jobs[i : i + size], pool) for i in range(0, len(jobs), size)]

        whole = False
        try:
            yield begin
            whole = True
        finally:
            if not whole:
                pool.stop()
                threads.shutdown(cancel_futures=True)


def _rows(pending: Pending) -> Iterator[Row]:
    """The row of each job, in their order."""
    return (row for future in pending for row in future.result())


def _list_pages(plan: Plan, table: SampleTable, max_bytes: int, large: Set[str]) -> set[str]:
    """Note the digest of every page of the sites that are ``large`` enough: from the ledger where the file is as it
    was, else from its bytes.

    Returns the sites with a page that is to be cleaned.
    """
    judged: set[str] = set()
    for rows in table.planned():
        noted: list[Page] = []
        for row in rows:
            site, digest = site_of(row["url"], row["raw"]), row["digest"]
            if row["state"] == "todo":
                judged.add(site)
            if site not in large:
                continue
            try:
                digest = digest or _digest_of(plan.job(row["seq"]), max_bytes)
            except PageProblem:
                continue  # its own row will tell; it has nothing to add
            noted.append((site, digest, address_of(row["url"]) or digest, row["fetched_at"][:10], row["seq"]))
        table.add(noted)
    return judged


def _digest_of(job: PageJob, max_bytes: int) -> str:
    return hashlib.sha256(read_raw(job.path, job.place, max_bytes)).hexdigest()


@dataclass(slots=True)
class _Sample:
    """The pages that represent a site; ``missing`` are those that nobody has read yet, with their jobs."""

    site: str
    counts: Counts
    missing: Sequence[tuple[PageCount, PageJob]]
    changed: bool


def _in_groups(plan: Plan, store: CountStore, table: SampleTable) -> Iterator[list[_Sample]]:
    """The sites' samples, as many together as have pages enough to keep every process at work."""
    samples: list[_Sample] = []
    for site, size in table.sites():
        if size < FEWEST:
            continue
        samples.append(_sample(plan, store, table, site))
        if len(samples) >= _SITES or sum(len(sample.missing) for sample in samples) >= _PAGES_TOGETHER:
            yield samples
            samples = []
    if samples:
        yield samples


def _sample(plan: Plan, store: CountStore, table: SampleTable, site: str) -> _Sample:
    """The pages that represent a site, perhaps without their lines: each is read once by this cleaner."""
    chosen, numbers = Counts(site), {}
    for _, digest, address, seen, seq in table.pages(site):
        if chosen.wants(digest, address, seen):
            page = PageCount(digest, address, "", seen)
            chosen.add(page)
            numbers[page.identity] = seq
    outline = store.outline(site)
    if {page.identity for page in chosen} == {page.identity for page in outline}:
        return _Sample(site, outline, [], False)
    ready = {page.identity: page for page in store.pages(site)}
    counts = Counts(site, (ready[page.identity] for page in chosen if page.identity in ready))
    missing = [(page, plan.job(numbers[page.identity])) for page in chosen if page.identity not in ready]
    return _Sample(site, counts, missing, True)


def _store_counts(samples: Sequence[_Sample], reading: Pending, store: CountStore) -> None:
    """Wait for the pages that are read, and store the counts of the sites that have changed."""
    missing = [(sample, page) for sample in samples for page, _ in sample.missing]
    for (sample, page), row in zip(missing, _rows(reading), strict=True):
        section, lines = row.counted or ("", "")  # a page that cannot be read is counted without lines
        same = row.raw_digest == page.digest  # else it was written anew meanwhile
        sample.counts.add(replace(page, section=section, packed=base64.b64decode(lines) if same else b""))
    for sample in samples:
        if sample.changed:
            store.replace(sample.counts)


def _wanted(samples: Sequence[_Sample], judged: Set[str], plan: Plan, memories: SiteMemories) -> list[MemoryJob]:
    """The jobs of building the memories that are not there yet, the longest first; adds the sites to ``memories``."""
    wanted: list[tuple[int, MemoryJob]] = []
    for sample in samples:
        if len(sample.counts) >= FEWEST:
            fingerprint = sample.counts.fingerprint
            path = memory_path(plan.root, fingerprint, plan.fingerprint)
            memories[sample.site] = Memory(fingerprint, path)
            if sample.site in judged and not os.path.exists(path):
                wanted.append((len(sample.counts), MemoryJob(sample.site, plan.clean, plan.fingerprint)))
    return [job for _, job in sorted(wanted, key=lambda one: -one[0])]


def _finish_memories(building: Pending, store: CountStore, plan: Plan) -> None:
    """Wait until memories are built; one that a process could not build in its time is built here, without a limit."""
    for row in _rows(building):
        if row.outcome != "ok":
            write_memory(plan.root, memory_of(Counts(row.page, store.pages(row.page))), plan.fingerprint)
