"""Every record of raw/ hashed again, and compared with the list of fetched pages."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..store.fetched import Fetched
from ..store.fetched_queries import count_by_file, index_locations, locations_in
from ..store.raw import RawEntry, is_gone, walk
from ..store.recovery import is_own, read_metadata
from ..warc.rehash import HashedRecord, rehash
from .findings import Finding, Tally


@dataclass(frozen=True, slots=True)
class ArchivedRobots:
    """A robots.txt answer in the archive: its file and location, its status and the sha256 of its body."""

    file: str
    location: str
    status: int
    digest: str


class ArchiveCheck:
    """The check of all archives of a raw folder.

    After `run`, ``robots`` has the archived robots.txt files by origin and time of reading,
    and ``own_files`` is the number of files that fetching wrote.
    """

    def __init__(self, raw: Path, fetched: Fetched | None, tally: Tally) -> None:
        self._raw, self._fetched, self._tally = raw, fetched, tally
        self.own_files = 0
        self.robots: dict[tuple[str, float], ArchivedRobots] = {}
        self._checked_files: set[str] = set()
        self._ends = fetched.ends() if fetched is not None else {}  # recorded lengths of the files
        if fetched is not None:
            index_locations(fetched)

    def run(self) -> Iterator[Finding]:
        """What is wrong with the archives. Raises StoreError when the folder cannot be read."""
        for entry in walk(self._raw):
            if entry.is_archive:
                self._checked_files.add(entry.raw)
                yield from self._check_file(entry)
            elif entry.outcome != "ok":
                yield Finding("unreadable_file", entry.raw, entry.detail)
        if self._fetched is not None:
            yield from self._missing_files(self._fetched)

    def _check_file(self, file: RawEntry) -> Iterator[Finding]:
        is_own_file = is_own(os.path.basename(file.path))
        self.own_files += is_own_file
        listed = self._listed_rows(file.raw)
        yield from self._cut_short(file)
        answer_location = ""  # of the last answer; the metadata record after it is about it
        try:
            for record in rehash(Path(file.path)):
                self._tally.records += 1
                rows = listed.pop(record.location, [])
                if record.damage:
                    yield Finding("damaged_record", f"{file.raw}#{record.location}", _damage_with_urls(record, rows))
                    answer_location = ""
                    continue
                yield from _compare(file.raw, record, rows)
                answer_location = record.answer.location or answer_location
                if is_own_file and record.metadata:
                    yield from self._check_metadata(file.raw, answer_location, record.metadata)
        except OSError as error:
            yield Finding("unreadable_file", file.raw, f"{error.strerror or error}; check its permissions")
        for location, rows in listed.items():
            for row in rows:
                detail = f"the list of fetched pages has it at {file.raw}#{location}"
                yield Finding("missing_record", row["url"], detail)

    def _listed_rows(self, file: str) -> dict[str, list[sqlite3.Row]]:
        """The rows of the list for an archive file, by location."""
        listed: dict[str, list[sqlite3.Row]] = {}
        if self._fetched is not None:
            for row in locations_in(self._fetched, file):
                listed.setdefault(f"@{row['offset']}", []).append(row)
        self._tally.fetched += sum(map(len, listed.values()))
        return listed

    def _cut_short(self, file: RawEntry) -> Iterator[Finding]:
        missing = self._ends.get(file.raw, 0) - os.path.getsize(file.path)
        if missing > 0:
            detail = f"the last {missing:,} bytes of the file are gone; the next `winnow fetch` repairs it"
            yield Finding("cut_short", file.raw, detail)

    def _check_metadata(self, file: str, answer_location: str, record: bytes) -> Iterator[Finding]:
        """Whether the list has the visit of a metadata record."""
        metadata = read_metadata(record)
        if metadata is None:
            return
        url, role = metadata["url"], metadata["role"]
        if answer_location and role == "robots":
            robots = ArchivedRobots(file, answer_location, metadata["status"], metadata["digest"])
            self.robots[url, metadata["read_at"]] = robots
        if self._fetched is None or not url:
            return
        row = self._fetched.find_robots(url) if role == "robots" else self._fetched.find(url, role)
        if row is None:
            detail = f"{url} is archived but not in the list of fetched pages; `winnow verify --rebuild` adds it"
            yield Finding("not_listed", f"{file}#{answer_location}", detail)

    def _missing_files(self, fetched: Fetched) -> Iterator[Finding]:
        for row in count_by_file(fetched):
            if row["warc"] not in self._checked_files and is_gone(os.path.join(self._raw, row["warc"])):
                self._tally.fetched += row["pages"]
                detail = f"the list has {row['pages']:,} answers in it; bring it back, or fetch them again"
                yield Finding("missing_file", row["warc"], detail)


def _damage_with_urls(record: HashedRecord, rows: list[sqlite3.Row]) -> str:
    urls = " ".join(row["url"] for row in rows) or record.answer.url
    return f"{record.damage}{f' ({urls})' if urls else ''}"


def _compare(file: str, record: HashedRecord, rows: list[sqlite3.Row]) -> Iterator[Finding]:
    """What is wrong with an undamaged record, by the rows of the list at its location."""
    for row in rows:
        if not record.answer.location:
            yield Finding("missing_record", row["url"], f"there is no answer at {file}#{record.location}")
        elif row["digest"] and record.answer.outcome == "ok" and record.digest != row["digest"]:
            detail = f"{row['url']}: the list of fetched pages has another digest of it"
            yield Finding("changed_record", f"{file}#{record.location}", detail)
