"""A ledger that is lost or damaged is found and named, and the next run recovers from it by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from stores import Command, article, files

from flows.errors import StoreError
from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.store.ledger import open_ledger
from flows.verify import Tally, verify

pytestmark = pytest.mark.slow  # each test is a whole run, or several

COLUMNS = (
    *("page", "raw", "url", "outcome", "detail", "raw_digest", "identity", "fingerprint", "clean", "title"),
    *("kept", "removed", "removed_by", "digests", "fetched_at", "memory", "text_digest", "sketch"),
    *("duplicate_of", "similarity", "observed"),
)


@pytest.fixture
def stores(raw: Path) -> tuple[Path, Path]:
    """Pages of many fates in raw/, cleaned."""
    for number in range(4):
        (raw / "news.example" / f"tide-{number}.html").write_text(article(f"Tide {number}", f"High at {number}."))
    (raw / "news.example" / "copy.html").write_text(article())
    (raw / "empty.html").write_bytes(b"")
    (raw / "notes.docx").write_bytes(b"PK")
    (raw / "told.html").write_text(article("With an address"))
    (raw / "told.html.json").write_text('{"url": "https://told.example/a", "fetched_at": "2024-05-01T12:00:00Z"}')
    clean = raw.parent / "clean"
    clean_pages(RunOptions(raw, clean, 1))
    with sqlite3.connect(ledger_of(clean)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return raw, clean


def ledger_of(clean: Path) -> Path:
    return clean / ".winnow" / "ledger.sqlite3"


def rows(clean: Path) -> dict[str, tuple[object, ...]]:
    with open_ledger(clean) as ledger:
        return {row["page"]: tuple(row[name] for name in COLUMNS) for row in ledger.pages()}


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:-4096] = b"\x07" * (len(content) - 8192)
    path.write_bytes(content)


def not_a_database(path: Path) -> None:
    path.write_bytes(b"not a database, not at all" * 1000)


def another_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE other (x)")
        db.execute("PRAGMA user_version = 3")


@pytest.mark.parametrize("damage", [cut_in_half, overwrite_the_middle, not_a_database, another_database])
def test_a_run_keeps_a_damaged_ledger_aside_and_makes_the_same_bytes(
    stores: tuple[Path, Path], damage: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    raw, clean = stores
    before, known = files(clean), rows(clean)
    damage(ledger_of(clean))
    content = ledger_of(clean).read_bytes()
    assert [finding.kind for finding in verify(raw, clean, Tally())] == ["damaged_ledger"]
    report = clean_pages(RunOptions(raw, clean, 1))
    (aside,) = (clean / ".winnow" / "aside").glob("ledger-*.sqlite3")
    assert aside.read_bytes() == content
    (message,) = capsys.readouterr().err.splitlines()
    assert "was damaged" in message
    assert str(aside) in message
    assert (report.cleaned, report.failed) == (8, 1)
    assert files(clean) == before
    assert rows(clean) == known
    assert list(verify(raw, clean, Tally())) == []
    assert clean_pages(RunOptions(raw, clean, 1)).cleaned == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("empty", [False, True])
def test_a_lost_ledger_is_named_and_the_pages_are_cleaned_again(
    stores: tuple[Path, Path], empty: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    raw, clean = stores
    before, known = files(clean), rows(clean)
    for path in (clean / ".winnow").glob("ledger*"):
        path.unlink()
    if empty:
        ledger_of(clean).touch()
    (finding,) = verify(raw, clean, Tally())
    assert finding.kind == ("damaged_ledger" if empty else "missing_ledger")
    clean_pages(RunOptions(raw, clean, 1))
    assert capsys.readouterr().err.endswith("but their ledger is gone; the pages are cleaned again\n")
    assert files(clean) == before
    assert rows(clean) == known


def test_what_was_changed_in_a_page_does_not_outlive_the_ledger(stores: tuple[Path, Path]) -> None:
    raw, clean = stores
    before = files(clean)
    (document,) = clean.rglob("piano*.json")
    document.write_bytes(document.read_bytes().replace(b"plums", b"prunes"))
    cut_in_half(ledger_of(clean))
    clean_pages(RunOptions(raw, clean, 1))
    assert files(clean) == before


def test_the_ledger_of_a_newer_winnow_is_not_taken_for_damaged(stores: tuple[Path, Path]) -> None:
    raw, clean = stores
    with sqlite3.connect(ledger_of(clean)) as db:
        db.execute("DROP TABLE pages")
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer"):
        clean_pages(RunOptions(raw, clean, 1))
    assert not (clean / ".winnow" / "aside").exists()


def test_other_commands_say_what_to_do(stores: tuple[Path, Path]) -> None:
    cut_in_half(ledger_of(stores[1]))
    with pytest.raises(StoreError, match="`winnow run` keeps it aside"), open_ledger(stores[1]) as ledger:
        list(ledger.pages())


def test_a_store_of_an_earlier_version_with_shards_becomes_one_of_files(stores: tuple[Path, Path]) -> None:
    raw, clean = stores
    before = files(clean)
    for name in before:
        (clean / name).unlink()
    (clean / "pages-0123456789ab.jsonl").write_text("{}\n")
    with sqlite3.connect(ledger_of(clean)) as db:
        db.execute("UPDATE pages SET clean = 'pages-0123456789ab.jsonl', digests = '' WHERE clean != ''")
    clean_pages(RunOptions(raw, clean, 1))
    assert files(clean) == {**before, "pages-0123456789ab.jsonl": b"{}\n"}
    assert [(finding.kind, finding.where) for finding in verify(raw, clean, Tally())] == [
        ("orphaned", "pages-0123456789ab.jsonl")
    ]


@pytest.mark.slow
def test_the_commands(winnow: Command, raw: Path) -> None:
    winnow("run", "--no-prefect")
    not_a_database(ledger_of(raw.parent / "clean"))
    found = winnow("verify")
    assert (found.returncode, "damaged_ledger" in found.stdout) == (1, True)
    mended = winnow("run", "--no-prefect")
    assert mended.returncode == 0
    assert mended.stderr.startswith("winnow: the ledger ")
    assert mended.stderr.count("\n") == 1
    assert "2 cleaned" in mended.stdout
    assert winnow("verify").stdout.endswith("all well\n")


def test_reclean_recovers_from_a_damaged_ledger_by_itself(winnow: Command, raw: Path) -> None:
    winnow("run", "--no-prefect")
    cut_in_half(ledger_of(raw.parent / "clean"))
    done = winnow("reclean", "--no-prefect")
    assert (done.returncode, "2 cleaned" in done.stdout) == (0, True)
    assert "was damaged" in done.stderr
    assert "words removed by" not in done.stdout  # what the damaged ledger held is not compared
