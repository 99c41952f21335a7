"""Records visits: first in the archive, until they are on the disk, then in the list of fetched pages."""

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
from .robots_cache import RobotsAnswer
from .urls import parse_url, split_credentials
from .visit import ARCHIVED_OUTCOMES, NO_PAGE_OUTCOMES, Target, Validators, Visit
from .visit_records import metadata_of_visit, records_of_robots, records_of_visit

_LARGE_BYTES = 1_000_000
_MAX_UNFLUSHED_SECONDS, _MAX_UNFLUSHED = 0.5, 300  # what has to be fetched again after a crash


class Recorder:
    """Records visits as they end; every half second they are flushed to disk, then written to the list."""

    def __init__(self, root: Path, fetched: Fetched, archive: Archive) -> None:
        self._root, self._fetched, self._archive = root, fetched, archive
        self._unflushed: list[tuple[Mapping[str, Any], str, int]] = []
        self._file_ends: dict[str, int] = {}
        self._flushed = time.monotonic()
        self._flushing = asyncio.Lock()
        # A page whose file was removed is fetched again.
        self._has_file = lru_cache(maxsize=10_000)(lambda file: (root / file).is_file())

    def validators(self, target: Target) -> Validators | None:
        """The validators that make a request conditional; None for what was not archived as a page."""
        row = self._fetched.find(target.redacted_url, target.role)
        if row is None or not row["digest"] or row["outcome"] in NO_PAGE_OUTCOMES or not self._has_file(row["warc"]):
            return None
        return Validators(row["final_url"], row["etag"], row["last_modified"])

    def archived_body(self, target: Target) -> bytes | None:
        """The archived body of an address whose answer has not changed; None if it cannot be read."""
        row = self._fetched.find(target.redacted_url, target.role)
        answer = read_answer(self._root / row["warc"], f"@{row['offset']}") if row and row["warc"] else None
        return answer.body if answer and answer.outcome == "ok" else None

    def saved_robots(self, origin: str) -> RobotsAnswer | None:
        """The robots.txt that an earlier run archived; None if it is missing or not the same any more."""
        row = self._fetched.find_robots(origin)
        if row is None or row["status"] >= 500:
            return None  # request it again
        if row["status"] >= 300:
            return RobotsAnswer(origin, None, row["read_at"])
        try:
            file = RobotsFile(read_answer(self._root / row["warc"], f"@{row['offset']}").body)
        except (OSError, ValueError):
            return None
        return RobotsAnswer(origin, file, row["read_at"]) if file.digest == row["digest"] else None

    def on_robots(self, robots: RobotsAnswer, exchange: Exchange) -> None:
        """Archive a robots.txt that was just fetched."""
        self._append(robots.origin, records_of_robots(robots, exchange))

    async def add(self, visit: Visit) -> Visit:
        """Record a visit, also a failed one; returns it as recorded.

        An answer with the same bytes as before is recorded as unchanged and not archived twice. Raises StoreError.
        """
        if not visit.exchanges or visit.outcome not in ARCHIVED_OUTCOMES:
            self._unflushed.append((metadata_of_visit(visit), "", 0))
        else:
            earlier = self._archived_earlier(visit)
            if earlier is not None and visit.outcome == "ok":
                visit = replace(visit, unchanged=True)
            if sum(len(exchange.raw_body) for exchange in visit.exchanges) > _LARGE_BYTES:
                group = await asyncio.to_thread(records_of_visit, visit, earlier)
            else:
                group = records_of_visit(visit, earlier)
            self._append(str(split_credentials(parse_url(visit.target.url))[0]), group)
        if len(self._unflushed) >= _MAX_UNFLUSHED or time.monotonic() - self._flushed > _MAX_UNFLUSHED_SECONDS:
            await self.flush()
        return visit

    async def flush(self) -> None:
        """Return once everything recorded so far is on the disk and in the list. Raises StoreError."""
        async with self._flushing:
            self._flushed = time.monotonic()
            count, ends = len(self._unflushed), dict(self._file_ends)
            if not count:
                return
            await asyncio.to_thread(self._archive.sync, self._archive.flush())
            self._fetched.record(self._unflushed[:count], ends)
            self._file_ends = dict(self._file_ends.items() - ends.items())
            del self._unflushed[:count]  # only now: if the run is stopped before, they are recorded at its end

    def _append(self, url: str, group: RecordGroup) -> None:
        location = self._archive.append(url, group.content())
        self._unflushed.append((group.metadata, location.file, location.start + group.answer_start))
        self._file_ends[location.file] = location.end

    def _archived_earlier(self, visit: Visit) -> tuple[str, str] | None:
        """Address and date of an answer with the same bytes that was archived earlier; None if there is none."""
        row = self._fetched.find(visit.target.redacted_url, visit.target.role)
        if row is None or not row["warc"] or row["final_url"] != visit.final_url or visit.final_exchange is None:
            return None
        if not self._has_file(row["warc"]):
            return None
        same = visit.final_exchange.status == 304 or row["digest"] == visit.digest
        return (row["final_url"], row["fetched_at"]) if same else None
