"""Pages of the same title can be told apart in the tables of a report."""

from __future__ import annotations

import sqlite3

from flows.report import page_names


def rows(*pages: tuple[str, str, str]) -> list[sqlite3.Row]:
    db = sqlite3.connect(":memory:")
    db.row_factory = sqlite3.Row
    return [db.execute("SELECT ? AS title, ? AS url, ? AS raw", page).fetchone() for page in pages]


def test_ten_equal_titles_are_ten_names() -> None:
    pages = [("Cookies", f"https://a.example/{number}/index.html", "") for number in range(10)]
    names = page_names(rows(*pages, ("The ferry", "https://a.example/ferry", "")))
    assert names[:2] == ["0/index.html: Cookies", "1/index.html: Cookies"]
    assert len(set(names)) == 11
    assert names[10] == "The ferry", "a title that is its page's alone is enough"


def test_a_file_stands_in_for_an_address_and_an_address_for_a_title() -> None:
    pages = [("Cookies", "", "a/one.html"), ("Cookies", "", "a/two.html"), ("", "https://a.example/x", "a/x.html")]
    assert page_names(rows(*pages)) == ["one.html: Cookies", "two.html: Cookies", "https://a.example/x"]


def test_an_address_that_another_one_begins_with_has_a_name() -> None:
    pages = [
        ("Home", "https://a.example", ""),
        ("Home", "https://a.example/x", ""),
        ("Home", "https://a.example/x/y", ""),
    ]
    assert len(set(page_names(rows(*pages)))) == 3
