"""The progress of fetching: a live table by host on a terminal, or a line per page, or JSON lines."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, deque
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.live import Live
from rich.table import Table
from rich.text import Text

from ..fetch.session import FetchProgress, failure_count
from ..fetch.throttle import HostThrottle
from ..fetch.visit import Visit
from .terminal import Paint, console, cut, line, printable, width

_MAX_FAILURES = 25
_MAX_ROWS = 15
_MAX_HOSTS = 10_000  # counted one by one


class FailureCollector(FetchProgress):
    """Collects the first failures, to print them at the end of the run."""

    def __init__(self) -> None:
        self.failures: list[Visit] = []

    def visited(self, visit: Visit) -> None:
        if visit.error and len(self.failures) < _MAX_FAILURES:
            # Without what was received, which the frames of an error hold as well.
            self.failures.append(replace(visit, error=visit.error.final(), exchanges=()))


class LineProgress(FailureCollector):
    """One line per page, for a log."""

    def visited(self, visit: Visit) -> None:
        super().visited(visit)
        detail = f"  {visit.detail}" if visit.detail else ""
        print(f"{visit.outcome:<18} {line(f'{visit.target.redacted_url}{detail}')}", file=sys.stderr, flush=True)


class JsonProgress(FailureCollector):
    """One JSON object per page, and one for the whole run at the end, for programs."""

    def __init__(self) -> None:
        super().__init__()
        self._outcomes: Counter[str] = Counter()

    def visited(self, visit: Visit) -> None:
        super().visited(visit)
        self._outcomes[visit.outcome] += 1
        target, final = visit.target, visit.final_exchange
        event = {
            "event": "visited",
            "at": _now(),
            "url": target.redacted_url,
            "role": target.role,
            "outcome": visit.outcome,
            "detail": visit.detail,
            "advice": visit.advice,
            "found_in": target.found_in,
            "final_url": visit.final_url,
            "status": final.status if final else None,
            "bytes": len(final.body) if final else 0,
            "tries": visit.tries,
            "seconds": round(visit.seconds, 3),
        }
        _print_event(event)

    def ended(self) -> None:
        _print_event({"event": "ended", "at": _now(), "outcomes": dict(self._outcomes)})


def _print_event(event: dict[str, Any]) -> None:
    print(json.dumps(event), file=sys.stderr, flush=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(slots=True)
class _HostCounts:
    queued: int = 0
    fetched: int = 0
    failed: int = 0


class TableProgress(FailureCollector):
    """A table of hosts that is updated while they are fetched: queued, fetched, failed, pace, time left."""

    def __init__(self) -> None:
        super().__init__()
        self._hosts: dict[str, _HostCounts] = {}
        self._others = _HostCounts()  # of all further hosts together
        self._recent_ends: deque[float] = deque(maxlen=200)  # when the latest visits ended
        self._throttle: HostThrottle | None = None
        terminal = console(sys.stderr)
        self._live = Live(console=terminal, transient=True, refresh_per_second=4, get_renderable=self._table)

    def started(self, throttle: HostThrottle) -> None:
        self._throttle = throttle
        self._live.start()

    def queued(self, host: str) -> None:
        if host not in self._hosts and len(self._hosts) < _MAX_HOSTS:
            self._hosts[host] = _HostCounts()
        self._hosts.get(host, self._others).queued += 1

    def visited(self, visit: Visit) -> None:
        super().visited(visit)
        self._recent_ends.append(time.monotonic())
        if visit.host:
            host = self._hosts.get(visit.host, self._others)
            host.queued -= 1
            host.fetched += visit.succeeded
            host.failed += not visit.succeeded

    def ended(self) -> None:
        self._live.stop()

    def _table(self) -> Table:
        table = Table("host", "queued", "fetched", "failed", "pace", "time left", box=None, pad_edge=False)
        busiest = sorted(self._hosts.items(), key=lambda item: -item[1].queued)
        for name, host in busiest[:_MAX_ROWS]:
            pause = self._throttle.pause_of(name) if self._throttle else 0.0
            failed = Text(str(host.failed), "yellow" if host.failed else "")
            time_left = _duration(host.queued * max(pause, self._mean_gap())) if host.queued else ""
            table.add_row(Text(cut(name, 40)), str(host.queued), str(host.fetched), failed, f"{pause:g} s", time_left)
        if len(busiest) > _MAX_ROWS:
            rest = [*(host for _, host in busiest[_MAX_ROWS:]), self._others]
            sums = [str(sum(getattr(host, column) for host in rest)) for column in ("queued", "fetched", "failed")]
            table.add_row(f"{len(rest) - 1}{'+' if self._others.fetched else ''} more", *sums, "", "")
        return table

    def _mean_gap(self) -> float:
        """Seconds between the ends of two visits."""
        if len(self._recent_ends) < 2:
            return 0.0
        return (self._recent_ends[-1] - self._recent_ends[0]) / len(self._recent_ends)


def progress_for(log: str | None) -> FailureCollector:
    """The progress for ``log``; if it is None, a live table on a terminal, else one line per page."""
    if log == "json":
        return JsonProgress()
    return TableProgress() if log is None and sys.stderr.isatty() else LineProgress()


def print_outcomes(outcomes: Counter[str], failures: list[Visit], root: Path) -> None:
    """Print failures and totals to standard output."""
    paint, columns = Paint(), width()
    failed = failure_count(outcomes)
    for visit in failures:
        origin = f" ({visit.target.found_in})" if visit.target.found_in else ""
        print(paint(visit.outcome, "yellow"), cut(f"{visit.target.redacted_url}{origin}", columns - 20))
        print(f"    {cut(visit.detail, columns - 4)}\n    {paint(line(visit.advice), 'dim')}")
    if failed > len(failures):
        print(f"... and {failed - len(failures):,} more: `winnow ledger --failed` lists all")
    parts = [f"{outcomes['ok']:,} fetched", f"{outcomes['unchanged']:,} unchanged", f"{failed:,} failed"]
    print(printable(f"{', '.join(parts)}; raw pages are in {root}"))


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
