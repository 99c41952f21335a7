"""The steps of the flows: fetch, clean, check, each told to Prefect as it goes. Nothing here is a flow itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from ..cli.fetch import policy_of
from ..cli.terminal import printable
from ..errors import UsageProblem, WinnowError
from ..fetch.crawl import Follow
from ..fetch.session import Plan, Watcher, failed, fetch_all
from ..fetch.sources import Sources
from ..fetch.visit import Visit
from ..job import Limits
from ..report import Report, failure_table
from ..run import Options, Unwatched
from ..run import clean_pages as clean_raw_pages
from ..settings import Settings
from ..verify import Finding, Tally
from ..verify import verify as look
from .batches import Cleaning
from .told import SHOWN, Meter, Told


@dataclass
class Watch:
    """What a caller in this process wants instead of the flow's parameters, and where it finds the outcome."""

    options: Options
    report: Report | None = None
    error: WinnowError | None = None


watching: ContextVar[Watch | None] = ContextVar("watching", default=None)


def clean_stores(settings: Settings, told: Told, *, reclean: bool, earlier: Sequence[dict[str, str]] = ()) -> Report:
    """Clean what is new or changed, and show the pages that failed, after those that failed ``earlier``."""
    limits = Limits(settings.page_seconds, settings.page_bytes, settings.page_depth, settings.page_attributes)
    given = Options(
        settings.raw, settings.clean, settings.workers, limits, wait=True, progress=Unwatched(), reclean=reclean,
        sites=settings.sites, runner=settings.runner, dask_address=settings.dask_address,
    )  # fmt: skip
    watch = watching.get() or Watch(given)
    cleaning = Cleaning(told, watch.options.progress)
    try:
        watch.report = clean_raw_pages(replace(watch.options, progress=cleaning), cleaning.run)
    except WinnowError as error:
        watch.error = error
        raise
    about = "Pages that failed, and why; `winnow ledger --failed` lists all"
    told.table([*earlier, *failure_table(watch.report)], about)
    return watch.report


@dataclass
class Fetched:
    """What came of fetching."""

    outcomes: Counter[str]
    failures: list[dict[str, str]] = field(default_factory=list)

    def markdown(self) -> str:
        """A line and a table for the report."""
        rows = "\n".join(f"| {name} | {count:,} |" for name, count in self.outcomes.most_common())
        head = f"# {self.outcomes['ok']:,} pages fetched, {failed(self.outcomes):,} failed"
        return f"{head}\n\n| outcome | pages |\n|---|---:|\n{rows}" if rows else head


def fetch_into(
    settings: Settings, told: Told, sources: tuple[Sequence[str], Sequence[str], Sequence[str]], crawl: int
) -> Fetched:
    """Fetch pages, feeds and sitemaps; ``crawl``: follow links to this many pages at most (0: do not)."""
    pages, feeds, sitemaps = sources
    given = Sources(pages, "", feeds, sitemaps)
    if not given:
        raise UsageProblem("nothing to fetch: give pages, feeds or sitemaps")
    follow = Follow(crawl) if crawl else None
    watcher = _Fetching(told)
    outcomes = fetch_all(settings.raw, Plan(given.targets(), policy_of(settings), follow, wait=True), watcher)
    watcher.meter.end()
    told.log.info("%s fetched, %s as they were, %s failed", outcomes["ok"], outcomes["unchanged"], failed(outcomes))
    return Fetched(outcomes, watcher.failures)


class _Fetching(Watcher):
    def __init__(self, told: Told) -> None:
        self.told, self.meter = told, Meter(told, "fetching")
        self.known = 0
        self.failures: list[dict[str, str]] = []

    def started(self, manners: object) -> None:
        self.meter.begin()

    def queued(self, host: str) -> None:
        self.known += 1

    def visited(self, visit: Visit) -> None:
        self.meter.done += 1
        if not visit.fine:
            self.meter.failed += 1
            if len(self.failures) < SHOWN:
                why = f"{visit.detail} {visit.advice}".strip()
                self.failures.append({"page": visit.target.shown, "outcome": visit.outcome, "why": why})
                self.told.log.warning("%s", printable(f"{visit.target.shown}: {visit.outcome}: {why}"))
        self.meter.show(max(self.known, self.meter.done))


def outcome_of(report: Report, settings: Settings, fetched: Fetched | None = None) -> State[Any]:
    """The state a run ends in: Completed, PartiallyCleaned when pages failed, Failed when too many did."""
    lost = failed(fetched.outcomes) if fetched else 0
    message = f"{report.cleaned:,} cleaned, {report.unchanged:,} unchanged, {report.failed:,} failed"
    if fetched:
        message = f"{fetched.outcomes['ok']:,} fetched, {lost:,} not; {message}"
    if report.incidents:
        message += f"; sites that have changed: {len(report.incidents):,}"
    bad = report.failed + report.before
    if bad + lost > settings.failed_share * (report.cleaned + report.failed + report.unchanged + lost):
        return Failed(message=message)
    return Completed(name="PartiallyCleaned" if bad + lost else "Completed", message=message)


def check_stores(settings: Settings, told: Told) -> State[Any]:
    """Look at everything that was kept, and show what does not hold."""
    tally = Tally()
    found: list[Finding] = []
    kinds: Counter[str] = Counter()
    for finding in look(settings.raw, settings.clean, tally, wait=True):
        kinds[finding.kind] += 1
        if len(found) < SHOWN:
            found.append(finding)
            told.log.warning("%s", printable(f"{finding.kind}: {finding.where}: {finding.detail}"))
    seen = f"{tally.records:,} records, {tally.fetched:,} fetched answers, {tally.clean_pages:,} clean pages looked at"
    total = sum(kinds.values())
    told.log.info("%s: %s", seen, f"{total:,} findings" if total else "all well")
    rows = "\n".join(f"| {kind} | {count:,} |" for kind, count in kinds.most_common())
    table = f"\n\n| finding | times |\n|---|---:|\n{rows}" if rows else ""
    told.report(f"# {f'{total:,} findings' if total else 'All well'}\n\n{seen}.{table}")
    told.table(
        [{"where": item.where, "finding": item.kind, "why": item.detail} for item in found],
        "What does not hold; `winnow verify` lists all",
    )
    if total:
        return Failed(name="Findings", message=f"{total:,} findings; {seen}")
    return Completed(message=f"all well; {seen}")


def whereabouts(clean: Path) -> str:
    """Where clean pages are, so that a person on another machine can tell."""
    return str(clean.absolute())


def source_of(parameters: Mapping[str, Any]) -> str:
    """What a scrape is about, in a few words: its only address, or how many of what."""
    given = {kind: parameters.get(kind) or [] for kind in ("pages", "feeds", "sitemaps")}
    every = [address for addresses in given.values() for address in addresses]
    if len(every) == 1:
        return printable(str(every[0]))[:100]
    counts = [f"{len(some):,} {kind if len(some) > 1 else kind[:-1]}" for kind, some in given.items() if some]
    return " and ".join(islice(counts, 3)) or "nothing"
