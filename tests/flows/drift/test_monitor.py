"""Drift in a store: a run weighs its pages, tells of incidents, and counts no page twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stores import Command

from flows.drift import close, incidents, rebuild, watch_run
from flows.errors import StoreError
from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.store.ledger import open_ledger
from tests.sitegen.changing import LOOKS, MUTATIONS, changed_pages, pages

SITE = LOOKS[0]
BEFORE, AFTER = 16, 6


def put(raw: Path, number: int, url: str, body: bytes, day: str) -> None:
    folder = raw / SITE.host
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.html").write_bytes(body)
    (folder / f"{number}.html.json").write_text(json.dumps({"url": url, "fetched_at": f"{day}T06:00:00Z"}))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> RunOptions:
    """A store of two runs: the site as it was, then behind a consent wall."""
    home = tmp_path_factory.mktemp("home")
    options = RunOptions(home / "raw", home / "clean", sites=home / "sites")
    for number, (url, body) in enumerate(pages(SITE, 1, BEFORE)):
        put(options.raw, number, url, body, "2026-03-01")
    assert clean_pages(options).incidents == []
    changed = changed_pages(SITE, 1, MUTATIONS["bot challenge"], BEFORE)
    for number, (url, body, _) in zip(range(BEFORE, BEFORE + AFTER), changed, strict=False):
        put(options.raw, number, url, body, "2026-03-02")
    assert [one.site for one in clean_pages(options).incidents] == [SITE.host]
    return options


@pytest.mark.slow
def test_a_run_opens_an_incident_with_pages_from_before_and_after(made: RunOptions) -> None:
    with open_ledger(made.clean) as ledger:
        assert incidents(ledger, 1) == []
        (one,) = incidents(ledger, 2)
    assert (one.site, one.kind, one.closed_at) == (SITE.host, "one text", "")
    assert len(one.before) == 3
    assert all((made.clean / f"{page.clean}.md").is_file() for page in one.before)
    assert {page.url.rpartition("/")[2] for page in one.after} <= {str(n + 1) for n in range(BEFORE, BEFORE + AFTER)}
    assert one.figures["length"][0] > 5 * one.figures["length"][1]


def test_pages_are_weighed_once(made: RunOptions) -> None:
    with open_ledger(made.clean, write=True) as ledger:
        known = [tuple(row) for row in ledger.db.execute("SELECT * FROM drift_sites ORDER BY site")]
        assert watch_run(ledger, 2) == []
        ledger.db.execute("UPDATE pages SET run = 3")  # as if the same pages had been cleaned again
        assert watch_run(ledger, 3) == []
        after = [tuple(row) for row in ledger.db.execute("SELECT * FROM drift_sites WHERE site != '' ORDER BY site")]
        ledger.db.execute("UPDATE pages SET run = 2")
        ledger.db.commit()
        assert [row for row in known if row[0]] == after


def test_the_books_can_be_made_anew(made: RunOptions) -> None:
    with open_ledger(made.clean, write=True) as ledger:
        (before,) = incidents(ledger)
        (again,) = rebuild(ledger)
    assert (again.site, again.kind, again.signs, again.after) == (before.site, before.kind, before.signs, before.after)


def test_the_order_of_work_plays_no_part(made: RunOptions) -> None:
    with open_ledger(made.clean, write=True) as ledger:
        (one,) = rebuild(ledger)
        rows = ledger.db.execute("SELECT * FROM pages ORDER BY raw DESC").fetchall()
        ledger.db.execute("DELETE FROM pages")
        marks = ", ".join("?" * len(rows[0]))
        ledger.db.executemany(f"INSERT INTO pages VALUES ({marks})", [tuple(row) for row in rows])
        (other,) = rebuild(ledger)
    assert (one.signs, one.before, one.after) == (other.signs, other.before, other.after)


def test_an_incident_is_closed_once(made: RunOptions) -> None:
    with open_ledger(made.clean, write=True) as ledger:
        (one,) = rebuild(ledger)
        assert close(ledger, [one.number]) == 1
        assert close(ledger, [one.number]) == 0
        assert incidents(ledger, closed=False) == []
        assert incidents(ledger)[0].closed_at


def test_a_store_without_a_ledger_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no ledger"), open_ledger(tmp_path / "nowhere") as ledger:
        incidents(ledger)


@pytest.mark.slow
def test_the_command_lists_shows_and_closes(made: RunOptions, winnow: Command) -> None:
    with open_ledger(made.clean, write=True) as ledger:
        (one,) = rebuild(ledger)
    here = ("--clean", made.clean)
    listed = winnow("drift", *here)
    assert f"\t{SITE.host}\t" in listed.stdout
    shown = winnow("drift", "show", SITE.host, *here)
    assert "before" in shown.stdout
    assert f"{one.before[0].clean}.md" in shown.stdout
    for name in (f"www.{SITE.host}", f"https://{SITE.host}/a/page", one.number):  # however a person names it
        assert winnow("drift", "show", str(name), *here).stdout == shown.stdout
    assert json.loads(winnow("drift", "--format", "jsonl", *here).stdout)["site"] == SITE.host
    wrong = winnow("drift", "close", "nowhere.example", *here)
    assert (wrong.returncode, "no incident" in wrong.stderr) == (2, True)
    assert "1 closed" in winnow("drift", "close", str(one.number), *here).stderr
    after = winnow("drift", *here)
    assert (after.returncode, after.stdout) == (0, "")
    assert "closed" in winnow("drift", "--all", *here).stdout
