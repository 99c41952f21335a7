"""A store written once more as files of many pages, with or without copies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stores import Command, article, files

from flows.errors import StoreProblem, UsageProblem
from flows.export.exporting import export_pages
from flows.options import RunOptions
from flows.runs.run import clean_pages

OTHER = "</p><p>".join(
    f"At gauge {number} the river stood {number} hands below the mark that was cut in {1900 + number}, and no one "
    f"who works at lock {number} remembers it lower, nor does the book that is kept there." for number in range(12)
)  # fmt: skip


@pytest.fixture(params=["pages", "jsonl"])
def store(raw: Path, request: pytest.FixtureRequest) -> Path:
    (raw / "news.example" / "copy.html").write_text(article())
    (raw / "empty.html").write_bytes(b"")
    (raw / "other.html").write_text(article("Low water", OTHER))
    clean_pages(RunOptions(raw, raw.parent / "clean", 2, to=request.param))
    return raw.parent / "clean"


def names(out: Path) -> list[str]:
    return sorted(json.loads(line)["source"]["raw"] for path in out.glob("*.jsonl") for line in path.open())


def test_every_page_or_originals_only(store: Path, tmp_path: Path) -> None:
    before = files(store)
    done = export_pages(store, tmp_path / "all", "jsonl")
    assert (done.pages, done.files, done.copies) == (4, 1, 0)
    done = export_pages(store, tmp_path / "some", "jsonl", skip_duplicates=True)
    assert (done.pages, done.copies) == (2, 2)  # three pages of the same words but for a line
    assert set(names(tmp_path / "some")) < set(names(tmp_path / "all"))
    assert "other.html" in names(tmp_path / "some")
    assert files(store) == before


def test_the_same_store_gives_the_same_files_and_old_ones_go(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_pages(store, out, "jsonl")
    first = files(out)
    (out / "pages-0123456789ab.jsonl").write_text("left by an earlier export")
    (out / "mine.jsonl").write_text("not ours")
    export_pages(store, out, "jsonl")
    assert files(out) == {**first, "mine.jsonl": b"not ours"}
    assert not (out / ".winnow").exists()


def test_what_a_run_writes_and_what_is_exported_are_the_same_records(raw: Path, tmp_path: Path) -> None:
    clean_pages(RunOptions(raw, tmp_path / "pages", 2))
    clean_pages(RunOptions(raw, tmp_path / "lines", 2, to="jsonl"))
    export_pages(tmp_path / "pages", tmp_path / "out", "jsonl")
    assert files(tmp_path / "out") == files(tmp_path / "lines")


def test_a_store_is_not_exported_into_a_store_nor_when_it_is_damaged(store: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="another place"):
        export_pages(store, store, "jsonl")
    for path in (*store.rglob("*.json"), *store.glob("*.jsonl")):
        path.write_text("{")
    with pytest.raises(StoreProblem, match="makes it anew"):
        export_pages(store, tmp_path / "out", "jsonl")


def test_the_command(winnow: Command, raw: Path) -> None:
    winnow("run", "--no-prefect")
    ran = winnow("export", "dataset", "--to", "jsonl", "--skip-duplicates")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "dataset: 1 page in 1 file; copies left out: 1" in ran.stderr
    assert winnow("export", "dataset", "--clean", "nowhere").returncode == 3
