"""Clean stores that lie elsewhere: an object store by its address, a stand-in of S3 here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stores import Command, article, files

from flows.errors import StoreProblem, UsageProblem
from flows.export.places import address_of, on_this_machine, place_at
from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.settings import load_settings
from flows.verify import Tally, verify
from flows.verify.rebuild import rebuild


def kept(address: str) -> dict[str, bytes]:
    place = place_at(on_this_machine(Path(address)))
    found = {}
    for name in place.names():
        with place.open(name) as file:
            found[name] = file.read()
    return found


def options(raw: Path, address: str, to: str = "") -> RunOptions:
    return RunOptions(raw, on_this_machine(Path(address)), 2, to=to)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("flows.store.raw._SETTLED", -10.0)
    return tmp_path


@pytest.mark.parametrize("to", ["pages", "jsonl", "parquet"])
def test_what_lies_in_s3_is_what_would_lie_here(raw: Path, here: Path, bucket: str, to: str) -> None:
    clean_pages(RunOptions(raw, here / "clean", 2, to=to))
    report = clean_pages(options(raw, bucket, to))
    assert (report.cleaned, report.failed) == (2, 0)
    assert kept(bucket) == files(here / "clean")
    again = clean_pages(options(raw, bucket))
    assert (again.cleaned, again.unchanged) == (0, 2)


@pytest.mark.parametrize("to", ["pages", "jsonl"])
def test_changes_and_departures_reach_s3(raw: Path, here: Path, bucket: str, to: str) -> None:
    clean_pages(options(raw, f"{bucket}/deep/er", to))
    (raw / "news.example" / "ferry.html").write_text(article("The evening ferry"))
    (raw / "news.example" / "piano.html").write_bytes(b"")
    report = clean_pages(options(raw, f"{bucket}/deep/er"))
    assert (report.cleaned, report.failed) == (1, 1)
    clean_pages(RunOptions(raw, here / "clean", 2, to=to))
    assert kept(f"{bucket}/deep/er") == files(here / "clean")


def test_another_machine_takes_over_the_ledger_that_lies_beside_the_pages(raw: Path, here: Path, bucket: str) -> None:
    clean_pages(options(raw, bucket))
    (here / ".winnow").rename(here / "of-the-first-machine")
    again = clean_pages(options(raw, bucket))
    assert (again.cleaned, again.unchanged) == (0, 2)


def test_verify_and_rebuild_reach_s3(raw: Path, here: Path, bucket: str) -> None:
    state = on_this_machine(Path(bucket))
    clean_pages(options(raw, bucket))
    assert list(verify(raw, state, Tally())) == []
    place = place_at(state)
    first, second, *_ = sorted(place.names())
    place.remove(first)
    place.write(second, b"something else")
    place.write("news.example/stranger.md", b"hello")
    assert {f.kind for f in verify(raw, state, Tally())} == {"missing", "changed", "orphaned"}
    clean_pages(options(raw, bucket))
    made = rebuild(raw, state, here / "sites")
    assert (made.pages, made.waiting) == (1, 1)


def test_a_bucket_that_is_not_there_ends_the_run_before_it_begins(raw: Path, here: Path, bucket: str) -> None:
    for to in ("pages", "jsonl"):
        with pytest.raises(StoreProblem, match="s3://nowhere"):
            clean_pages(options(raw, "s3://nowhere/articles", to))


def test_a_memory_store(raw: Path, here: Path) -> None:
    clean_pages(options(raw, "memory://articles", "jsonl"))
    (content,) = kept("memory://articles").values()
    assert {json.loads(line)["headline"] for line in content.splitlines()} == {"The morning ferry", "A piano at sea"}


def test_a_file_address_is_a_folder(tmp_path: Path) -> None:
    assert load_settings(clean=f"file://{tmp_path}/x").clean == tmp_path / "x"
    assert load_settings(clean="s3://b/x/").clean == load_settings(clean=Path("s3://b/x")).clean
    assert address_of(load_settings(clean="s3://b/x").clean) == "s3://b/x"
    assert address_of(load_settings(clean="clean").clean) == ""


def test_an_address_that_nothing_knows_is_a_matter_of_usage(raw: Path, here: Path) -> None:
    with pytest.raises(UsageProblem, match="nonsense://"):
        clean_pages(options(raw, "nonsense://x"))


@pytest.mark.slow
def test_the_command(winnow: Command, raw: Path, bucket: str) -> None:
    ran = winnow("run", "--no-prefect", "--clean", f"{bucket}/a")
    assert ran.returncode == 0, ran.stderr
    assert f"clean pages are in {bucket}/a" in ran.stdout
    assert "The morning ferry" in ran.stdout
    assert winnow("ledger", "--clean", f"{bucket}/a").stdout.count("\nok ") == 2
    assert winnow("verify", "--clean", f"{bucket}/a").stdout.endswith("all well\n")
    missing = winnow("run", "--no-prefect", "--clean", "s3://nowhere/a")
    assert missing.returncode == 3
    assert "Traceback" not in missing.stderr
