"""Count which lines repeat on the pages of each site, before the first page of a run is cleaned.

The memory of a site depends only on the raw pages that are there, not on the order in which they came: first a
sample of the site's pages is chosen by their digests, then those not yet counted are read, in worker processes.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, replace

from cleaners import Counts, PageCount, address_of, memory_of

from ..job import Job, MemoryJob, PageJob, PageResult, count_job
from ..store.memory import MIN_PAGES, CountStore, memory_path, remove_memories, site_of, write_memory
from ..store.plan import Plan
from ..store.raw import PageError, read_raw
from ..store.sampling import Page, SampleTable
from ..workers.batch import clean_batch
from ..workers.executor import bounded_map
from ..workers.pool import WorkerPool

_GROUP_SITES, _GROUP_PAGES = 200, 1000  # sites, or pages to read, that are counted together
_MAX_BATCH_PAGES = 50


class SiteMemories(dict[str, tuple[str, str]]):
    """For each site the file of its memory, which exists if a page of the run needs it, and its fingerprint.

    Call it with the url and raw path of a page to get those of its site, ("", "") for none.
    """

    def __call__(self, url: str, raw: str) -> tuple[str, str]:
        return self.get(site_of(url, raw), ("", ""))


def learn(plan: Plan, pool: WorkerPool, *, reclean: bool = False) -> SiteMemories:
    """Count the pages of a plan, and write the memories that are needed to clean it into the store.

    ``reclean``: also plan the pages that were cleaned with another memory of their site.
    """
    memories = _count_sites(plan, pool)
    if reclean and plan.clean_again(memories):
        memories = _count_sites(plan, pool)  # now pages of more sites are to be cleaned: their files are needed too
    return memories


def _count_sites(plan: Plan, pool: WorkerPool) -> SiteMemories:
    store, table = CountStore(plan.db, plan.fingerprint), SampleTable(plan.db)
    sizes = table.site_sizes()
    large_sites = {site for site, size in sizes.items() if size >= MIN_PAGES}
    sites_to_clean = _list_pages(plan, table, pool.limits.bytes, large_sites)
    store.keep_only(sizes)
    memories = SiteMemories()
    for samples in _in_groups(plan, store, table):
        _count_missing(samples, pool)
        for sample in samples:
            if sample.changed:
                store.replace(sample.counts)
        for result in _do_jobs(_memory_jobs(samples, sites_to_clean, plan, memories), 1, pool):
            if result.outcome != "ok":  # a worker has a time limit, this process has none
                write_memory(plan.root, memory_of(Counts(result.page, store.pages(result.page))), plan.fingerprint)
    remove_memories(plan.root, [path for path, _ in memories.values()])
    return memories


def _do_jobs(jobs: Sequence[Job], batch_size: int, pool: WorkerPool) -> Iterator[PageResult]:
    """The results of jobs, in any order."""
    batches = (jobs[start : start + batch_size] for start in range(0, len(jobs), batch_size))
    with closing(bounded_map(lambda batch: clean_batch(batch, pool), batches, pool.size, pool.stop)) as batch_results:
        for results in batch_results:
            yield from results


def _list_pages(plan: Plan, table: SampleTable, max_bytes: int, large_sites: Set[str]) -> set[str]:
    """Write the digest of every page of the large sites to the table: from the ledger if its file is unchanged,
    otherwise from its bytes.

    Returns the sites with a page that is to be cleaned.
    """
    sites_to_clean: set[str] = set()
    for rows in table.planned():
        pages: list[Page] = []
        for row in rows:
            site, digest = site_of(row["url"], row["raw"]), row["digest"]
            if row["state"] == "todo":
                sites_to_clean.add(site)
            if site not in large_sites:
                continue
            try:
                digest = digest or _digest_of(plan.job(row["seq"]), max_bytes)
            except PageError:
                continue  # its job will fail with the same error; there is nothing to count
            pages.append((site, digest, address_of(row["url"]) or digest, row["fetched_at"][:10], row["seq"]))
        table.add(pages)
    return sites_to_clean


def _digest_of(job: PageJob, max_bytes: int) -> str:
    return hashlib.sha256(read_raw(job.path, job.location, max_bytes)).hexdigest()


@dataclass(slots=True)
class _Sample:
    """The pages that represent a site; ``missing`` are those not yet counted, with their jobs."""

    site: str
    counts: Counts
    missing: Sequence[tuple[PageCount, PageJob]]
    changed: bool


def _in_groups(plan: Plan, store: CountStore, table: SampleTable) -> Iterator[list[_Sample]]:
    """The samples of the sites, in groups with enough pages to keep every process busy."""
    samples: list[_Sample] = []
    for site, size in table.sites():
        if size < MIN_PAGES:
            continue
        samples.append(_sample(plan, store, table, site))
        if len(samples) >= _GROUP_SITES or sum(len(sample.missing) for sample in samples) >= _GROUP_PAGES:
            yield samples
            samples = []
    if samples:
        yield samples


def _sample(plan: Plan, store: CountStore, table: SampleTable, site: str) -> _Sample:
    """The sample of a site, and which of its pages this version of the cleaner has not counted yet."""
    chosen, plan_numbers = Counts(site), {}
    for _, digest, address, seen, seq in table.pages(site):
        if chosen.would_change(digest, address, seen):
            page = PageCount(digest, address, "", seen)
            chosen.add(page)
            plan_numbers[page.identity] = seq
    outline = store.outline(site)
    if {page.identity for page in chosen} == {page.identity for page in outline}:
        return _Sample(site, outline, [], False)
    counted = {page.identity: page for page in store.pages(site)}
    counts = Counts(site, (counted[page.identity] for page in chosen if page.identity in counted))
    missing = [(page, plan.job(plan_numbers[page.identity])) for page in chosen if page.identity not in counted]
    return _Sample(site, counts, missing, True)


def _count_missing(samples: Sequence[_Sample], pool: WorkerPool) -> None:
    """Read the pages that are not counted yet, and add them to the counts of their sites."""
    missing = {job.page: (sample, page, job) for sample in samples for page, job in sample.missing}
    jobs = [count_job(job) for _, _, job in missing.values()]
    for result in _do_jobs(jobs, max(1, min(_MAX_BATCH_PAGES, len(jobs) // (2 * pool.size))), pool):
        sample, page, _ = missing[result.page]
        section, lines = result.counted or ("", "")  # a page that cannot be read is counted without lines
        unchanged = result.raw_digest == page.digest  # the file may have been written again meanwhile
        sample.counts.add(replace(page, section=section, packed=base64.b64decode(lines) if unchanged else b""))


def _memory_jobs(
    samples: Sequence[_Sample], sites_to_clean: Set[str], plan: Plan, memories: SiteMemories
) -> list[MemoryJob]:
    """The jobs that build the memories not yet built, the largest first; adds the sites to ``memories``."""
    jobs: list[MemoryJob] = []
    for sample in sorted(samples, key=lambda sample: -len(sample.counts)):
        if len(sample.counts) >= MIN_PAGES:
            fingerprint = sample.counts.fingerprint
            path = memory_path(plan.root, fingerprint, plan.fingerprint)
            memories[sample.site] = path, fingerprint
            if sample.site in sites_to_clean and not os.path.exists(path):
                jobs.append(MemoryJob(sample.site, plan.clean, plan.fingerprint))
    return jobs
