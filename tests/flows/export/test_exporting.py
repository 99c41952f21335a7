"""The pages of a store written once more: as page files or shards, in a folder or an object store."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from stores import Command, article, files

from flows.errors import StoreError, UsageError
from flows.export.exporting import export_pages
from flows.export.sharding import Sharder
from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.settings import load_settings

pytestmark = pytest.mark.slow  # each test is a whole run, or several

SCHEMA = json.loads((Path(__file__).parents[3] / "cleaners" / "clean-page.schema.json").read_text())
FORMS = ["files", "jsonl", "parquet"]
OTHER = "</p><p>".join(
    f"At gauge {number} the river stood {number} hands below the mark that was cut in {1900 + number}, and no one "
    f"who works at lock {number} remembers it lower, nor does the book that is kept there." for number in range(12)
)  # fmt: skip


@pytest.fixture
def store(raw: Path) -> Path:
    (raw / "news.example" / "copy.html").write_text(article())
    (raw / "empty.html").write_bytes(b"")
    (raw / "other.html").write_text(article("Low water", OTHER))
    clean_pages(RunOptions(raw, raw.parent / "clean", 2))
    return raw.parent / "clean"


@pytest.fixture
def many(raw: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of sixteen pages, to be cut into shards of some four."""
    made = Sharder.__init__
    monkeypatch.setattr(Sharder, "__init__", lambda self, size=4: made(self, size))
    for number in range(14):
        (raw / "news.example" / f"tide-{number:02}.html").write_text(article(f"Tide {number}", f"High at {number}."))
    clean_pages(RunOptions(raw, raw.parent / "clean", 2))
    return raw.parent / "clean"


def lines(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for path in sorted(out.glob("*.jsonl")) for line in path.open()]


def names(out: Path) -> list[str]:
    return sorted(record["source"]["raw"] for record in lines(out))  # type: ignore[index]


def dates(out: Path) -> dict[str, int]:
    return {name: (out / name).stat().st_mtime_ns for name in files(out)}


def contents(address: str) -> dict[str, bytes]:
    import fsspec

    found = fsspec.get_mapper(address)
    return {name.lstrip("/"): content for name, content in found.items() if ".winnow" not in name}


def test_every_page_or_originals_only(store: Path, tmp_path: Path) -> None:
    before = files(store)
    done = export_pages(store, tmp_path / "all", "jsonl")
    assert (done.pages, done.files, done.copies) == (4, 1, 0)
    done = export_pages(store, tmp_path / "some", "jsonl", skip_duplicates=True)
    assert (done.pages, done.copies) == (2, 2)  # three pages of the same words but for a line
    assert set(names(tmp_path / "some")) < set(names(tmp_path / "all"))
    assert "other.html" in names(tmp_path / "some")
    assert files(store) == before


def test_files_are_those_of_the_store(store: Path, tmp_path: Path) -> None:
    done = export_pages(store, tmp_path / "out", "files")
    assert (done.pages, done.files) == (4, 8)
    assert files(tmp_path / "out") == files(store)


@pytest.mark.parametrize("to", FORMS)
def test_the_same_store_gives_the_same_files_and_old_ones_go(store: Path, tmp_path: Path, to: str) -> None:
    pytest.importorskip("pyarrow")
    out = tmp_path / "out"
    export_pages(store, out, to)
    first = files(out)
    (out / "pages-0123456789ab.jsonl").write_text("left by an export of an earlier version")
    (out / "mine.jsonl").write_text("not ours")
    export_pages(store, out, to)
    assert files(out) == {**first, "mine.jsonl": b"not ours"}
    (out / "mine.jsonl").unlink()
    other = next(form for form in FORMS if form != to)
    export_pages(store, out, other)
    export_pages(store, tmp_path / "new", other)
    assert files(out) == files(tmp_path / "new")
    assert not list((out / ".winnow" / "staging").iterdir())


@pytest.mark.parametrize("to", FORMS)
def test_only_what_has_changed_is_written_again(many: Path, raw: Path, tmp_path: Path, to: str) -> None:
    pytest.importorskip("pyarrow")
    out = tmp_path / "out"
    export_pages(many, out, to)
    before, written = files(out), dates(out)
    export_pages(many, out, to)
    assert dates(out) == written
    (raw / "news.example" / "tide-07.html").write_text(article("Tide 7, corrected"))
    (raw / "news.example" / "tide-07a.html").write_text(article("Between the seventh and the eighth"))
    clean_pages(RunOptions(raw, many, 2))
    export_pages(many, out, to)
    after = dates(out)
    changed = [name for name in after if after[name] != written.get(name)]
    assert 0 < len(changed) < len(after)
    assert all(before.get(name) != content for name, content in files(out).items() if name in changed)
    export_pages(many, tmp_path / "anew", to)
    assert files(out) == files(tmp_path / "anew")


@pytest.mark.parametrize("to", FORMS)
def test_a_file_that_is_gone_is_written_again(many: Path, tmp_path: Path, to: str) -> None:
    pytest.importorskip("pyarrow")
    out = tmp_path / "out"
    export_pages(many, out, to)
    before = files(out)
    (out / min(before)).unlink()
    export_pages(many, out, to)
    assert files(out) == before


def test_a_stopped_export_leaves_whole_files_and_the_next_one_completes_it(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.export import exporting

    out, write, made = tmp_path / "out", exporting.write_shard, list[Path]()

    def stop_at_the_third(path: Path, records: object) -> None:
        made.append(path)
        if len(made) == 3:
            path.write_bytes(b"half of a shar")
            raise KeyboardInterrupt
        write(path, records)  # type: ignore[arg-type]

    monkeypatch.setattr(exporting, "write_shard", stop_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        export_pages(many, out, "jsonl")
    assert len(lines(out)) > 0
    monkeypatch.setattr(exporting, "write_shard", write)
    export_pages(many, out, "jsonl")
    export_pages(many, tmp_path / "calm", "jsonl")
    assert files(out) == files(tmp_path / "calm")
    assert not list((out / ".winnow" / "staging").iterdir())


def test_a_line_is_the_document_of_the_schema(many: Path, tmp_path: Path) -> None:
    export_pages(many, tmp_path / "out", "jsonl")
    found = lines(tmp_path / "out")
    assert len(found) == 16
    check = jsonschema.Draft202012Validator(SCHEMA)
    for record in found:
        check.validate(record)
    assert len({tuple(record) for record in found}) == 1  # the same fields, in the same order


def test_parquet_holds_what_the_lines_hold(many: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export_pages(many, tmp_path / "lines", "jsonl")
    export_pages(many, tmp_path / "columns", "parquet")
    found = [
        row for path in sorted((tmp_path / "columns").glob("*.parquet")) for row in parquet.read_table(path).to_pylist()
    ]
    for row in found:
        row["provenance"]["libraries"] = json.loads(row["provenance"]["libraries"])
    assert found == lines(tmp_path / "lines")


def test_a_new_page_changes_one_shard() -> None:
    def cut(names: list[str]) -> dict[str, str]:
        cutter = Sharder(50)
        return {name: cutter.shard_of(name) for name in names}

    names = [f"site.example/{number:05}.html" for number in range(4000)]
    before = cut(names)
    assert 40 < len(set(before.values())) < 160
    assert max(list(before.values()).count(shard) for shard in set(before.values())) <= 200
    after = cut(sorted([*names, "site.example/01234x.html"]))
    moved = {before[name] for name in names if before[name] != after[name]}
    assert len(moved) <= 2


@pytest.mark.parametrize("to", FORMS)
def test_a_store_is_not_exported_into_a_store_nor_when_it_is_damaged(store: Path, tmp_path: Path, to: str) -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(UsageError, match="another place"):
        export_pages(store, store, to)
    (path, *_) = store.rglob("*.json")
    path.write_bytes(path.read_bytes().replace(b"ferry", b"fairy").replace(b"water", b"waiter"))
    with pytest.raises(StoreError, match="writes it again"):
        export_pages(store, tmp_path / "out", to)
    path.unlink()
    with pytest.raises(StoreError, match="writes it again"):
        export_pages(store, tmp_path / "out", to)


def test_a_folder_that_leads_out_of_the_destination_is_refused(store: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "private").mkdir()
    (tmp_path / "out" / "news.example").symlink_to(tmp_path / "private")
    with pytest.raises(StoreError, match="link out of the store"):
        export_pages(store, tmp_path / "out", "files")
    assert not list((tmp_path / "private").iterdir())


@pytest.mark.parametrize("to", FORMS)
def test_what_lies_in_s3_is_what_would_lie_here(store: Path, tmp_path: Path, bucket: str, to: str) -> None:
    pytest.importorskip("pyarrow")
    export_pages(store, tmp_path / "out", to)
    export_pages(store, f"{bucket}/deep/er", to)
    assert contents(f"{bucket}/deep/er") == files(tmp_path / "out")


def test_changes_and_departures_reach_s3(store: Path, raw: Path, bucket: str) -> None:
    export_pages(store, bucket, "files")
    (raw / "news.example" / "ferry.html").write_text(article("The evening ferry"))
    (raw / "news.example" / "piano.html").write_bytes(b"")
    clean_pages(RunOptions(raw, store, 2))
    export_pages(store, bucket, "files")
    assert contents(bucket) == files(store)


def test_unchanged_files_are_not_uploaded_again(store: Path, bucket: str, caplog: pytest.LogCaptureFixture) -> None:
    export_pages(store, bucket, "files")
    caplog.clear()
    caplog.set_level("INFO", "werkzeug")
    export_pages(store, bucket, "files")
    sent = [message for message in caplog.messages if '"PUT ' in message]  # the requests that the stand-in has seen
    assert sent
    assert all("/.winnow/export.json" in message for message in sent)


def test_a_bucket_that_is_not_there_ends_the_export_before_it_begins(store: Path, bucket: str) -> None:
    for to in ("files", "jsonl"):
        with pytest.raises(StoreError, match="s3://nowhere"):
            export_pages(store, "s3://nowhere/articles", to)


def test_any_address_that_fsspec_supports(store: Path, tmp_path: Path) -> None:
    export_pages(store, "memory://articles", "files")
    assert contents("memory://articles") == files(store)
    export_pages(store, f"file://{tmp_path}/out", "files")
    assert files(tmp_path / "out") == files(store)
    with pytest.raises(UsageError, match="nonsense://"):
        export_pages(store, "nonsense://x", "files")


@pytest.mark.parametrize("address", ["s3://bucket/articles", "gs://b", "memory://x"])
def test_a_clean_store_is_a_folder(address: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="winnow export " + address) as refused:
        load_settings(clean=Path(address))
    assert "\n" not in str(refused.value)
    assert load_settings(clean=Path(f"file://{tmp_path}/x")).clean == tmp_path / "x"


def test_the_command(winnow: Command, raw: Path) -> None:
    winnow("run", "--no-prefect")
    ran = winnow("export", "dataset", "--to", "jsonl", "--skip-duplicates")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "dataset: 1 page in 1 file; copies left out: 1" in ran.stderr
    assert winnow("export", "dataset", "--clean", "nowhere").returncode == 3
    refused = winnow("run", "--clean", "s3://bucket/articles")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


@pytest.mark.slow
def test_the_command_reaches_s3(winnow: Command, raw: Path, bucket: str) -> None:
    winnow("run", "--no-prefect")
    ran = winnow("export", f"{bucket}/a", "--to", "files")
    assert (ran.returncode, f"{bucket}/a: 2 pages in 4 files" in ran.stderr) == (0, True)
    missing = winnow("export", "s3://nowhere/a")
    assert missing.returncode == 3
    assert "Traceback" not in missing.stderr
