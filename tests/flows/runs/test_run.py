"""Runs over real folders, with real processes."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from stores import Command, article, files

from flows.errors import StoreError
from flows.options import RunOptions
from flows.report import Report
from flows.runs.run import BATCH_PAGES, MAX_BATCHES, batch_size, clean_pages
from flows.store.ledger import open_ledger

BAD = {
    "empty.html": b"", "blank.txt": b" \n\t\n", "random.html": bytes(range(256)) * 9,
    "paper.html": b"%PDF-1.7",
    "large.html": b"x" * 3_000_000, "damaged.html.gz": b"\x1f\x8b\x08 nonsense",
}  # fmt: skip


def run(raw: Path, clean: Path | None = None) -> Report:
    from flows.job import PageLimits

    return clean_pages(RunOptions(raw, clean or raw.parent / "clean", 2, PageLimits(bytes=2_000_000)))


def rows(clean: Path) -> dict[str, sqlite3.Row]:
    with open_ledger(clean) as ledger:
        return {row["raw"]: row for row in ledger.pages()}


def test_pages_become_markdown_and_json_and_a_row_each(raw: Path) -> None:
    report = run(raw)
    assert (report.cleaned, report.failed, report.exit_code) == (2, 0, 0)
    store = raw.parent / "clean"
    names = sorted(files(store))
    assert [Path(name).suffix for name in names] == [".json", ".md", ".json", ".md"]
    assert all(name.startswith("news.example/") for name in names)
    row = rows(store)["news.example/ferry.html"]
    assert row["outcome"] == "ok"
    assert row["title"] == "The morning ferry"
    assert "plums" in files(store)[row["clean"] + ".md"].decode()


@pytest.mark.slow
def test_one_bad_page_never_hurts_another_and_every_file_gets_a_reason(raw: Path) -> None:
    for name, body in BAD.items():
        (raw / name).write_bytes(body)
    (raw / "packed.html.gz").write_bytes(gzip.compress(article("Packed").encode()))
    (raw / "sidecar.html").write_text(article("With a broken sidecar"))
    (raw / "sidecar.html.json").write_text("{")
    os.mkfifo(raw / "pipe.html")
    (raw / "notes.docx").write_bytes(b"PK\x03\x04")
    report = run(raw)
    assert {name: row["outcome"] for name, row in rows(raw.parent / "clean").items()} == {
        "news.example/ferry.html": "ok", "news.example/piano.html": "ok", "packed.html.gz": "ok",
        "empty.html": "no_content", "blank.txt": "no_content", "random.html": "not_html",
        "paper.html": "not_html", "large.html": "too_large", "damaged.html.gz": "bad_encoding",
        "sidecar.html": "bad_sidecar",
        "pipe.html": "unreadable", "notes.docx": "ignored",
    }  # fmt: skip
    assert (report.cleaned, report.failed, report.exit_code) == (3, 8, 1)
    assert all(row["detail"] for row in report.failures)


@pytest.mark.slow
@pytest.mark.parametrize("settled", [False, True])
def test_the_same_run_again_writes_nothing(raw: Path, monkeypatch: pytest.MonkeyPatch, settled: bool) -> None:
    """Pages are known by their bytes, and by their dates alone once these have settled."""
    if settled:
        monkeypatch.setattr("flows.store.raw._MIN_AGE", 0.0)
    run(raw)
    before = {path: path.stat().st_mtime_ns for path in (raw.parent / "clean" / "news.example").iterdir()}
    report = run(raw)
    assert (report.cleaned, report.unchanged, report.exit_code) == (0, 2, 0)
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_only_what_changed_is_cleaned_again(raw: Path) -> None:
    run(raw)
    (raw / "news.example" / "piano.html").write_text(article("A new title for the piano"))
    report = run(raw)
    assert (report.cleaned, report.unchanged) == (1, 1)
    assert report.pages[0]["title"] == "A new title for the piano"


@pytest.mark.slow
def test_a_clean_file_that_was_lost_comes_back(raw: Path) -> None:
    run(raw)
    store = raw.parent / "clean"
    before = files(store)
    next(store.rglob("*.md")).unlink()
    assert run(raw).cleaned == 1
    assert files(store) == before


@pytest.mark.slow
def test_a_page_that_is_no_page_any_more_leaves_the_clean_store(raw: Path) -> None:
    run(raw)
    (raw / "news.example" / "piano.html").write_text("")
    assert run(raw).failed == 1
    assert len(files(raw.parent / "clean")) == 2


@pytest.mark.slow
def test_what_failed_before_is_told_but_is_no_failure_of_this_run(raw: Path) -> None:
    (raw / "empty.html").write_text("")
    (raw / "sidecar.html").write_text(article())
    (raw / "sidecar.html.json").write_text("{")
    (raw / "damaged.warc.gz").write_bytes(b"no archive at all")
    assert (run(raw).failed, run(raw).exit_code) == (3, 0)
    report = run(raw)
    assert (report.failed, report.failed_earlier, report.exit_code) == (0, 3, 0)
    (raw / "empty.html").write_text(article("No longer empty"))
    (raw / "sidecar.html.json").unlink()
    (raw / "damaged.warc.gz").unlink()
    report = run(raw)
    assert (report.cleaned, report.failed, report.failed_earlier) == (2, 0, 0)


def test_a_raw_file_that_is_gone_is_told_once(raw: Path, winnow: Command) -> None:
    winnow("run", "--no-prefect")
    (raw / "news.example" / "piano.html").rename(raw.parent / "piano.html")
    gone = "1 raw file is gone"
    assert "no_raw_page" in winnow("verify").stdout
    done = [winnow("run", "--no-prefect") for _ in range(2)]
    assert [(each.returncode, gone in each.stdout) for each in done] == [(0, True), (0, False)]
    assert winnow("verify").returncode == 0
    assert len(files(raw.parent / "clean")) == 4
    (raw.parent / "piano.html").rename(raw / "news.example" / "piano.html")
    assert winnow("run", "--no-prefect").returncode == 0
    (raw / "news.example" / "piano.html").unlink()
    assert gone in winnow("run", "--no-prefect").stdout


@pytest.mark.parametrize("which", ["news.example/piano.html", "https://news.example/piano", "news.example"])
def test_what_is_forgotten_stays_away_until_it_is_taken_up_again(raw: Path, winnow: Command, which: str) -> None:
    (raw / "news.example" / "piano.html.json").write_text('{"url": "https://news.example/piano"}')
    (raw / "other.html").write_text(article("Another page"))
    assert winnow("run", "--no-prefect").returncode == 0
    before, count = files(raw.parent / "clean"), 2 if which == "news.example" else 1
    done = winnow("forget", which)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, count), done.stderr
    assert "news.example/piano.html\n" in done.stdout
    for _ in range(2):
        assert len(files(raw.parent / "clean")) == 2 * (3 - count)
        listed = winnow("ledger")
        assert (listed.returncode, len(listed.stdout.splitlines())) == (0, 1 + 3 - count)
        assert winnow("verify").returncode == 0
        assert winnow("run", "--no-prefect").returncode == 0
    assert (raw / "news.example" / "piano.html").exists()
    assert winnow("forget", which).returncode == 2
    assert winnow("forget", which, "--undo").returncode == 0
    assert winnow("run", "--no-prefect").returncode == 0
    assert files(raw.parent / "clean") == before


@pytest.mark.slow
def test_of_two_copies_of_one_page_the_later_stands(raw: Path) -> None:
    for name, date in (("old", "2024-01-01"), ("new", "2024-06-01"), ("older", "2023-01-01")):
        (raw / f"{name}.html").write_text(article(f"The {name} copy"))
        sidecar = {"url": "https://news.example/story", "fetched_at": date}
        (raw / f"{name}.html.json").write_text(json.dumps(sidecar))
    run(raw)
    found = rows(raw.parent / "clean")
    assert {name: found[f"{name}.html"]["outcome"] for name in ("old", "new", "older")} == {
        "old": "superseded", "new": "ok", "older": "superseded"
    }  # fmt: skip
    assert len(files(raw.parent / "clean")) == 6
    (raw / "new.html").unlink()
    (raw / "new.html.json").unlink()
    run(raw)
    assert rows(raw.parent / "clean")["old.html"]["title"] == "The old copy"
    assert len(files(raw.parent / "clean")) == 6


@pytest.mark.slow
def test_a_page_whose_address_changes_moves(raw: Path) -> None:
    sidecar = raw / "news.example" / "piano.html.json"
    sidecar.write_text('{"url": "https://first.example/piano"}')
    run(raw)
    sidecar.write_text('{"url": "https://second.example/piano"}')
    run(raw)
    hosts = {name.split("/")[0] for name in files(raw.parent / "clean")}
    assert hosts == {"news.example", "second.example"}


@pytest.mark.slow
def test_the_same_pages_give_the_same_bytes_wherever_and_whenever(raw: Path, tmp_path: Path) -> None:
    run(raw)
    elsewhere = tmp_path / "else" / "where"
    shutil.copytree(raw, elsewhere / "raw")
    for path in elsewhere.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    run(elsewhere / "raw", elsewhere / "other")
    assert files(raw.parent / "clean") == files(elsewhere / "other")


@pytest.mark.slow
def test_a_lost_ledger_is_made_anew_without_touching_right_files(raw: Path) -> None:
    store = raw.parent / "clean"
    run(raw)
    before = {path: path.stat().st_ino for path in store.rglob("*.md")}
    shutil.rmtree(store / ".winnow")
    assert run(raw).cleaned == 2
    assert before == {path: path.stat().st_ino for path in before}
    assert len(rows(store)) == 2


def test_a_store_that_is_no_folder_is_told(raw: Path) -> None:
    (raw.parent / "clean").write_text("a file in the way")
    with pytest.raises(StoreError, match="clean"):
        run(raw)


@pytest.mark.parametrize(
    ("pages", "workers"), [(0, 2), (1, 8), (20, 2), (399, 2), (1000, 2), (100_000, 8), (10**7, 64)]
)
def test_batches_are_neither_too_many_nor_too_small(pages: int, workers: int) -> None:
    size = batch_size(pages, workers)
    assert size >= 1
    assert pages / size <= MAX_BATCHES
    assert size <= max(BATCH_PAGES, pages / MAX_BATCHES + 1)
    if pages >= workers:
        assert pages / size >= min(workers, pages / BATCH_PAGES)
