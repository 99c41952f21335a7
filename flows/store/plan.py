"""The plan of a run: every raw page, which of them are new or changed, which are superseded by later copies.

The plan is a temporary table beside the ledger, so that memory stays flat however many pages there are.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from ..job import LIMITED, RETRIED, CleanJob, PageResult, failing_fingerprint
from ..options import RunOptions
from .clean import has_both_files, page_id, remove_page
from .forget import is_forgotten
from .index import records_of
from .ledger import GONE, Ledger
from .names import holders, keep_apart
from .plan_rows import SCHEMA, add, job_of, source_metadata_of, superseded, timestamp_of
from .raw import PageError, RawEntry, SourceMetadata, is_gone, source_path, stat_token, walk

MemoryOf = Callable[[str, str], tuple[str, str]]  # (url, raw) of a page -> (path, fingerprint) of its site memory
RulesOf = Callable[[str, str], str]  # (url, fetched_at) of a page -> its site's rules as JSON, "" for none


def no_memory(url: str, raw: str) -> tuple[str, str]:
    """The `MemoryOf` for pages whose site has no memory."""
    return "", ""


class Plan:
    """The pages of one run with these options, decided with the cleaner ``fingerprint``.

    ``root`` is the store to write to, if it is not the one with the clean pages.
    """

    def __init__(
        self, ledger: Ledger, options: RunOptions, fingerprint: str, rules_of: RulesOf, *, root: Path | None = None
    ) -> None:
        self.ledger, self.db = ledger, ledger.db
        self.raw, self.root, self.fingerprint = options.raw, root or options.clean, fingerprint
        self.clean, self._pages = os.path.abspath(self.root), os.path.abspath(options.clean)
        self._rules_of, self._limits = rules_of, options.limits
        self._vacated: list[str] = []  # names that some pages have to leave to others
        self.db.executescript(SCHEMA)

    def fill(self) -> Iterator[PageResult]:
        """Add every raw page to the plan. Yields the changed rows of those that need no cleaning."""
        for file in walk(self.raw):
            for entry in records_of(self.db, file) if file.is_archive else (file,):
                yield from self._add_entry(entry)
        self._vacated = keep_apart(self.db)
        self.db.commit()

    def jobs(self, size: int, memory_of: MemoryOf) -> Iterator[list[CleanJob]]:
        """The pages to be cleaned, in the order of the raw pages, in batches of ``size``."""
        last = 0
        while rows := self.db.execute(
            "SELECT * FROM plan WHERE state = 'todo' AND seq > ? ORDER BY seq LIMIT ?", (last, size)
        ).fetchall():
            last = rows[-1]["seq"]
            yield [self._job(row, memory_of) for row in rows]

    def job(self, number: int) -> CleanJob:
        """The page with this number in the plan, without its site's memory."""
        return self._job(self.db.execute("SELECT * FROM plan WHERE seq = ?", (number,)).fetchone(), no_memory)

    def clean_again(self, memory_of: MemoryOf) -> int:
        """Also clean the pages that were cleaned with another site memory than today's, and those that took too long
        or ended their process; returns their number.
        """
        rows = self.db.execute(
            "SELECT plan.seq, plan.url, plan.raw, pages.memory, pages.outcome"
            " FROM plan JOIN pages ON pages.page = plan.page WHERE plan.state IN ('unchanged', 'todo')"
        ).fetchall()
        outdated = [
            (row["seq"],) for row in rows
            if row["outcome"] in LIMITED or memory_of(row["url"], row["raw"])[1] != row["memory"]
        ]  # fmt: skip
        self.db.executemany("UPDATE plan SET state = 'todo', identity = '' WHERE seq = ?", outdated)
        return len(outdated)

    def count(self, state: str) -> int:
        """How many pages are "todo", "unchanged", "superseded", "refused" or "ignored"."""
        return int(self.db.execute("SELECT count(*) FROM plan WHERE state = ?", (state,)).fetchone()[0])

    def drop_moved(self) -> None:
        """Delete pages whose raw file is now another page, because its sidecar's url has changed.

        Their files go too, and those that a page with another name now has left; not those that another page has.
        """
        moved = self.db.execute(
            "SELECT page, clean FROM pages WHERE raw IN (SELECT raw FROM plan) AND page NOT IN (SELECT page FROM plan)"
        ).fetchall()
        for row in moved:
            self.ledger.delete(row["page"])
        for target in {*self._vacated, *(row["clean"] for row in moved)} - {""}:
            if not holders(self.db, target):
                remove_page(self._pages, target)

    def drop_gone(self) -> int:
        """Delete the outcomes of raw files that are gone; returns how many clean pages are newly without one.

        The files of clean pages stay. What is in a folder that cannot be read is not gone.
        """
        gone = self.db.execute("SELECT page, raw, stat, digests FROM pages WHERE raw NOT IN (SELECT raw FROM plan)")
        count = 0
        for row in gone.fetchall():
            if not row["digests"]:
                self.ledger.delete(row["page"])
            elif row["stat"] != GONE and is_gone(source_path(self.raw, row["raw"])[0]):
                self.ledger.mark_gone(row["page"])
                count += 1
        return count

    def _add_entry(self, entry: RawEntry) -> Iterator[PageResult]:
        row = self.ledger.newest_row(entry.raw)
        stat = f"{stat_token(entry.path)}|{stat_token(entry.sidecar) if entry.sidecar else '-'}"
        same_file = row is not None and row["stat"] == stat and "" not in stat.split("|")
        if entry.ignored:
            add(self.db, entry, SourceMetadata(), stat, "ignored")
            if not same_file:
                yield PageResult("raw:" + entry.raw, entry.raw, outcome="ignored", detail=entry.ignored, stat=stat)
            return
        is_current = row is not None and self._is_current(row)
        if row is not None and same_file and is_current:
            state, metadata = "unchanged", entry.source_metadata or SourceMetadata(row["url"], row["fetched_at"])
        else:
            try:
                state, metadata = "todo", source_metadata_of(entry)
            except PageError as error:
                add(self.db, entry, SourceMetadata(), stat, "refused")
                known = row is not None and (row["outcome"], row["detail"]) == (error.outcome, str(error))
                if not known or error.outcome in RETRIED:  # else an earlier run has told of it
                    yield PageResult("raw:" + entry.raw, entry.raw, outcome=error.outcome, detail=str(error))
                return
        identity = row["identity"] if row is not None and is_current else ""
        yield from self._add_newest(entry, metadata, stat, state, identity)

    def _is_current(self, row: sqlite3.Row) -> bool:
        """Whether a row of the ledger is right as long as the raw page does not change.

        That a page took too long or ended its process is right too: a run would only lose the same time again.
        """
        fingerprint = self._fingerprint(self._rules_of(row["url"], row["fetched_at"]))
        return (
            row["fingerprint"] == failing_fingerprint(fingerprint, row["outcome"], self._limits)
            and row["outcome"] not in RETRIED
            and (not row["clean"] or has_both_files(self._pages, row["clean"]))
        )

    def _add_newest(
        self, entry: RawEntry, metadata: SourceMetadata, stat: str, state: str, identity: str
    ) -> Iterator[PageResult]:
        """Add a page; of two copies of one page, the one fetched later (then: with the later name) is cleaned."""
        page = page_id(metadata.url, entry.raw)
        if is_forgotten(self.db, page):
            return
        other = self.db.execute("SELECT * FROM plan WHERE page = ?", (page,)).fetchone()
        if other is None:
            add(self.db, entry, metadata, stat, state, identity)
        elif (timestamp_of(metadata.fetched_at), entry.raw) > (timestamp_of(other["fetched_at"]), other["raw"]):
            self.db.execute(
                "UPDATE plan SET page = ?, state = 'superseded', target = '' WHERE seq = ?",
                ("raw:" + other["raw"], other["seq"]),
            )
            add(self.db, entry, metadata, stat, state, identity)
            yield superseded(other["raw"], metadata.url, other["stat"], entry.raw)
        else:
            add(self.db, entry, SourceMetadata(), stat, "superseded")
            yield superseded(entry.raw, metadata.url, stat, other["raw"])

    def _job(self, row: sqlite3.Row, memory_of: MemoryOf) -> CleanJob:
        rules = self._rules_of(row["url"], row["fetched_at"])
        memory = memory_of(row["url"], row["raw"])
        return job_of(row, self.clean, self._fingerprint(rules), memory, rules)

    def _fingerprint(self, rules: str) -> str:
        """The fingerprint of the cleaner and of the site's own rules together."""
        return self.fingerprint + (f"+{hashlib.sha256(rules.encode()).hexdigest()[:8]}" if rules else "")
