"""The progress of fetching: a live table by host on a terminal, or a line a page, or JSON lines."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, deque
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.live import Live
from rich.table import Table
from rich.text import Text

from ..fetch.session import Watcher
from ..fetch.throttle import HostThrottle
from ..fetch.visit import FINE, Visit
from .terminal import Paint, console, cut, line, printable, width

_MOST_FAILURES = 25
_MOST_ROWS = 15


class FailureWatcher(Watcher):
    """Keeps the first failures for the end of the run."""

    def __init__(self) -> None:
        self.failures: list[Visit] = []

    def visited(self, visit: Visit) -> None:
        if not visit.fine and len(self.failures) < _MOST_FAILURES:
            self.failures.append(visit)


class Lines(FailureWatcher):
    """A line a page, for a log."""

    def visited(self, visit: Visit) -> None:
        super().visited(visit)
        about = f"  {visit.detail}" if visit.detail else ""
        print(f"{visit.outcome:<18} {line(f'{visit.target.shown}{about}')}", file=sys.stderr, flush=True)


class JsonLines(FailureWatcher):
    """A JSON object a page, and one for the whole at the end, for machines."""

    def __init__(self) -> None:
        super().__init__()
        self._outcomes: Counter[str] = Counter()

    def visited(self, visit: Visit) -> None:
        super().visited(visit)
        self._outcomes[visit.outcome] += 1
        target, final = visit.target, visit.final
        facts = {
            "event": "visited",
            "at": _now(),
            "url": target.shown,
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
        print(json.dumps(facts, ensure_ascii=True), file=sys.stderr, flush=True)

    def ended(self) -> None:
        facts = {"event": "ended", "at": _now(), "outcomes": dict(self._outcomes)}
        print(json.dumps(facts), file=sys.stderr, flush=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(slots=True)
class _Host:
    queued: int = 0
    fetched: int = 0
    failed: int = 0


class LiveTable(FailureWatcher):
    """Hosts as they are fetched: queued, fetched, failed, pace, time left."""

    def __init__(self) -> None:
        super().__init__()
        self._hosts: dict[str, _Host] = {}
        self._recent: deque[float] = deque(maxlen=200)
        self._throttle: HostThrottle | None = None
        screen = console(sys.stderr)
        self._live = Live(console=screen, transient=True, refresh_per_second=4, get_renderable=self._table)

    def started(self, throttle: HostThrottle) -> None:
        self._throttle = throttle
        self._live.start()

    def queued(self, host: str) -> None:
        self._hosts.setdefault(host, _Host()).queued += 1

    def visited(self, visit: Visit) -> None:
        super().visited(visit)
        self._recent.append(time.monotonic())
        host = self._hosts.get(visit.host)
        if host is not None:
            host.queued -= 1
            host.fetched += visit.fine
            host.failed += not visit.fine

    def ended(self) -> None:
        self._live.stop()

    def _table(self) -> Table:
        table = Table("host", "queued", "fetched", "failed", "pace", "time left", box=None, pad_edge=False)
        busiest = sorted(self._hosts.items(), key=lambda item: -item[1].queued)
        for name, host in busiest[:_MOST_ROWS]:
            pause = self._throttle.pause_of(name) if self._throttle else 0.0
            failed = Text(str(host.failed), "yellow" if host.failed else "")
            left = _duration(host.queued * max(pause, self._mean_gap())) if host.queued else ""
            table.add_row(Text(cut(name, 40)), str(host.queued), str(host.fetched), failed, f"{pause:g} s", left)
        if len(busiest) > _MOST_ROWS:
            rest = busiest[_MOST_ROWS:]
            sums = [str(sum(getattr(host, part) for _, host in rest)) for part in ("queued", "fetched", "failed")]
            table.add_row(f"{len(rest)} more", *sums, "", "")
        return table

    def _mean_gap(self) -> float:
        if len(self._recent) < 2:
            return 0.0
        return (self._recent[-1] - self._recent[0]) / len(self._recent)


def watcher(log: str | None) -> FailureWatcher:
    """The watcher for ``log``; without it a live table if standard error is a terminal, else a line a page."""
    if log == "json":
        return JsonLines()
    return LiveTable() if log is None and sys.stderr.isatty() else Lines()


def print_outcomes(outcomes: Counter[str], failures: list[Visit], root: Path) -> None:
    """Write failures and totals to standard output."""
    paint, columns = Paint(), width()
    failed = sum(count for outcome, count in outcomes.items() if outcome not in FINE)
    for visit in failures:
        where = f" ({visit.target.found_in})" if visit.target.found_in else ""
        print(paint(visit.outcome, "yellow"), cut(f"{visit.target.shown}{where}", columns - 20))
        print(f"    {cut(visit.detail, columns - 4)}\n    {paint(line(visit.advice), 'dim')}")
    if failed > len(failures):
        print(f"... and {failed - len(failures):,} more: `winnow ledger --failed` lists all")
    parts = [f"{outcomes['ok']:,} fetched", f"{outcomes['unchanged']:,} unchanged", f"{failed:,} failed"]
    print(printable(f"{', '.join(parts)}; raw pages are in {root}"))


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
