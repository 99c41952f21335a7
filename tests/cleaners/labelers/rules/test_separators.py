"""Lines without words."""

from __future__ import annotations

RULE = "rules.separators"


def test_drops(in_text):
    assert in_text(RULE, middle=["* * *", "|", "———"]) == ["* * *", "|", "———"]


def test_spares_words_figures_and_code(in_text, in_html):
    assert in_text(RULE, middle=["I", "7", "é", "好"]) == []
    assert in_html(RULE, middle="<pre>}</pre>") == []


def test_spares_dots_for_words_left_out_and_prompts(in_text):
    assert in_text(RULE, middle=["...", "[…]", ">>> ...", "... "]) == []
