"""Counting: what stands on which pages of each site, before the first page of a run is judged.

What is known of a site is a function of the raw pages that are there, whatever the
order in which they came: first the pages that represent the site are chosen by their
digests, then those of them not yet counted are read, in processes that can be killed.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, replace

from cleaners import Counts, PageCount, address_of, memory_of

from ..job import Job, MemoryJob, PageJob, Row, count_job
from ..store.memory import MIN_PAGES, CountStore, memory_path, remove_memories, site_of, write_memory
from ..store.plan import Plan
from ..store.raw import PageError, read_raw
from ..store.sampling import Page, SampleTable
from ..workers.batch import clean_batch
from ..workers.executor import bounded_map
from ..workers.pool import WorkerPool

_SITES, _PAGES_TOGETHER = 200, 1000  # sites, or pages to read, that are seen to together
_BATCH = 50  # pages that a process reads before others get their turn


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


def learn(plan: Plan, pool: WorkerPool, *, reclean: bool = False) -> SiteMemories:
    """Count the pages of a plan, and write the memories that they will be judged with into the store.

    ``reclean``: also plan the pages that were judged with another memory of their site.
    """
    memories = _count_sites(plan, pool)
    if reclean and plan.clean_again(memories):
        memories = _count_sites(plan, pool)  # pages of more sites are judged now: their files are needed too
    return memories


def _count_sites(plan: Plan, pool: WorkerPool) -> SiteMemories:
    store, table = CountStore(plan.db, plan.fingerprint), SampleTable(plan.db)
    sizes = table.site_sizes()
    judged = _list_pages(plan, table, pool.limits.bytes, {site for site, size in sizes.items() if size >= MIN_PAGES})
    store.keep_only(sizes)
    memories = SiteMemories()
    for samples in _in_groups(plan, store, table):
        _count_missing(samples, pool)
        for sample in samples:
            if sample.changed:
                store.replace(sample.counts)
        for row in _do_jobs(_wanted(samples, judged, plan, memories), 1, pool):
            if row.outcome != "ok":  # a process could not build it in its time: here there is no limit
                write_memory(plan.root, memory_of(Counts(row.page, store.pages(row.page))), plan.fingerprint)
    remove_memories(plan.root, [memory.path for memory in memories.values()])
    return memories


def _do_jobs(jobs: Sequence[Job], size: int, pool: WorkerPool) -> Iterator[Row]:
    """The rows of jobs in any order, ``size`` of them done by one process in a row."""
    batches = (jobs[i : i + size] for i in range(0, len(jobs), size))
    with closing(bounded_map(lambda batch: clean_batch(batch, pool), batches, pool.size, pool.stop)) as results:
        for rows in results:
            yield from rows


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
            except PageError:
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
        if size < MIN_PAGES:
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
        if chosen.would_change(digest, address, seen):
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


def _count_missing(samples: Sequence[_Sample], pool: WorkerPool) -> None:
    """Read the pages that nobody has read yet, and add them to the counts of their sites."""
    missing = {job.page: (sample, page, job) for sample in samples for page, job in sample.missing}
    jobs = [count_job(job) for _, _, job in missing.values()]
    for row in _do_jobs(jobs, max(1, min(_BATCH, len(jobs) // (2 * pool.size))), pool):
        sample, page, _ = missing[row.page]
        section, lines = row.counted or ("", "")  # a page that cannot be read is counted without lines
        same = row.raw_digest == page.digest  # else it was written anew meanwhile
        sample.counts.add(replace(page, section=section, packed=base64.b64decode(lines) if same else b""))


def _wanted(samples: Sequence[_Sample], judged: Set[str], plan: Plan, memories: SiteMemories) -> list[MemoryJob]:
    """The jobs of building the memories that are not there yet, the longest first; adds the sites to ``memories``."""
    wanted: list[tuple[int, MemoryJob]] = []
    for sample in samples:
        if len(sample.counts) >= MIN_PAGES:
            fingerprint = sample.counts.fingerprint
            path = memory_path(plan.root, fingerprint, plan.fingerprint)
            memories[sample.site] = Memory(fingerprint, path)
            if sample.site in judged and not os.path.exists(path):
                wanted.append((len(sample.counts), MemoryJob(sample.site, plan.clean, plan.fingerprint)))
    return [job for _, job in sorted(wanted, key=lambda one: -one[0])]
