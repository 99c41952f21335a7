"""Keeps what is fetched: first in the archive, on the disk, then in the list of fetched pages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..store.archive import Archive, Place
from ..store.fetched import Fetched
from ..store.warc import read_at
from .client import Exchange
from .records import NO_HTTP_ERROR, NO_PAGE, facts_of, pack_robots, pack_visit
from .robots import RobotsFile
from .robots_keeper import Robots
from .visit import Known, Target, Visit

_LARGE = 1_000_000
_EVERY, _MOST = 0.5, 300  # seconds, and visits: how much a crash may cost to fetch again


class Recorder:
    """Takes in visits as they end; every half second what came in is made durable and told to the ledger."""

    def __init__(self, root: Path, fetched: Fetched, archive: Archive) -> None:
        self._root, self._fetched, self._archive = root, fetched, archive
        self._waiting: list[tuple[Mapping[str, Any], str, int]] = []
        self._ends: dict[str, int] = {}
        self._there: dict[str, bool] = {}
        self._flushed = time.monotonic()
        self._one_at_a_time = asyncio.Lock()

    def known(self, target: Target) -> Known | None:
        """What makes a request conditional: only for a page that was fit to keep."""
        row = self._fetched.find(target.shown, target.role)
        if row is None or not row["digest"] or row["outcome"] in NO_PAGE or not self._is_there(row["warc"]):
            return None
        return Known(row["final_url"], row["etag"], row["last_modified"], row["digest"])

    def _is_there(self, file: str) -> bool:
        """Whether a file of the archive is there: what somebody took away is fetched anew."""
        if file not in self._there:
            self._there[file] = (self._root / file).is_file()
        return self._there[file]

    def kept_body(self, target: Target) -> bytes:
        """The body kept of an address that has not changed; b"" if it cannot be read."""
        row = self._fetched.find(target.shown, target.role)
        if row is None or not row["warc"]:
            return b""
        return read_at(self._root / row["warc"], f"@{row['offset']}").body

    def saved_robots(self, origin: str) -> Robots | None:
        """The robots.txt that an earlier run read, out of the archive; None if it is not there as it was."""
        row = self._fetched.find_robots(origin)
        if row is None:
            return None
        if row["status"] >= 500:
            return None  # ask again
        if row["status"] >= 300:
            return Robots(origin, None, row["read_at"])
        try:
            kept = read_at(self._root / row["warc"], f"@{row['offset']}")
        except (OSError, ValueError):
            return None
        file = RobotsFile(kept.body)
        return Robots(origin, file, row["read_at"]) if file.digest == row["digest"] else None

    def on_robots(self, robots: Robots, exchange: Exchange) -> None:
        """Keep a robots.txt that was just read."""
        pack = pack_robots(robots, exchange)
        place = self._archive.append(robots.origin, pack.content())
        self._note(pack.facts, place, pack.answer_at)

    async def add(self, visit: Visit) -> None:
        """Keep a visit, whatever became of it. The same bytes as before are noted, not kept twice."""
        if not visit.exchanges or visit.outcome not in NO_HTTP_ERROR:
            self._note(facts_of(visit))
        else:
            first = self._first(visit)
            if first is not None and visit.outcome == "ok":
                visit.outcome, visit.detail = "unchanged", "the same bytes as before"
            if sum(len(exchange.wire) for exchange in visit.exchanges) > _LARGE:
                pack = await asyncio.to_thread(pack_visit, visit, first)
            else:
                pack = pack_visit(visit, first)
            place = self._archive.append(visit.target.shown, pack.content())
            self._note(pack.facts, place, pack.answer_at)
        if len(self._waiting) >= _MOST or time.monotonic() - self._flushed > _EVERY:
            await self.flush()

    async def flush(self) -> None:
        """Return once everything taken in so far is on the disk and in the ledger. Raises StoreProblem."""
        async with self._one_at_a_time:
            self._flushed = time.monotonic()
            count, ends = len(self._waiting), dict(self._ends)
            if not count:
                return
            await asyncio.to_thread(self._archive.sync, self._archive.written())
            self._fetched.record(self._waiting[:count], ends)
            self._ends = dict(self._ends.items() - ends.items())
            del self._waiting[:count]  # only now: a run that is stopped on the way tells of them at its end

    def _note(self, facts: Mapping[str, Any], place: Place | None = None, answer_at: int = 0) -> None:
        self._waiting.append((facts, place.file if place else "", place.start + answer_at if place else 0))
        if place:
            self._ends[place.file] = place.end

    def _first(self, visit: Visit) -> tuple[str, str] | None:
        """Address and date of the answer kept earlier, if this one brings the same bytes."""
        row = self._fetched.find(visit.target.shown, visit.target.role)
        if row is None or not row["warc"] or row["final_url"] != visit.final_url or visit.final is None:
            return None
        if not self._is_there(row["warc"]):
            return None
        same = visit.final.status == 304 or row["digest"] == visit.digest
        return (row["final_url"], row["fetched_at"]) if same else None
