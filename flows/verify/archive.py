"""Every record of raw/ hashed anew, and the list of fetched pages laid beside it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..store.fetched import Fetched
from ..store.fetched_queries import index_places, places_by_file, places_in
from ..store.raw import Found, walk
from ..store.recovery import is_own
from ..warc.rehash import Hashed, rehash
from .findings import Finding, Tally


@dataclass(frozen=True, slots=True)
class KeptRobots:
    """A robots.txt answer in the archive: its place, its status and the sha256 of the file."""

    file: str
    where: str
    status: int
    digest: str


class ArchiveCheck:
    """One look at all archives of a raw folder. ``robots`` are those read, by origin and time of reading."""

    def __init__(self, raw: Path, fetched: Fetched | None, tally: Tally) -> None:
        self._raw, self._fetched, self._tally = raw, fetched, tally
        self.own_files = 0
        self.robots: dict[tuple[str, float], KeptRobots] = {}
        self._seen: set[str] = set()
        self._ends = fetched.ends() if fetched is not None else {}  # how long each file was when last written to
        if fetched is not None:
            index_places(fetched)

    def run(self) -> Iterator[Finding]:
        """What is wrong with the archives. Raises StoreError when the folder cannot be read."""
        for found in walk(self._raw):
            if found.is_archive:
                self._seen.add(found.raw)
                yield from self._file(found)
        if self._fetched is not None:
            yield from self._missing_files(self._fetched)

    def _file(self, found: Found) -> Iterator[Finding]:
        own = is_own(os.path.basename(found.path))
        self.own_files += own
        places = self._places(found.raw)
        yield from self._cut_short(found)
        answer = ""  # where the last one begins; what fetching noted of it stands behind it
        try:
            for hashed in rehash(Path(found.path)):
                self._tally.records += 1
                expected = places.pop(hashed.where, [])
                if hashed.wrong:
                    yield Finding("damaged_record", f"{found.raw}#{hashed.where}", _what(hashed, expected))
                    answer = ""
                    continue
                yield from _compare(found.raw, hashed, expected)
                answer = hashed.where if hashed.answer.where else answer
                if own and hashed.facts:
                    yield from self._listed(found.raw, answer, hashed)
        except OSError as error:
            yield Finding("unreadable_file", found.raw, f"{error.strerror or error}; check its permissions")
        for where, rows in places.items():
            for row in rows:
                yield Finding("missing_record", row["url"], f"the list of fetched pages has it at {found.raw}#{where}")

    def _places(self, file: str) -> dict[str, list[sqlite3.Row]]:
        """What the list says of a file, by place."""
        places: dict[str, list[sqlite3.Row]] = {}
        if self._fetched is not None:
            for row in places_in(self._fetched, file):
                places.setdefault(f"@{row['offset']}", []).append(row)
        self._tally.fetched += sum(map(len, places.values()))
        return places

    def _cut_short(self, found: Found) -> Iterator[Finding]:
        missing = self._ends.get(found.raw, 0) - os.path.getsize(found.path)
        if missing > 0:
            detail = f"the last {missing:,} bytes of the file are gone; the next `winnow fetch` mends it"
            yield Finding("cut_short", found.raw, detail)

    def _listed(self, file: str, answer: str, hashed: Hashed) -> Iterator[Finding]:
        """Whether the list knows of what a metadata record tells."""
        facts = _facts(hashed.facts)
        url, role = facts.get("url", ""), facts.get("role", "")
        if answer and role == "robots" and isinstance(facts.get("read_at"), float):
            kept = KeptRobots(file, answer, int(facts.get("status", 0)), facts.get("digest", ""))
            self.robots[url, facts["read_at"]] = kept
        if self._fetched is None or not url:
            return
        known = self._fetched.find_robots(url) if role == "robots" else self._fetched.find(url, role)
        if known is None:
            detail = f"{url} is kept but not in the list of fetched pages; `winnow verify --rebuild` takes it in"
            yield Finding("not_listed", f"{file}#{answer}", detail)

    def _missing_files(self, fetched: Fetched) -> Iterator[Finding]:
        for row in places_by_file(fetched):
            if row["warc"] not in self._seen:
                self._tally.fetched += row["pages"]
                detail = f"the list has {row['pages']:,} answers in it; bring it back, or fetch them again"
                yield Finding("missing_file", row["warc"], detail)


def _what(hashed: Hashed, expected: list[sqlite3.Row]) -> str:
    urls = " ".join(row["url"] for row in expected) or hashed.answer.url
    return f"{hashed.wrong}{f' ({urls})' if urls else ''}"


def _compare(file: str, hashed: Hashed, expected: list[sqlite3.Row]) -> Iterator[Finding]:
    """An answer beside what the list has at its place."""
    for row in expected:
        if not hashed.answer.where:
            yield Finding("missing_record", row["url"], f"there is no answer at {file}#{hashed.where}")
        elif row["digest"] and hashed.answer.outcome == "ok" and hashed.digest != row["digest"]:
            detail = f"{row['url']}: the list of fetched pages has another digest of it"
            yield Finding("changed_record", f"{file}#{hashed.where}", detail)


def _facts(text: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(text)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}
