from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from flows.errors import StoreError
from flows.store.raw import PageError, SourceMetadata, printable_path, read_body, read_sidecar, stat_token, walk


def names(root: Path) -> list[str]:
    return [found.raw for found in walk(root) if not found.ignored]


def test_pages_are_found_at_any_depth_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b.html", "a/deep/er/x.txt", "a/y.htm", "c.xhtml", "d.html.gz", "E.HTML"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == ["E.HTML", "b.html", "c.xhtml", "d.html.gz", "a/y.htm", "a/deep/er/x.txt"]


def test_sidecars_belong_to_their_page_and_other_files_are_named_as_ignored(tmp_path: Path) -> None:
    for name in ("p.html", "p.html.json", "q.txt.gz", "q.txt.json", "lonely.html.json", "report.pdf", ".hidden.html"):
        (tmp_path / name).write_text("x")
    found = {entry.raw: entry for entry in walk(tmp_path)}
    assert found["p.html"].sidecar.endswith("p.html.json")
    assert found["q.txt.gz"].sidecar.endswith("q.txt.json")
    assert "sidecar without its page" in found["lonely.html.json"].ignored
    assert found["report.pdf"].ignored
    assert set(found) == {"p.html", "q.txt.gz", "lonely.html.json", "report.pdf"}


def test_a_folder_named_like_a_page_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.html").mkdir()
    (tmp_path / "x.html" / "y.html").write_text("x")
    assert names(tmp_path) == ["x.html/y.html"]


def test_a_raw_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        list(walk(tmp_path / "nowhere"))


def test_a_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/bad-\xff.html"
    with open(path, "wb") as file:
        file.write(b"x")
    (found,) = walk(tmp_path)
    assert found.raw == "bad-\\xff.html"
    assert read_body(found.path, 10) == b"x"
    assert printable_path("a/b") == "a/b"


def test_a_sidecar_tells_where_a_page_is_from(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"url": "https://a.example/", "fetched_at": "2024-05-01T12:00:00Z", "more": 1}')
    assert read_sidecar(str(path)) == SourceMetadata("https://a.example/", "2024-05-01T12:00:00Z", "")


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "7", '{"url": 7}', '{"url": "javascript:alert(1)"}', '{"url": "https://"}', '{"url": "http://[x"}',
        '{"fetched_at": "yesterday"}', '{"url": "https://a.example/\\u001b[2J"}', '{"url": "https://a.example/\\ud800"}',
        "[" * 100_000,
    ],
)  # fmt: skip
def test_a_sidecar_that_cannot_be_used_is_the_pages_problem(tmp_path: Path, text: str) -> None:
    path = tmp_path / "page.html.json"
    path.write_text(text)
    with pytest.raises(PageError) as problem:
        read_sidecar(str(path))
    assert problem.value.outcome == "bad_sidecar"
    assert "page.html.json" in str(problem.value)


def test_bodies_are_unpacked_and_bounded(tmp_path: Path) -> None:
    packed = tmp_path / "a.html.gz"
    packed.write_bytes(gzip.compress(b"x" * 1000))
    assert read_body(str(packed), 1000) == b"x" * 1000
    for limit, path in ((999, packed), (3, tmp_path / "b.html")):
        path.exists() or path.write_bytes(b"1234")
        with pytest.raises(PageError) as problem:
            read_body(str(path), limit)
        assert problem.value.outcome == "too_large"


def test_a_bomb_is_not_unpacked_in_memory(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.html.gz"
    bomb.write_bytes(gzip.compress(b"0" * 50_000_000))
    with pytest.raises(PageError, match="more than 1,000 bytes"):
        read_body(str(bomb), 1000)


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress(b"x" * 1000, mtime=0)[:-9], b""])
def test_damaged_gzip_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.html.gz"
    path.write_bytes(content)
    if content:
        with pytest.raises(PageError) as problem:
            read_body(str(path), 5000)
        assert problem.value.outcome == "bad_encoding"
    else:
        assert read_body(str(path), 5000) == b""


def test_a_pipe_is_not_waited_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    with pytest.raises(PageError) as problem:
        read_body(str(tmp_path / "pipe.html"), 10)
    assert problem.value.outcome == "unreadable"


def test_a_file_is_trusted_by_its_dates_only_when_it_has_settled(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("x")
    assert stat_token(str(path)) == ""
    assert stat_token(str(tmp_path / "none")) == ""
    assert stat_token(__file__) != ""
