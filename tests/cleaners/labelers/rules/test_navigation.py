"""Skip links, labels of menus and menu runs, and short lines of a body."""

from __future__ import annotations

import pytest

RULE = "rules.navigation"


@pytest.mark.parametrize(
    "line",
    [
        "Skip to content",
        "Zum Inhalt springen",
        "Aller au contenu",
        "Перейти к содержимому",
        "本文へスキップ",
        "Toggle navigation",
    ],
)
def test_drops_skip_links_and_labels(in_text, line):
    assert in_text(RULE, head=[line]) == [line]


def test_drops_menu_runs_in_head_and_tail(in_text):
    menu = ["Home", "About us", "Rates", "Contact"]
    assert in_text(RULE, head=menu) == menu
    assert in_text(RULE, tail=menu) == menu


def test_drops_menu_runs_in_html(in_html):
    assert in_html(RULE, head="<ul><li>Home</li><li>News</li><li>Contact</li></ul>") == ["Home", "News", "Contact"]


def test_drops_short_lines_before_a_title_that_occurs_twice(in_text, headline):
    assert in_text(RULE, head=["PAGES", "Harbour Gazette", headline]) == ["PAGES", "Harbour Gazette"]


def test_spares_short_lists_and_verse_in_the_body(in_text):
    assert in_text(RULE, middle=["Home", "News", "Contact"]) == []
    assert in_text(RULE, middle=["The sea", "the wall", "the night"]) == []


def test_spares_short_lines_without_menu_words(in_text):
    assert in_text(RULE, tail=["Salt", "Stone", "Rope"]) == []
