"""Two addresses of one host whose names in clean/ agree in all 48 bits. A search of a minute finds such a pair."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from stores import article, files

from flows.options import RunOptions
from flows.report import Report
from flows.runs.run import clean_pages
from flows.store.clean import page_id, target_of

FIRST, SECOND = "https://collide.example/p?4765492", "https://collide.example/p?4910286"  # FIRST is first in order
SHORT = "collide.example/p-864188c4a5bd"
FIRST_LONG, SECOND_LONG = (target_of(url, "", long=True) for url in (FIRST, SECOND))


def put(raw: Path, name: str, url: str, text: str) -> None:
    (raw / f"{name}.html").write_text(article(name, text))
    (raw / f"{name}.html.json").write_text(json.dumps({"url": url}))


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


def run(raw: Path, clean: Path) -> Report:
    return clean_pages(RunOptions(raw, clean))


def rows(clean: Path) -> dict[str, str]:
    with sqlite3.connect(clean / ".winnow" / "ledger.sqlite3") as db:
        return dict(db.execute("SELECT url, clean FROM pages WHERE outcome = 'ok'"))


def holds(clean: Path, target: str, words: str) -> bool:
    return all(words in (clean / f"{target}{suffix}").read_text() for suffix in (".md", ".json"))


def test_they_collide() -> None:
    assert target_of(FIRST, "") == target_of(SECOND, "") == SHORT
    assert page_id(FIRST, "") != page_id(SECOND, "")
    assert FIRST_LONG != SECOND_LONG
    assert (FIRST_LONG.startswith(SHORT), len(SECOND_LONG.rpartition("-")[2])) == (True, 32)


@pytest.mark.slow
@pytest.mark.parametrize("order", [(FIRST, SECOND), (SECOND, FIRST)], ids=["in order", "reversed"])
def test_each_has_its_own_files_in_whatever_order_they_came(raw: Path, tmp_path: Path, order: tuple[str, str]) -> None:
    words = {FIRST: "The first of the two.", SECOND: "The second of the two."}
    clean = tmp_path / "clean"
    for number, url in enumerate(order):
        put(raw, f"page-{number}", url, words[url])
        assert run(raw, clean).exit_code == 0
    assert rows(clean) == {FIRST: SHORT, SECOND: SECOND_LONG}
    assert holds(clean, SHORT, words[FIRST])
    assert holds(clean, SECOND_LONG, words[SECOND])
    assert len(files(clean)) == 4
    before = files(clean)
    assert (run(raw, clean).unchanged, files(clean) == before) == (2, True)
    run(raw, tmp_path / "anew")
    assert files(tmp_path / "anew") == before


@pytest.mark.slow
def test_a_store_in_which_they_shared_their_files_is_put_right(raw: Path, tmp_path: Path) -> None:
    """Earlier versions gave both the short name: the files of one lay in the place of the other's."""
    put(raw, "one", FIRST, "The first of the two.")
    put(raw, "two", SECOND, "The second of the two.")
    clean = tmp_path / "clean"
    run(raw, clean)
    whole = files(clean)
    for suffix in (".md", ".json"):
        (clean / f"{SECOND_LONG}{suffix}").rename(clean / f"{SHORT}{suffix}")
    db = sqlite3.connect(clean / ".winnow" / "ledger.sqlite3")
    with db:
        db.execute("UPDATE pages SET clean = ?", (SHORT,))
    db.close()
    assert run(raw, clean).cleaned == 2
    assert files(clean) == whole


@pytest.mark.slow
def test_a_page_whose_raw_file_is_gone_keeps_its_files(raw: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    put(raw, "two", SECOND, "The second of the two.")
    run(raw, clean)
    for path in raw.iterdir():
        path.unlink()
    put(raw, "one", FIRST, "The first of the two.")
    run(raw, clean)
    assert rows(clean) == {SECOND: SHORT, FIRST: FIRST_LONG}
    assert holds(clean, SHORT, "The second of the two.")
    assert holds(clean, FIRST_LONG, "The first of the two.")


@pytest.mark.slow
def test_a_page_that_fails_takes_nothing_of_the_other(raw: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    put(raw, "one", FIRST, "The first of the two.")
    put(raw, "two", SECOND, "The second of the two.")
    run(raw, clean)
    (raw / "one.html").write_text("")
    assert run(raw, clean).exit_code == 1
    assert list(rows(clean).values()) == [SECOND_LONG]
    assert len(files(clean)) == 2
