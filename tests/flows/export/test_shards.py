"""A file a shard: the same bytes however the run went, and only what has changed is made anew."""

from __future__ import annotations

import io
import json
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from kills import finished, shaken
from stores import Command, article, files
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.errors import Stopped, UsageProblem
from flows.export.cutting import Cutter
from flows.export.formats import read_records
from flows.export.places import Folder
from flows.export.shards import Shards
from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.store.ledger import open_ledger

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "schema" / "clean-page.json").read_text())
FORMS = ["jsonl", "parquet"]


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards of some four pages, and files that are known by their dates from the first moment."""
    made = Shards.__init__

    def small(self: Shards, place: Folder, to: str, folder: Path, size: int = 4) -> None:
        made(self, place, to, folder, size)

    monkeypatch.setattr(Shards, "__init__", small)
    monkeypatch.setattr("flows.store.raw._SETTLED", -10.0)


@pytest.fixture
def many(raw: Path) -> Path:
    for number in range(14):
        (raw / "news.example" / f"tide-{number:02}.html").write_text(article(f"Tide {number}", f"High at {number}."))
    (raw / "empty.html").write_bytes(b"")
    return raw


def run(raw: Path, clean: Path, to: str = "", workers: int = 2) -> dict[str, bytes]:
    clean_pages(RunOptions(raw, clean, workers, to=to))
    return files(clean)


def kept(clean: Path) -> Iterator[dict[str, Any]]:
    for path in sorted([*clean.glob("*.jsonl"), *clean.glob("*.parquet")]):
        with open(path, "rb") as file:
            yield from read_records(file, path.name)


def texts(clean: Path) -> dict[str, tuple[str, str]]:
    return {record["source"]["raw"]: (record["headline"], record["articleBody"]) for record in kept(clean)}


def records(content: dict[str, bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for name in sorted(content) for line in content[name].splitlines()]


@pytest.mark.parametrize("to", FORMS)
def test_every_page_stands_in_one_shard_whatever_the_number_of_workers(many: Path, tmp_path: Path, to: str) -> None:
    pytest.importorskip("pyarrow")
    made = run(many, tmp_path / "one", to, workers=1)
    assert made == run(many, tmp_path / "two", to, workers=2)
    assert len(made) > 2
    assert all(name.endswith(f".{to}") and "/" not in name for name in made)
    with open_ledger(tmp_path / "one") as ledger:
        rows = list(ledger.pages("outcome = 'ok'"))
    assert len(rows) == 16
    assert {row["clean"] for row in rows} == set(made)


def test_a_line_is_the_document_of_the_schema(many: Path, tmp_path: Path) -> None:
    found = records(run(many, tmp_path / "clean", "jsonl"))
    assert len(found) == 16
    check = jsonschema.Draft202012Validator(SCHEMA)
    for record in found:
        check.validate(record)
    assert len({tuple(record) for record in found}) == 1  # the same fields, in the same order


def test_parquet_holds_what_the_lines_hold(many: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    run(many, tmp_path / "lines", "jsonl")
    run(many, tmp_path / "columns", "parquet")
    assert list(kept(tmp_path / "columns")) == list(kept(tmp_path / "lines"))


@pytest.mark.parametrize("to", FORMS)
def test_only_shards_with_a_change_are_made_again(many: Path, tmp_path: Path, to: str) -> None:
    pytest.importorskip("pyarrow")
    clean = tmp_path / "clean"
    before = run(many, clean, to)
    dates = {path.name: path.stat().st_mtime_ns for path in clean.glob(f"*.{to}")}
    assert run(many, clean) == before
    assert {path.name: path.stat().st_mtime_ns for path in clean.glob(f"*.{to}")} == dates
    (many / "news.example" / "tide-07.html").write_text(article("Tide 7, corrected"))
    (many / "news.example" / "tide-07a.html").write_text(article("Between the seventh and the eighth"))
    (many / "news.example" / "piano.html").unlink()
    after = run(many, clean)
    run(many, tmp_path / "anew", to)  # judges all with what is known of the site today, so its bytes are others
    assert texts(clean) == texts(tmp_path / "anew")
    assert "Tide 7, corrected" in {headline for headline, _ in texts(clean).values()}
    assert 0 < len([name for name in after if before.get(name) == after[name]]) < len(after)


def test_a_shard_that_is_gone_or_cut_is_made_again(many: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    before = run(many, clean, "jsonl")
    first, second, *_ = sorted(clean.glob("*.jsonl"))
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    assert run(many, clean) == before


@pytest.mark.slow
def test_stopped_at_any_shard_a_run_goes_on_where_it_was(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm = run(many, tmp_path / "calm", "jsonl")
    clean, put, dice = tmp_path / "clean", Folder.put, random.Random(3)

    def stop_sometimes(self: Folder, name: str, scratch: Path) -> None:
        if dice.random() < 0.5:
            raise Stopped(15)
        put(self, name, scratch)
        if dice.random() < 0.3:
            raise Stopped(15)

    monkeypatch.setattr(Folder, "put", stop_sometimes)
    for _ in range(40):
        try:
            run(many, clean, "jsonl", workers=1)
        except Stopped:
            continue
        break
    monkeypatch.setattr(Folder, "put", put)
    assert run(many, clean, "jsonl") == calm
    assert list((clean / ".winnow").glob("*.scratch")) == []


def test_one_store_one_form(many: Path, tmp_path: Path) -> None:
    run(many, tmp_path / "shards", "jsonl")
    with pytest.raises(UsageProblem, match="another form"):
        run(many, tmp_path / "shards", "parquet")
    with pytest.raises(UsageProblem, match="--to"):
        run(many, tmp_path / "shards", "pages")
    run(many, tmp_path / "pages")
    with pytest.raises(UsageProblem, match="another store"):
        run(many, tmp_path / "pages", "jsonl")


def test_a_new_page_changes_one_shard() -> None:
    def cut(names: list[str]) -> dict[str, str]:
        cutter = Cutter(50)
        return {name: cutter.shard_of(name, "") for name in names}

    names = [f"site.example/{number:05}.html" for number in range(4000)]
    before = cut(names)
    assert 40 < len(set(before.values())) < 160
    assert max(list(before.values()).count(shard) for shard in set(before.values())) <= 200
    after = cut(sorted([*names, "site.example/01234x.html"]))
    moved = {before[name] for name in names if before[name] != after[name]}
    assert len(moved) <= 2


@pytest.mark.slow
def test_the_command(winnow: Command, many: Path) -> None:
    time.sleep(2.2)  # files that are younger have no date to be known by
    ran = winnow("run", "--no-prefect", "--to", "jsonl")
    assert ran.returncode == 1, ran.stderr  # one page is empty
    assert "16 cleaned" in ran.stdout
    listed = winnow("ledger")
    assert ".jsonl" in listed.stdout
    assert ".jsonl.md" not in listed.stdout
    again = winnow("run", "--no-prefect")
    assert "0 cleaned, 17 unchanged" in again.stdout
    refused = winnow("run", "--no-prefect", "--to", "parquet")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert winnow("verify").returncode == 0


@pytest.mark.slow
def test_thirty_kills_leave_no_trace(raw: Path, tmp_path: Path) -> None:
    """An archive is a shard at least: here are five shards, one of them of loose pages."""
    for number in range(4):
        archive(raw / "news.example" / f"{number}.warc.gz", range(10 * number, 10 * number + 10))
    plain = ["run", "--no-prefect", "--to", "jsonl", "--raw", raw]
    calm, clean = tmp_path / "calm", tmp_path / "shaken"

    def lose_some(dice: random.Random) -> None:
        for path in dice.sample(sorted(clean.glob("*.jsonl")), 3):
            path.unlink()

    finished([*plain, "--clean", calm])
    assert len(files(calm)) == 5
    shaken([*plain, "--clean", clean], lose_some)
    assert files(clean) == files(calm)
    assert list((clean / ".winnow").glob("*.scratch")) == []
    assert "0 cleaned, 42 unchanged" in finished([*plain, "--clean", clean])


def archive(path: Path, numbers: Iterable[int]) -> None:
    with open(path, "wb") as file:
        writer = WARCWriter(file)
        for number in numbers:
            body = article(f"Page {number}", "</p><p>".join([f"Words {number} and a gull."] * 60)).encode()
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
            more = {"payload": io.BytesIO(body), "length": len(body), "http_headers": head}
            writer.write_record(writer.create_warc_record(f"https://news.example/{number}", "response", **more))
