"""A ledger made anew equals the lost one in what matters, and nothing is lost on the way."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from stores import Command, article, files

from flows.errors import StoreProblem
from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.store.ledger import open_ledger
from flows.verify import Tally, verify
from flows.verify.rebuild import Rebuilt, rebuild

MATTERS = (
    *("page", "raw", "url", "outcome", "detail", "raw_digest", "identity", "fingerprint", "stat", "clean", "title"),
    *("kept", "removed", "removed_by", "digests", "fetched_at", "memory", "text_digest", "sketch"),
    *("duplicate_of", "similarity"),
)
RUN_TIME = ("seconds", "recorded_at", "run", "observed")


@pytest.fixture(params=["pages", "parquet"])
def stores(raw: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Pages of many fates in raw/, cleaned. Files count as known by their dates from the first moment."""
    if request.param == "parquet":
        pytest.importorskip("pyarrow")
    monkeypatch.setattr("flows.store.raw._SETTLED", -10.0)
    for number in range(4):
        (raw / "news.example" / f"tide-{number}.html").write_text(article(f"Tide {number}", f"High at {number}."))
    (raw / "news.example" / "copy.html").write_text(article())
    (raw / "empty.html").write_bytes(b"")
    (raw / "notes.docx").write_bytes(b"PK")
    (raw / "told.html").write_text(article("With an address"))
    (raw / "told.html.json").write_text('{"url": "https://told.example/a", "fetched_at": "2024-05-01T12:00:00Z"}')
    clean = raw.parent / "clean"
    clean_pages(RunOptions(raw, clean, 1, to=request.param))
    return raw, clean


def rows(clean: Path, columns: tuple[str, ...] = MATTERS) -> dict[str, tuple[object, ...]]:
    with open_ledger(clean) as ledger:
        return {row["page"]: tuple(row[name] for name in columns) for row in ledger.pages()}


def anew(stores: tuple[Path, Path]) -> Rebuilt:
    return rebuild(*stores, Path("no-sites"))


def lose(clean: Path) -> None:
    for path in (clean / ".winnow").glob("ledger*"):
        path.unlink()


def test_the_rebuilt_ledger_equals_the_old_one(stores: tuple[Path, Path]) -> None:
    before, told = rows(stores[1]), rows(stores[1], RUN_TIME)
    made = anew(stores)
    assert rows(stores[1]) == before
    pages = {page for page, row in before.items() if row[MATTERS.index("outcome")] == "ok"}
    assert len(pages) == 8
    assert all(rows(stores[1], RUN_TIME)[page] == told[page] for page in pages)
    assert (made.pages, made.pages_from_old, made.waiting) == (len(before), 1, 0)


def test_after_it_there_is_nothing_to_do_and_nothing_wrong(stores: tuple[Path, Path]) -> None:
    kept = files(stores[1])
    anew(stores)
    report = clean_pages(RunOptions(stores[0], stores[1], 1))
    assert (report.cleaned, report.unchanged) == (0, 9)
    assert list(verify(*stores, Tally())) == []
    assert files(stores[1]) == kept


def test_without_the_old_ledger_all_but_what_failed_comes_back(stores: tuple[Path, Path]) -> None:
    before = rows(stores[1])
    lose(stores[1])
    assert [finding.kind for finding in verify(*stores, Tally())] == ["missing_ledger"]
    made = anew(stores)
    after = rows(stores[1])
    assert after == {page: row for page, row in before.items() if row[MATTERS.index("outcome")] != "no_content"}
    assert (made.pages, made.waiting) == (len(before) - 1, 1)
    kept = files(stores[1])
    clean_pages(RunOptions(stores[0], stores[1], 1))  # looks again at what failed; for that it makes a whole shard
    assert rows(stores[1]) == before
    assert files(stores[1]) == kept


def test_a_damaged_ledger_is_kept_aside_and_asked_for_what_it_still_knows(stores: tuple[Path, Path]) -> None:
    before = rows(stores[1])
    path = stores[1] / ".winnow" / "ledger.sqlite3"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert "damaged_ledger" in [finding.kind for finding in verify(*stores, Tally())]
    anew(stores)
    (aside,) = (stores[1] / ".winnow" / "aside").glob("ledger-*.sqlite3")
    assert aside.read_bytes() == content[: len(content) // 2]
    fine = {page for page, row in before.items() if row[MATTERS.index("outcome")] != "no_content"}
    assert {page: row for page, row in rows(stores[1]).items() if page in fine} == {
        page: row for page, row in before.items() if page in fine
    }


def test_a_page_whose_raw_file_changed_or_went_is_not_taken_for_clean(stores: tuple[Path, Path]) -> None:
    raw, clean = stores
    (raw / "news.example" / "ferry.html").write_text(article("The evening ferry"))
    (raw / "news.example" / "piano.html").unlink()
    made = anew(stores)
    after = rows(clean)
    assert made.waiting == 1
    assert "raw:news.example/ferry.html" not in after
    assert after["raw:news.example/piano.html"] is not None  # its clean page is the last of it
    assert [f.kind for f in verify(raw, clean, Tally()) if f.kind == "no_raw_page"] == ["no_raw_page"]


@pytest.mark.parametrize("stores", ["pages"], indirect=True)
def test_what_was_changed_in_a_page_is_not_taken_for_what_was_written(stores: tuple[Path, Path]) -> None:
    raw, clean = stores
    kept = files(clean)
    (document,) = clean.rglob("piano*.json")
    document.write_bytes(document.read_bytes().replace(b"plums", b"prunes"))  # only the old ledger can tell
    (markdown,) = clean.rglob("ferry*.md")
    markdown.write_bytes(markdown.read_bytes() + b"and more\n")  # the page itself tells
    assert anew(stores).waiting == 2
    clean_pages(RunOptions(raw, clean, 1))
    assert files(clean) == kept


def test_a_clean_page_that_was_tampered_with_is_made_anew(stores: tuple[Path, Path]) -> None:
    raw, clean = stores
    kept = files(clean)
    for path in clean.rglob("*ferry*.json"):
        path.write_text("{")
    for path in (*clean.glob("*.jsonl"), *clean.glob("*.parquet")):
        path.write_bytes(path.read_bytes()[:-700])
    lose(clean)
    anew(stores)
    clean_pages(RunOptions(raw, clean, 1))
    assert files(clean) == kept


def test_two_rebuilds_at_once_or_beside_a_run_are_refused(stores: tuple[Path, Path]) -> None:
    from flows.store.lock import locked

    with locked(stores[1], "winnow run"), pytest.raises(StoreProblem, match="in use by winnow run"):
        anew(stores)


@pytest.mark.slow
def test_the_command(winnow: Command, raw: Path) -> None:
    winnow("run", "--no-prefect")
    lose(raw.parent / "clean")
    found = winnow("verify", "--json")
    told = json.loads(found.stdout)
    assert (found.returncode, told["well"], told["findings"][0]["kind"]) == (1, False, "missing_ledger")
    mended = winnow("verify", "--rebuild")
    assert mended.returncode == 0, mended.stderr
    assert "2 pages in the ledger" in mended.stderr
    assert mended.stdout.endswith("all well\n")
    assert max(map(len, mended.stdout.splitlines())) <= 80
    assert json.loads(winnow("verify", "--json").stdout)["looked_at"]["clean_pages"] == 2
