"""Records what is fetched: first in the archive, on the disk, then in the list of fetched pages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..http.exchange import Exchange
from ..store.archive import Archive
from ..store.fetched import Fetched
from ..warc.answers import read_answer
from ..warc.writer import RecordGroup
from .robots import RobotsFile
from .robots_cache import Robots
from .visit import ARCHIVED, NO_PAGE, Target, Validators, Visit
from .visit_records import facts_of_visit, records_of_robots, records_of_visit

_LARGE = 1_000_000
_MAX_SECONDS, _MAX_VISITS = 0.5, 300  # how much a crash may cost to fetch again


class Recorder:
    """Takes in visits as they end; every half second they are flushed to disk, then written to the list."""

    def __init__(self, root: Path, fetched: Fetched, archive: Archive) -> None:
        self._root, self._fetched, self._archive = root, fetched, archive
        self._waiting: list[tuple[Mapping[str, Any], str, int]] = []
        self._ends: dict[str, int] = {}
        self._flushed = time.monotonic()
        self._flushing = asyncio.Lock()
        # What somebody took away is fetched anew.
        self._has_file = lru_cache(maxsize=None)(lambda file: (root / file).is_file())

    def validators(self, target: Target) -> Validators | None:
        """What makes a request conditional: only for a page that was fit to keep."""
        row = self._fetched.find(target.shown, target.role)
        if row is None or not row["digest"] or row["outcome"] in NO_PAGE or not self._has_file(row["warc"]):
            return None
        return Validators(row["final_url"], row["etag"], row["last_modified"])

    def archived_body(self, target: Target) -> bytes | None:
        """The archived body of an address that has not changed; None if it cannot be read."""
        row = self._fetched.find(target.shown, target.role)
        answer = read_answer(self._root / row["warc"], f"@{row['offset']}") if row and row["warc"] else None
        return answer.body if answer and answer.outcome == "ok" else None

    def saved_robots(self, origin: str) -> Robots | None:
        """The robots.txt that an earlier run read, out of the archive; None if it is not there as it was."""
        row = self._fetched.find_robots(origin)
        if row is None or row["status"] >= 500:
            return None  # ask again
        if row["status"] >= 300:
            return Robots(origin, None, row["read_at"])
        try:
            file = RobotsFile(read_answer(self._root / row["warc"], f"@{row['offset']}").body)
        except (OSError, ValueError):
            return None
        return Robots(origin, file, row["read_at"]) if file.digest == row["digest"] else None

    def on_robots(self, robots: Robots, exchange: Exchange) -> None:
        """Archive a robots.txt that was just read."""
        self._append(robots.origin, records_of_robots(robots, exchange))

    async def add(self, visit: Visit) -> Visit:
        """Record a visit, whatever became of it; returns it as recorded.

        The same bytes as before are noted as unchanged, not archived twice. Raises StoreError.
        """
        if not visit.exchanges or visit.outcome not in ARCHIVED:
            self._waiting.append((facts_of_visit(visit), "", 0))
        else:
            first = self._first(visit)
            if first is not None and visit.outcome == "ok":
                visit = replace(visit, unchanged=True)
            if sum(len(exchange.raw_body) for exchange in visit.exchanges) > _LARGE:
                group = await asyncio.to_thread(records_of_visit, visit, first)
            else:
                group = records_of_visit(visit, first)
            self._append(visit.target.shown, group)
        if len(self._waiting) >= _MAX_VISITS or time.monotonic() - self._flushed > _MAX_SECONDS:
            await self.flush()
        return visit

    async def flush(self) -> None:
        """Return once everything taken in so far is on the disk and in the list. Raises StoreError."""
        async with self._flushing:
            self._flushed = time.monotonic()
            count, ends = len(self._waiting), dict(self._ends)
            if not count:
                return
            await asyncio.to_thread(self._archive.sync, self._archive.flush())
            self._fetched.record(self._waiting[:count], ends)
            self._ends = dict(self._ends.items() - ends.items())
            del self._waiting[:count]  # only now: a run that is stopped on the way records them at its end

    def _append(self, url: str, group: RecordGroup) -> None:
        place = self._archive.append(url, group.content())
        self._waiting.append((group.metadata, place.file, place.start + group.answer_start))
        self._ends[place.file] = place.end

    def _first(self, visit: Visit) -> tuple[str, str] | None:
        """Address and date of the answer archived earlier, if this one brings the same bytes."""
        row = self._fetched.find(visit.target.shown, visit.target.role)
        if row is None or not row["warc"] or row["final_url"] != visit.final_url or visit.final is None:
            return None
        if not self._has_file(row["warc"]):
            return None
        same = visit.final.status == 304 or row["digest"] == visit.digest
        return (row["final_url"], row["fetched_at"]) if same else None
