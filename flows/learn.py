"""Counting: what stands on which pages of each site, before the first page of a run is judged.

What is known of a site is a function of the raw pages that are there, whatever the
order in which they came: first the pages that represent the site are chosen by their
digests, then those of them not yet counted are read, in processes that can be killed.
"""

from __future__ import annotations

import base64
import collections
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from cleaners import Counts, PageCount, address_of, memory_of

from .counting import Counter, Pending, answers, counting
from .job import Job, Limits, Row
from .onepage import memory_job, raw_body
from .store.memory import FEWEST, CountStore, drop_memories, memory_path, site_of, write_memory
from .store.plan import Plan
from .store.raw import PageProblem

_SITES, _PAGES_TOGETHER = 200, 1000  # sites, or pages to read, that are seen to together
_PAGES = (
    "SELECT plan.seq, plan.url, plan.raw, plan.fetched_at, plan.state, ifnull(pages.raw_digest, '') AS digest"
    " FROM plan LEFT JOIN pages ON plan.state = 'unchanged' AND pages.page = plan.page"
    " WHERE plan.state IN ('todo', 'unchanged') AND seq > ? ORDER BY seq LIMIT 500"
)
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
    sizes = _sizes(plan)
    judged = _list_pages(plan, limits, {site for site, size in sizes.items() if size >= FEWEST})
    plan.db.execute("CREATE INDEX temp.chosen_site ON chosen (site)")
    sites = plan.db.execute("SELECT site, count(*) FROM chosen GROUP BY site ORDER BY site").fetchall()
    store.keep_only(sizes)
    known: dict[str, Known] = {}
    with counting(limits, workers) as counter:
        made: list[Pending] = []  # memories of the group before are made while this one's pages are read
        for some in _in_groups(plan, store, [site for site, size in sites if size >= FEWEST]):
            reading = _begin(some, counter)
            _see_to(made, store, plan)
            _keep_counts(some, reading, store)
            made = counter.begin(_wanted(some, judged, plan, known), 1)
        _see_to(made, store, plan)
    drop_memories(plan.root, [site.path for site in known.values()])
    return known


def _wanted(some: Sequence[_Sample], judged: Set[str], plan: Plan, known: dict[str, Known]) -> list[Job]:
    """The jobs of making the memories that are not there yet, the longest first; notes what is known of the sites."""
    wanted: list[tuple[int, Job]] = []
    for sample in some:
        if len(sample.counts) >= FEWEST:
            fingerprint = sample.counts.fingerprint
            path = memory_path(plan.root, fingerprint, plan.fingerprint)
            known[sample.site] = Known(fingerprint, path)
            if sample.site in judged and not os.path.exists(path):
                wanted.append((len(sample.counts), memory_job(plan.clean, sample.site, plan.fingerprint)))
    return [job for _, job in sorted(wanted, key=lambda one: -one[0])]


def _see_to(made: Sequence[Pending], store: CountStore, plan: Plan) -> None:
    """Wait until memories are made; one that a process could not make in its time is made here, where none ends it."""
    for row in answers(made):
        if row.outcome != "ok":
            write_memory(plan.root, memory_of(Counts(row.page, store.pages(row.page))), plan.fingerprint)


def _sizes(plan: Plan) -> collections.Counter[str]:
    """How many pages each site has."""
    rows = plan.db.execute("SELECT url, raw FROM plan WHERE state IN ('todo', 'unchanged')")
    return collections.Counter(site_of(url, raw) for url, raw in rows)


def _list_pages(plan: Plan, limits: Limits, large: Set[str]) -> set[str]:
    """Note the digest of every page of the sites that are ``large`` enough: from the ledger where the file is as it
    was, else from its bytes.

    Returns the sites with a page that is to be cleaned.
    """
    judged: set[str] = set()
    last = 0
    while rows := plan.db.execute(_PAGES, (last,)).fetchall():
        last = rows[-1]["seq"]
        noted: list[tuple[str, str, str, str, int]] = []
        for row in rows:
            site, digest = site_of(row["url"], row["raw"]), row["digest"]
            if row["state"] == "todo":
                judged.add(site)
            if site not in large:
                continue
            try:
                digest = digest or hashlib.sha256(raw_body(plan.job(row["seq"]), limits)).hexdigest()
            except PageProblem:
                continue  # its own row will tell; it has nothing to add
            noted.append((site, digest, address_of(row["url"]) or digest, row["fetched_at"][:10], row["seq"]))
        plan.db.executemany("INSERT INTO chosen VALUES (?, ?, ?, ?, ?)", noted)
    plan.db.commit()
    return judged


@dataclass(slots=True)
class _Sample:
    """The pages that represent a site; ``missing`` are those that nobody has read yet, with their jobs."""

    site: str
    counts: Counts
    missing: list[tuple[PageCount, Job]]
    changed: bool


def _in_groups(plan: Plan, store: CountStore, sites: list[str]) -> Iterator[list[_Sample]]:
    """The sites' samples, as many together as have pages enough to keep every process at work."""
    some: list[_Sample] = []
    for site in sites:
        some.append(_sample(plan, store, site))
        if len(some) >= _SITES or sum(len(sample.missing) for sample in some) >= _PAGES_TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _sample(plan: Plan, store: CountStore, site: str) -> _Sample:
    """The pages that represent a site, perhaps without their lines: each is read once by this cleaner."""
    chosen, places = Counts(site), {}
    rows = plan.db.execute("SELECT digest, address, seen, seq FROM chosen WHERE site = ?", (site,))
    for digest, address, seen, seq in rows:
        if chosen.wants(digest, address, seen):
            page = PageCount(digest, address, "", seen)
            chosen.add(page)
            places[page.identity] = seq
    outline = store.outline(site)
    if {page.identity for page in chosen} == {page.identity for page in outline}:
        return _Sample(site, outline, [], False)
    ready = {page.identity: page for page in store.pages(site)}
    counts = Counts(site, (ready[page.identity] for page in chosen if page.identity in ready))
    missing = [(page, plan.job(places[page.identity])) for page in chosen if page.identity not in ready]
    return _Sample(site, counts, missing, True)


def _begin(samples: Sequence[_Sample], counter: Counter) -> list[Pending]:
    """Have the pages read that nobody has read yet."""
    return counter.begin([replace(job, work="count") for sample in samples for _, job in sample.missing])


def _keep_counts(samples: Sequence[_Sample], reading: Sequence[Pending], store: CountStore) -> None:
    """Wait for the pages that are read, and keep the counts of the sites that have changed."""
    missing = [(sample, page) for sample in samples for page, _ in sample.missing]
    for (sample, page), row in zip(missing, answers(reading), strict=True):
        sample.counts.add(_with_lines(page, row))
    for sample in samples:
        if sample.changed:
            store.replace(sample.counts)


def _with_lines(page: PageCount, row: Row) -> PageCount:
    """A page that cannot be read is counted without lines."""
    section, lines = row.counted or ("", "")
    same = row.raw_digest == page.digest  # else it was written anew meanwhile
    return replace(page, section=section, packed=base64.b64decode(lines) if same else b"")


def asking(known: Mapping[str, Known]) -> Callable[[str, str], tuple[str, str]]:
    """A function that tells, of a page's url and its name in raw/, its memory's file and fingerprint."""

    def of(url: str, raw: str) -> tuple[str, str]:
        site = known.get(site_of(url, raw), Known(""))
        return site.path, site.fingerprint

    return of
