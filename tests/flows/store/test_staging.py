"""Files that go into the store by the group."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.store import staging
from flows.store.clean import open_store
from flows.store.staging import Stage, commit, discard, remove_leftovers, remove_staged

FILES = {".md": b"text", ".json": b"{}"}


@pytest.fixture
def store(tmp_path: Path) -> str:
    open_store(tmp_path / "store")
    return str(tmp_path / "store")


def test_pages_are_in_their_places_after_the_commit_and_not_before(store: str) -> None:
    stage = Stage(store, "one")
    staged = stage.write("h/p", FILES) + stage.write("i/q", FILES)
    assert not os.listdir(f"{store}/h")
    commit(store, staged)
    assert Path(store, "h/p.md").read_bytes() == b"text"
    assert sorted(os.listdir(f"{store}/i")) == ["q.json", "q.md"]
    assert remove_leftovers(Path(store)) == 0


@pytest.mark.parametrize("call", [True, False])
def test_many_files_are_on_the_disk_with_or_without_the_system_call_for_it(
    store: str, monkeypatch: pytest.MonkeyPatch, call: bool
) -> None:
    asked: list[str] = []
    if not call:
        monkeypatch.setattr(staging, "_syncfs", lambda: None)
        real = os.fsync
        monkeypatch.setattr(os, "fsync", lambda handle: (asked.append(str(handle)), real(handle)))
    stage = Stage(store, "one")
    staged = [file for number in range(20) for file in stage.write(f"h{number % 2}/p{number}", FILES)]
    commit(store, staged)
    assert len(os.listdir(f"{store}/h0")) == 20
    assert len(asked) == (0 if call else 42)  # each file, and both folders


def test_what_is_already_there_is_not_written_again(store: str) -> None:
    stage = Stage(store, "one")
    commit(store, stage.write("h/p", FILES))
    before = os.stat(f"{store}/h/p.md").st_ino
    assert stage.write("h/p", FILES) == []
    staged = stage.write("h/p", {**FILES, ".json": b"[]"})
    assert [place for _, place in staged] == ["h/p.json"]
    commit(store, staged)
    assert os.stat(f"{store}/h/p.md").st_ino == before
    assert Path(store, "h/p.json").read_bytes() == b"[]"


def test_a_lost_process_leaves_only_the_pages_it_had_done(store: str) -> None:
    lost, other = Stage(store, "aa"), Stage(store, "bb")
    done = lost.write("h/done", FILES)
    lost.write("h/half", {".md": b"ha"})
    theirs = other.write("h/other", FILES)
    discard(store, "aa", keep=[name for name, _ in done])
    commit(store, [*done, *theirs])
    assert sorted(os.listdir(f"{store}/h")) == ["done.json", "done.md", "other.json", "other.md"]
    assert remove_leftovers(Path(store)) == 0


def test_what_was_left_aside_goes(store: str) -> None:
    staged = Stage(store, "one").write("h/p", FILES)
    remove_staged(store, staged[:1])
    assert remove_leftovers(Path(store)) == 1
    assert not os.listdir(f"{store}/h")


def test_a_link_planted_in_the_store_is_not_followed(store: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    Path(store, "h").symlink_to(outside)
    stage = Stage(store, "one")
    with pytest.raises(OSError, match="link out of the store"):
        stage.write("h/p", FILES)
    assert not list(outside.iterdir())
    (outside / "victim").write_text("safe")
    Path(store, "i").mkdir()
    Path(store, "i", "p.md").symlink_to(outside / "victim")
    commit(store, stage.write("i/p", FILES))
    assert (outside / "victim").read_text() == "safe"
    assert not Path(store, "i", "p.md").is_symlink()


def test_a_disk_that_refuses_leaves_the_old_page(store: str) -> None:
    stage = Stage(store, "one")
    commit(store, stage.write("h/p", FILES))
    Path(store, "h/q.md").mkdir()
    with pytest.raises(OSError, match="irectory"):
        commit(store, stage.write("h/q", FILES))
    assert Path(store, "h/p.md").read_bytes() == b"text"
