"""The steps of the flows: fetch, clean, check. Each is shown on Prefect as it goes; none is a flow itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from ..errors import UsageError, WinnowError
from ..fetch.crawl import CrawlLimits
from ..fetch.policy import policy_from
from ..fetch.session import FetchPlan, FetchProgress, failure_count, fetch_all
from ..fetch.sources import TargetSources
from ..fetch.visit import Visit
from ..options import Progress, RunOptions
from ..report import Report, failure_table
from ..runs.run import clean_pages
from ..safe_text import one_line
from ..settings import Settings
from ..verify import Finding, Tally
from ..verify import verify as verify_stores
from .reporter import MAX_FAILURES, PrefectProgress, PrefectReporter, ProgressArtifact


@dataclass
class CommandRun:
    """The run of a command, inside a flow in the same process.

    Flow parameters are plain values, so the command's options and progress reach `clean_stores` through the context
    variable ``command_run``; the report, or the error, is returned in the same way.
    """

    options: RunOptions
    progress: Progress
    report: Report | None = None
    error: WinnowError | None = None


command_run: ContextVar[CommandRun | None] = ContextVar("command_run", default=None)


def clean_stores(
    settings: Settings, reporter: PrefectReporter, *, reclean: bool, earlier: Sequence[dict[str, str]] = ()
) -> Report:
    """Clean what is new or changed, and show the pages that failed, after the failures of an earlier step."""
    options = RunOptions.from_settings(settings, wait=True, reclean=reclean)
    run = command_run.get() or CommandRun(options, Progress())
    try:
        run.report = clean_pages(run.options, PrefectProgress(reporter, run.progress))
    except WinnowError as error:
        run.error = error
        raise
    description = "Pages that failed, and why; `winnow ledger --failed` lists all"
    reporter.failures([*earlier, *failure_table(run.report)], description)
    return run.report


@dataclass
class Fetched:
    """The result of fetching: how many pages had which outcome, and a table of failures."""

    outcomes: Counter[str]
    failures: list[dict[str, str]] = field(default_factory=list)

    def markdown(self) -> str:
        """A heading and a table for the report."""
        head = f"# {self.outcomes['ok']:,} pages fetched, {failure_count(self.outcomes):,} failed"
        return head + _table("outcome", "pages", self.outcomes)


def fetch_into(settings: Settings, reporter: PrefectReporter, sources: TargetSources, max_pages: int) -> Fetched:
    """Fetch pages, feeds and sitemaps. Links are followed up to ``max_pages`` pages; 0: they are not followed."""
    if not sources:
        raise UsageError("nothing to fetch: give pages, feeds or sitemaps")
    follow = CrawlLimits(max_pages) if max_pages else None
    watcher = _FetchWatcher(reporter)
    outcomes = fetch_all(settings.raw, FetchPlan(sources.targets(), policy_from(settings), follow, wait=True), watcher)
    watcher.artifact.end()
    counts = outcomes["ok"], outcomes["unchanged"], failure_count(outcomes)
    reporter.log.info("%s fetched, %s unchanged, %s failed", *counts)
    return Fetched(outcomes, watcher.failures)


class _FetchWatcher(FetchProgress):
    def __init__(self, reporter: PrefectReporter) -> None:
        self.artifact = ProgressArtifact(reporter, "fetching")
        self.failures: list[dict[str, str]] = []

    def started(self, _throttle: object) -> None:
        self.artifact.begin()

    def queued(self, host: str) -> None:
        self.artifact.total += 1

    def visited(self, visit: Visit) -> None:
        reason = f"{visit.detail} {visit.advice}".strip()
        self.artifact.count("" if visit.succeeded else f"{visit.target.redacted_url}: {visit.outcome}: {reason}")
        if not visit.succeeded and len(self.failures) < MAX_FAILURES:
            self.failures.append({"page": visit.target.redacted_url, "outcome": visit.outcome, "why": reason})


def end_state(report: Report, settings: Settings, fetched: Fetched | None = None) -> State[Any]:
    """The state in which a run ends: Completed, PartiallyCleaned when pages failed, Failed when too many did."""
    unfetched = failure_count(fetched.outcomes) if fetched else 0
    message = f"{report.cleaned:,} cleaned, {report.unchanged:,} unchanged, {report.failed:,} failed"
    if fetched:
        message = f"{fetched.outcomes['ok']:,} fetched, {unfetched:,} could not be fetched; {message}"
    if report.incidents:
        message += f"; sites that have changed: {len(report.incidents):,}"
    failures = report.failed + unfetched
    if failures > settings.failed_share * (report.cleaned + report.failed + report.unchanged + unfetched):
        return Failed(message=message)
    return Completed(name="PartiallyCleaned" if failures else "Completed", message=message)


def check_stores(settings: Settings, reporter: PrefectReporter) -> State[Any]:
    """Check everything in both stores, and show what is wrong."""
    tally = Tally()
    listed: list[Finding] = []
    kinds: Counter[str] = Counter()
    for finding in verify_stores(settings.raw, settings.clean, tally, wait=True):
        kinds[finding.kind] += 1
        if len(listed) < MAX_FAILURES:
            listed.append(finding)
            reporter.warn(f"{finding.kind}: {finding.where}: {finding.detail}")
    checked = f"{tally.records:,} records, {tally.fetched:,} fetched answers, {tally.clean_pages:,} clean pages checked"
    total = sum(kinds.values())
    outcome = f"{total:,} findings" if total else "all well"
    reporter.log.info("%s: %s", checked, outcome)
    reporter.report(f"# {outcome.capitalize()}\n\n{checked}.{_table('finding', 'times', kinds)}")
    reporter.failures(
        [{"where": item.where, "finding": item.kind, "why": item.detail} for item in listed],
        "What is wrong; `winnow verify` lists all",
    )
    message = f"{outcome}; {checked}"
    return Failed(name="Findings", message=message) if total else Completed(message=message)


def _table(key: str, number: str, counts: Counter[str]) -> str:
    rows = "\n".join(f"| {name} | {count:,} |" for name, count in counts.most_common())
    return f"\n\n| {key} | {number} |\n|---|---:|\n{rows}" if rows else ""


def describe_sources(parameters: Mapping[str, Any]) -> str:
    """The sources of a scrape in a few words: its only address, or how many pages, feeds and sitemaps."""
    sources = {kind: parameters.get(kind) or [] for kind in ("pages", "feeds", "sitemaps")}
    addresses = [*chain.from_iterable(sources.values())]
    if len(addresses) == 1:
        return one_line(str(addresses[0]))[:100]
    numbers = {kind: len(addresses) for kind, addresses in sources.items() if addresses}
    return " and ".join(f"{n:,} {kind if n > 1 else kind[:-1]}" for kind, n in numbers.items()) or "nothing"
