"""The figures of a report, read from the ledger: of the pages of one run, or of all pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from .ledger import FAILED, Ledger
from .memory import site_of

_CERTAINTY = "json_extract(observed, '$.c')"
_CLEANED = "outcome NOT IN ('ignored', 'superseded')"


class PageFigures:
    """Figures of the pages recorded by ``run``; of all pages for None."""

    def __init__(self, ledger: Ledger, run: int | None) -> None:
        self._db, self._run = ledger.db, run
        self._db.create_function("site_of", 2, site_of, deterministic=True)

    def _rows(self, columns: str, where: str = "1", rest: str = "") -> list[Any]:
        of_run = "1" if self._run is None else "run = :run"
        return self._db.execute(f"SELECT {columns} WHERE {of_run} AND {where} {rest}", {"run": self._run}).fetchall()

    def totals(self) -> tuple[int, int, float]:
        """Words kept and removed, and seconds spent."""
        (row,) = self._rows("total(kept), total(removed), total(seconds) FROM pages")
        return int(row[0]), int(row[1]), row[2]

    def outcomes(self) -> dict[str, int]:
        """How many pages have each outcome."""
        return dict(map(tuple, self._rows("outcome, count(*) FROM pages", rest="GROUP BY 1")))

    def removed_by(self) -> dict[str, int]:
        """Removed words by labeler, most first."""
        columns = "key, sum(value) FROM pages, json_each(removed_by)"
        return dict(map(tuple, self._rows(columns, rest="GROUP BY key ORDER BY 2 DESC, 1")))

    def cleaned(self, limit: int) -> list[sqlite3.Row]:
        """The first pages with the outcome "ok", in the order of their raw pages."""
        return self._rows("* FROM pages", "outcome = 'ok'", f"ORDER BY raw LIMIT {limit:d}")

    def failures(self, limit: int) -> list[sqlite3.Row]:
        """The first pages that failed."""
        return self._rows("* FROM pages", FAILED, f"ORDER BY raw LIMIT {limit:d}")

    def slowest(self, limit: int) -> list[sqlite3.Row]:
        """The pages that took longest."""
        return self._rows("* FROM pages", rest=f"ORDER BY seconds DESC, page LIMIT {limit:d}")

    def uncertain(self, limit: int) -> list[sqlite3.Row]:
        """The pages with the lowest ``certainty``."""
        columns = f"*, {_CERTAINTY} AS certainty FROM pages"
        return self._rows(columns, "outcome = 'ok' AND observed != ''", f"ORDER BY certainty, page LIMIT {limit:d}")

    def certainty(self, steps: int) -> list[int]:
        """How many pages have a certainty in each of ``steps`` equal steps from 0 to 1."""
        columns = f"min(cast({_CERTAINTY} * {steps:d} AS INTEGER), {steps - 1:d}), count(*) FROM pages"
        return _columns(steps, self._rows(columns, "outcome = 'ok' AND observed != ''", "GROUP BY 1"))

    def lengths(self, min_words: Sequence[int]) -> list[int]:
        """How many pages have at least so many words, and fewer than the next number."""
        column = " + ".join(f"(kept >= {words:d})" for words in min_words)
        return _columns(
            len(min_words), self._rows(f"{column} - 1, count(*) FROM pages", "outcome = 'ok'", "GROUP BY 1")
        )

    def sites(self) -> list[tuple[str, int, int, int, int]]:
        """Each site: its name, pages, failed pages, words kept and removed; the sites with most pages first."""
        columns = f"site_of(url, raw), count(*), total({FAILED}), total(kept), total(removed) FROM pages"
        rows = self._rows(columns, _CLEANED, "GROUP BY 1 ORDER BY 2 DESC, 1")
        return [(name, pages, int(failed), int(kept), int(removed)) for name, pages, failed, kept, removed in rows]

    def failure_reasons(self) -> list[tuple[str, int, str]]:
        """Each outcome of pages that failed, how many have it, and the detail of one of them."""
        columns = "outcome, count(*), min(detail) FROM pages"
        return [tuple(row) for row in self._rows(columns, FAILED, "GROUP BY outcome ORDER BY 2 DESC, 1")]


def unchanged_counts(ledger: Ledger, run: int) -> tuple[int, int]:
    """How many pages of this run's plan an earlier run recorded, and how many of these failed then."""
    query = (
        f"SELECT count(*), total({FAILED}) FROM pages WHERE run < ? AND {_CLEANED} AND page IN (SELECT page FROM plan)"
    )
    unchanged, failed = ledger.db.execute(query, (run,)).fetchone()
    return unchanged, int(failed)


def last_run(ledger: Ledger) -> int:
    """The last run that cleaned a page or failed to; 0 if there is none."""
    return int(ledger.db.execute(f"SELECT ifnull(max(run), 0) FROM pages WHERE {_CLEANED}").fetchone()[0])


def runs(ledger: Ledger) -> list[sqlite3.Row]:
    """All runs, the oldest first."""
    return ledger.db.execute("SELECT * FROM runs ORDER BY run").fetchall()


def _columns(count: int, rows: Sequence[Any]) -> list[int]:
    columns = [0] * count
    for number, pages in rows:
        columns[number] = pages
    return columns
