from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.store.clean import has_both_files, page_id, remove_page, replace_file, target_of

FILES = {".md": b"text", ".json": b"{}"}


@given(st.text(), st.text(min_size=1))
def test_whatever_the_address_the_names_are_safe(path: str, host: str) -> None:
    for url, raw in ((f"https://{re.sub('[/?#]', '', host)}/{path}", "x.html"), ("", f"{host}/{path}.html")):
        try:
            target = target_of(url, raw)
        except ValueError:  # not an address at all; sidecars with such are refused
            continue
        folder, _, name = target.partition("/")
        assert re.fullmatch(r"[a-z0-9_][a-z0-9_.-]*", folder)
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]*-[0-9a-f]{12}", name)
        assert len(folder) <= 150
        assert len(name + ".json") <= 150
        assert not folder.endswith(".")


@pytest.mark.parametrize("host", ["con", "NUL", "com1.example", "aux"])
def test_names_that_an_operating_system_keeps_for_itself_are_not_used(host: str) -> None:
    assert target_of(f"https://{host}/x", "").startswith("_")


def test_addresses_that_differ_only_in_case_or_form_have_files_of_their_own() -> None:
    urls = [
        "https://a.example/Page",
        "https://a.example/page",
        "https://a.example/caf\u00e9",
        "https://a.example/cafe\u0301",
    ]
    assert len({target_of(url, "").casefold() for url in urls}) == 4


def test_a_page_is_its_address_without_fragment_or_else_its_place() -> None:
    assert page_id("HTTPS://A.example/x?q=1#top", "r") == "https://a.example/x?q=1"
    assert page_id("https://a.example", "r") == page_id("https://a.example/", "s")
    assert page_id("", "a/b.html") == "raw:a/b.html"
    assert target_of("", "news.example/sub/My Page.html").startswith("news.example/my-page-")
    assert target_of("", "page.txt").startswith("local/page-")
    assert target_of("https://user:secret@a.example:8080/", "").startswith("a.example-8080/index-")


def test_a_page_is_removed(tmp_path: Path) -> None:
    (tmp_path / "h").mkdir()
    for suffix, content in FILES.items():
        (tmp_path / f"h/p{suffix}").write_bytes(content)
    assert has_both_files(str(tmp_path), "h/p")
    remove_page(tmp_path, "h/p")
    remove_page(tmp_path, "h/p")
    assert not list((tmp_path / "h").iterdir())


def test_what_is_already_there_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "x"
    replace_file(str(path), b"same")
    before = path.stat()
    replace_file(str(path), b"same")
    assert path.stat().st_ino == before.st_ino
    replace_file(str(path), b"other")
    assert path.read_bytes() == b"other"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "full").write_text("")
    with pytest.raises(OSError, match="irectory"):
        replace_file(str(tmp_path / "x"), b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]
