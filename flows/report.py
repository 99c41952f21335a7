"""What a run did, read from the ledger: pages by outcome, words kept and removed, and by which voice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .job import FINE
from .store.ledger import FAILED, Ledger

SHOWN = 50  # pages named one by one; the ledger names all


@dataclass
class Report:
    """A run in figures. ``outcomes`` counts the pages this run looked into.

    ``before`` counts pages that failed in an earlier run and are unchanged since.
    ``pages`` and ``failures`` are rows of the ledger, at most ``SHOWN`` each.
    """

    run: int
    seconds: float
    outcomes: dict[str, int]
    unchanged: int
    before: int
    kept: int
    removed: int
    removed_by: dict[str, int]
    pages: list[sqlite3.Row] = field(default_factory=list)
    failures: list[sqlite3.Row] = field(default_factory=list)
    slowest: list[sqlite3.Row] = field(default_factory=list)

    @property
    def cleaned(self) -> int:
        return self.outcomes.get("ok", 0)

    @property
    def failed(self) -> int:
        """Pages that failed in this run."""
        return sum(count for outcome, count in self.outcomes.items() if outcome not in FINE)

    @property
    def exit_code(self) -> int:
        """0 when every page of the store is well, 1 when some are not."""
        return 1 if self.failed or self.before else 0

    def summary(self) -> dict[str, Any]:
        """The figures alone."""
        figures = ("seconds", "outcomes", "unchanged", "before", "kept", "removed", "removed_by")
        return {name: getattr(self, name) for name in figures}


def report_of(ledger: Ledger, run: int, seconds: float) -> Report:
    """The report of a run whose plan is still at hand."""
    db = ledger.db
    outcomes = db.execute("SELECT outcome, count(*) FROM pages WHERE run = ? GROUP BY outcome", (run,))
    kept, removed = db.execute(
        "SELECT total(kept), total(removed) FROM pages WHERE run = ?", (run,)
    ).fetchone()
    voices = db.execute(
        "SELECT key, sum(value) FROM pages, json_each(removed_by) WHERE run = ? GROUP BY key ORDER BY 2 DESC",
        (run,),
    )
    unchanged, before = db.execute(
        f"SELECT count(*), total({FAILED}) FROM pages WHERE run < ?"
        " AND outcome NOT IN ('ignored', 'superseded') AND page IN (SELECT page FROM plan)",
        (run,),
    ).fetchone()
    return Report(
        run,
        round(seconds, 3),
        dict(outcomes.fetchall()),
        unchanged,
        int(before),
        int(kept),
        int(removed),
        dict(voices.fetchall()),
        pages=list(ledger.pages("run = ? AND outcome = 'ok'", (run,), SHOWN)),
        failures=list(ledger.pages(f"run = ? AND {FAILED}", (run,), SHOWN)),
        slowest=db.execute(
            "SELECT * FROM pages WHERE run = ? ORDER BY seconds DESC LIMIT 5", (run,)
        ).fetchall(),
    )


def voice_group(voice: str) -> str:
    """The voice without the name of its rule: "rules.share" is "rules"."""
    return voice.partition(".")[0]


def grouped(removed_by: dict[str, int]) -> dict[str, int]:
    """Removed words by voice, the rules as one, most first."""
    groups: dict[str, int] = {}
    for voice, words in removed_by.items():
        groups[voice_group(voice)] = groups.get(voice_group(voice), 0) + words
    return dict(sorted(groups.items(), key=lambda item: (-item[1], item[0])))


def markdown_report(report: Report, clean: Path) -> str:
    """The report as Markdown, for the page of a flow run."""
    lines = [
        f"# {report.cleaned:,} pages cleaned, {report.failed:,} failed, {report.unchanged:,} unchanged",
        f"{report.kept:,} words kept, {report.removed:,} removed, in {report.seconds:.1f} s. "
        f"Clean pages are in `{_cell(str(clean))}`.",
        "",
        *_markdown_table(("outcome", "pages"), report.outcomes.items()),
        *_markdown_table(("removed by", "words"), report.removed_by.items()),
        *_markdown_table(
            ("slowest pages", "seconds"), ((row["raw"], f"{row['seconds']:.2f}") for row in report.slowest)
        ),
    ]
    return "\n".join(lines)


def failure_table(report: Report) -> list[dict[str, str]]:
    """The pages that failed, as rows of a table (at most ``SHOWN``)."""
    return [
        {"page": row["url"] or row["raw"], "outcome": row["outcome"], "why": row["detail"]}
        for row in report.failures
    ]


def _markdown_table(head: tuple[str, str], rows: Iterable[tuple[object, object]]) -> list[str]:
    body = [f"| {_cell(str(name))} | {_cell(str(value))} |" for name, value in rows]
    return [f"| {head[0]} | {head[1]} |", "|---|---:|", *body, ""] if body else []


def _cell(text: str) -> str:
    """Text that stays text inside a Markdown table."""
    return "".join(f"\\{char}" if char in r"\`*_[]<>|#" else char for char in text if char >= " ")
