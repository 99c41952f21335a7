"""What a run has to do: every raw page, which of them are new or changed, which copies are superseded.

The plan is a temporary table beside the ledger, so that memory stays flat however
many pages there are.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from ..job import RETRIED, CleanJob, PageResult
from .clean import is_whole, page_id, remove_page
from .index import records_of
from .ledger import Ledger
from .plan_rows import SCHEMA, add, job_of, said_of, superseded, when
from .raw import Found, PageError, Sidecar, stat_token, walk

MemoryOf = Callable[[str, str], tuple[str, str]]  # (url, raw) of a page to its site memory's (file, fingerprint)
RulesOf = Callable[[str, str], str]  # (url, fetched_at) of a page to its site's rules as JSON, "" for none


def no_memory(url: str, raw: str) -> tuple[str, str]:
    """The site memory of a page of which nothing is known yet."""
    return "", ""


class Plan:
    """The pages of one run over ``raw`` into ``clean``, decided with the cleaner ``fingerprint``.

    ``pages_in``: the store that holds the clean pages, if it is not ``clean``.
    """

    def __init__(
        self,
        ledger: Ledger,
        raw: Path,
        clean: Path,
        fingerprint: str,
        rules_of: RulesOf,
        *,
        pages_in: Path | None = None,
    ) -> None:
        self.ledger, self.db = ledger, ledger.db
        self.raw, self.root, self.clean, self.fingerprint = raw, clean, os.path.abspath(clean), fingerprint
        self._rules_of, self._pages = rules_of, os.path.abspath(pages_in or clean)
        self.db.executescript(SCHEMA)

    def fill(self) -> Iterator[PageResult]:
        """Look at every raw file. Yields the rows of those that need no cleaning and are not as they were."""
        for found in walk(self.raw):
            for entry in records_of(self.db, found) if found.is_archive else (found,):
                yield from self._place(entry)
        self.db.commit()

    def jobs(self, size: int, memory_of: MemoryOf) -> Iterator[list[CleanJob]]:
        """What is to be cleaned, in the order of the raw pages, ``size`` at a time."""
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
        """Also clean pages that were decided with another site memory than today's; returns their number."""
        rows = self.db.execute(
            "SELECT plan.seq, plan.url, plan.raw, pages.memory FROM plan JOIN pages ON pages.page = plan.page"
            " WHERE plan.state IN ('unchanged', 'todo')"
        ).fetchall()
        old = [(row["seq"],) for row in rows if memory_of(row["url"], row["raw"])[1] != row["memory"]]
        self.db.executemany("UPDATE plan SET state = 'todo', known = '' WHERE seq = ?", old)
        return len(old)

    def count(self, state: str) -> int:
        """How many pages are "todo", "unchanged", "superseded", "refused" or "ignored"."""
        found = self.db.execute("SELECT count(*) FROM plan WHERE state = ?", (state,))
        return int(found.fetchone()[0])

    def drop_moved(self) -> None:
        """Forget pages whose raw file now stands for another page (its sidecar's url has changed)."""
        moved = self.db.execute(
            "SELECT page, clean FROM pages WHERE raw IN (SELECT raw FROM plan) AND page NOT IN (SELECT page FROM plan)"
        ).fetchall()
        for row in moved:
            if row["clean"]:
                remove_page(self._pages, row["clean"])
            self.ledger.forget(row["page"])

    def _place(self, found: Found) -> Iterator[PageResult]:
        known = self.ledger.known(found.raw)
        stat = f"{stat_token(found.path)}|{stat_token(found.sidecar) if found.sidecar else '-'}"
        same = known is not None and known["stat"] == stat and "" not in stat.split("|")
        if found.ignored:
            add(self.db, found, Sidecar(), stat, "ignored")
            if not same:
                yield PageResult("raw:" + found.raw, found.raw, outcome="ignored", detail=found.ignored, stat=stat)
            return
        if known is not None and same and self._settled(known):
            state, sidecar = "unchanged", found.said or Sidecar(known["url"], known["fetched_at"])
        else:
            try:
                state, sidecar = "todo", said_of(found)
            except PageError as problem:
                add(self.db, found, Sidecar(), stat, "refused")
                yield PageResult("raw:" + found.raw, found.raw, outcome=problem.outcome, detail=str(problem))
                return
        identity = known["identity"] if known is not None and self._settled(known) else ""
        yield from self._settle(found, sidecar, stat, state, identity)

    def _settled(self, known: sqlite3.Row) -> bool:
        """Whether the row still says the truth, as long as the raw page is what it was."""
        return (
            known["fingerprint"] == self._fingerprint(self._rules_of(known["url"], known["fetched_at"]))
            and known["outcome"] not in RETRIED
            and (not known["clean"] or is_whole(self._pages, known["clean"]))
        )

    def _settle(self, found: Found, sidecar: Sidecar, stat: str, state: str, known: str) -> Iterator[PageResult]:
        """Add a page; of two copies of one page the one fetched later stands (then the later name)."""
        page = page_id(sidecar.url, found.raw)
        rival = self.db.execute("SELECT * FROM plan WHERE page = ?", (page,)).fetchone()
        if rival is None:
            add(self.db, found, sidecar, stat, state, known)
        elif (when(sidecar.fetched_at), found.raw) > (when(rival["fetched_at"]), rival["raw"]):
            self.db.execute(
                "UPDATE plan SET page = ?, state = 'superseded' WHERE seq = ?", ("raw:" + rival["raw"], rival["seq"])
            )
            add(self.db, found, sidecar, stat, state, known)
            yield superseded(rival["raw"], sidecar.url, rival["stat"], found.raw)
        else:
            add(self.db, found, Sidecar(), stat, "superseded")
            yield superseded(found.raw, sidecar.url, stat, rival["raw"])

    def _job(self, row: sqlite3.Row, memory_of: MemoryOf) -> CleanJob:
        rules = self._rules_of(row["url"], row["fetched_at"])
        memory = memory_of(row["url"], row["raw"])
        return job_of(row, self.clean, self._fingerprint(rules), memory, rules)

    def _fingerprint(self, rules: str) -> str:
        """The fingerprint of the cleaner and of the site's own rules together."""
        own = f"+{hashlib.sha256(rules.encode()).hexdigest()[:8]}" if rules else ""
        return self.fingerprint + own
