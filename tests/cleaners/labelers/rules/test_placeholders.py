"""Placeholders of templates, and pages that write about them."""

from __future__ import annotations

import pytest

RULE = "rules.placeholders"


@pytest.mark.parametrize(
    "line", ["spot_img", "logo", "IMG_2041.jpg", "header-image.webp", "%s comments", "{{ title }}", "${name}"]
)
def test_drops(in_text, line):
    assert in_text(RULE, head=[line]) == [line]


def test_drops_in_html(in_html):
    assert in_html(RULE, head="<div>spot_img</div>") == ["spot_img"]


def test_spares_the_token_if_the_page_is_about_it(in_text):
    talk = "The theme prints spot_img where a picture is missing, and the editors never saw it before."
    assert in_text(RULE, middle=[talk, "spot_img"]) == []


def test_spares_units_in_tables_and_headings(in_html):
    assert in_html(RULE, middle="<table><tr><td>12</td><td>mm</td></tr></table><h2>Logo</h2>") == []


def test_spares_templates_on_pages_of_code(in_html):
    assert in_html(RULE, middle="<pre>render()</pre><p>{{ title }}</p>") == []
