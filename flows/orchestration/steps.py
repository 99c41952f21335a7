"""The steps of the flows: fetch, clean, check, each shown on Prefect as it goes. Nothing here is a flow itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from ..errors import UsageError, WinnowError
from ..fetch.crawl import Follow
from ..fetch.policy import policy_from
from ..fetch.session import Plan, Watcher, failed, fetch_all
from ..fetch.sources import Sources
from ..fetch.visit import Visit
from ..options import Progress, RunOptions
from ..report import Report, failure_table
from ..runs.run import clean_pages
from ..safe_text import one_line
from ..settings import Settings
from ..verify import Finding, Tally
from ..verify import verify as look
from .reporter import SHOWN, Meter, PrefectProgress, PrefectReporter


@dataclass
class Caller:
    """A command that runs a flow in its own process: its options go before the flow's, and it gets the outcome."""

    options: RunOptions
    progress: Progress
    report: Report | None = None
    error: WinnowError | None = None


caller_here: ContextVar[Caller | None] = ContextVar("caller_here", default=None)


def clean_stores(
    settings: Settings, reporter: PrefectReporter, *, reclean: bool, earlier: Sequence[dict[str, str]] = ()
) -> Report:
    """Clean what is new or changed, and show the pages that failed, after those that failed ``earlier``."""
    options = RunOptions.from_settings(settings, wait=True, reclean=reclean)
    caller = caller_here.get() or Caller(options, Progress())
    try:
        caller.report = clean_pages(caller.options, PrefectProgress(reporter, caller.progress))
    except WinnowError as error:
        caller.error = error
        raise
    about = "Pages that failed, and why; `winnow ledger --failed` lists all"
    reporter.table([*earlier, *failure_table(caller.report)], about)
    return caller.report


@dataclass
class Fetched:
    """What came of fetching."""

    outcomes: Counter[str]
    failures: list[dict[str, str]] = field(default_factory=list)

    def markdown(self) -> str:
        """A line and a table for the report."""
        head = f"# {self.outcomes['ok']:,} pages fetched, {failed(self.outcomes):,} failed"
        return head + _table("outcome", "pages", self.outcomes)


def fetch_into(settings: Settings, reporter: PrefectReporter, sources: Sources, crawl: int) -> Fetched:
    """Fetch pages, feeds and sitemaps; ``crawl``: follow links to this many pages at most (0: do not)."""
    if not sources:
        raise UsageError("nothing to fetch: give pages, feeds or sitemaps")
    follow = Follow(crawl) if crawl else None
    watcher = _Fetching(reporter)
    outcomes = fetch_all(settings.raw, Plan(sources.targets(), policy_from(settings), follow, wait=True), watcher)
    watcher.meter.end()
    reporter.log.info("%s fetched, %s as they were, %s failed", outcomes["ok"], outcomes["unchanged"], failed(outcomes))
    return Fetched(outcomes, watcher.failures)


class _Fetching(Watcher):
    def __init__(self, reporter: PrefectReporter) -> None:
        self.meter = Meter(reporter, "fetching")
        self.failures: list[dict[str, str]] = []

    def started(self, manners: object) -> None:
        self.meter.begin()

    def queued(self, host: str) -> None:
        self.meter.total += 1

    def visited(self, visit: Visit) -> None:
        why = f"{visit.detail} {visit.advice}".strip()
        self.meter.count("" if visit.fine else f"{visit.target.shown}: {visit.outcome}: {why}")
        if not visit.fine and len(self.failures) < SHOWN:
            self.failures.append({"page": visit.target.shown, "outcome": visit.outcome, "why": why})


def outcome_of(report: Report, settings: Settings, fetched: Fetched | None = None) -> State[Any]:
    """The state a run ends in: Completed, PartiallyCleaned when pages failed, Failed when too many did."""
    lost = failed(fetched.outcomes) if fetched else 0
    message = f"{report.cleaned:,} cleaned, {report.unchanged:,} unchanged, {report.failed:,} failed"
    if fetched:
        message = f"{fetched.outcomes['ok']:,} fetched, {lost:,} not; {message}"
    if report.incidents:
        message += f"; sites that have changed: {len(report.incidents):,}"
    bad = report.failed + report.failed_earlier
    if bad + lost > settings.failed_share * (report.cleaned + report.failed + report.unchanged + lost):
        return Failed(message=message)
    return Completed(name="PartiallyCleaned" if bad + lost else "Completed", message=message)


def check_stores(settings: Settings, reporter: PrefectReporter) -> State[Any]:
    """Look at everything that was kept, and show what does not hold."""
    tally = Tally()
    found: list[Finding] = []
    kinds: Counter[str] = Counter()
    for finding in look(settings.raw, settings.clean, tally, wait=True):
        kinds[finding.kind] += 1
        if len(found) < SHOWN:
            found.append(finding)
            reporter.warn(f"{finding.kind}: {finding.where}: {finding.detail}")
    seen = f"{tally.records:,} records, {tally.fetched:,} fetched answers, {tally.clean_pages:,} clean pages looked at"
    total = sum(kinds.values())
    reporter.log.info("%s: %s", seen, f"{total:,} findings" if total else "all well")
    reporter.report(f"# {f'{total:,} findings' if total else 'All well'}\n\n{seen}.{_table('finding', 'times', kinds)}")
    reporter.table(
        [{"where": item.where, "finding": item.kind, "why": item.detail} for item in found],
        "What does not hold; `winnow verify` lists all",
    )
    if total:
        return Failed(name="Findings", message=f"{total:,} findings; {seen}")
    return Completed(message=f"all well; {seen}")


def _table(name: str, number: str, counts: Counter[str]) -> str:
    rows = "\n".join(f"| {what} | {count:,} |" for what, count in counts.most_common())
    return f"\n\n| {name} | {number} |\n|---|---:|\n{rows}" if rows else ""


def source_of(parameters: Mapping[str, Any]) -> str:
    """What a scrape is about, in a few words: its only address, or how many of what."""
    given = {kind: parameters.get(kind) or [] for kind in ("pages", "feeds", "sitemaps")}
    every = [address for addresses in given.values() for address in addresses]
    if len(every) == 1:
        return one_line(str(every[0]))[:100]
    counts = [f"{len(some):,} {kind if len(some) > 1 else kind[:-1]}" for kind, some in given.items() if some]
    return " and ".join(islice(counts, 3)) or "nothing"
