"""Breadcrumbs, and lines with the same signs that are none."""

from __future__ import annotations

import pytest

RULE = "rules.breadcrumbs"


@pytest.mark.parametrize(
    "line", ["Home > News > Harbour", "Startseite › Politik › Inland", "Home / Blog", "News » Local » Coast"]
)
def test_drops(in_text, line):
    assert in_text(RULE, head=[line]) == [line]


def test_drops_path_without_glyphs_when_its_end_follows(in_text):
    assert in_text(RULE, head=["Home Harbour Forum", "Harbour Forum"]) == ["Home Harbour Forum"]


def test_drops_elements_named_breadcrumbs(in_html):
    assert in_html(RULE, head='<ol class="breadcrumb"><li>Home</li><li>Coast</li></ol>') == ["Home", "Coast"]


@pytest.mark.parametrize("line", ["Menu > Settings > Display", "a -> b -> c"])
def test_spares_paths_in_the_body(in_text, line):
    assert in_text(RULE, middle=[line]) == []


def test_spares_code_in_the_head(of_lines, prose):
    assert of_lines(RULE, ["The type of a result", "fn ok(self) -> Option<T> -> Option<U> => T", *prose]) == []
