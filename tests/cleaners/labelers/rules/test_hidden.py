"""Hidden text goes; text that is folded away but can be opened stays."""

from __future__ import annotations

RULE = "rules.hidden"


def test_drops(in_html):
    assert in_html(RULE, middle='<p style="display:none">Unseen</p><p hidden>Nor this</p>') == ["Unseen", "Nor this"]


def test_spares_text_that_can_be_opened(in_html):
    assert in_html(RULE, middle="<details><summary>More</summary><p>The story goes on.</p></details>") == []


def test_flattened_text_has_no_hidden_lines(in_text):
    assert in_text(RULE, middle=["Unseen"]) == []
