"""Flattenings: nothing but white space and bullets is added, nothing is lost, and chance is fixed."""

from __future__ import annotations

import re

import pytest

from cleaners.segment import segment_html
from training.flatten import STYLES, flatten

PAGE = segment_html("""<html><body><nav><a href="/">Home</a> <a href="/n">News</a></nav><h1>The well</h1>
<p>The old well <a href="/y">in the yard</a> was opened.</p><ul><li>One bucket</li><li>Two ropes</li></ul>
<table><tr><td>1998</td><td>212</td></tr></table><pre>draw(2)
  rest()</pre></body></html>""")


@pytest.mark.parametrize("style", STYLES)
def test_all_words_are_there_in_order(style: str) -> None:
    assert re.findall(r"\w+", flatten(PAGE, style, "seed")) == re.findall(r"\w+", PAGE.text)


@pytest.mark.parametrize("style", STYLES)
def test_the_same_seed_gives_the_same_text(style: str) -> None:
    assert flatten(PAGE, style, "seed") == flatten(PAGE, style, "seed")


def test_styles_and_seeds_differ() -> None:
    assert len({flatten(PAGE, style, "seed") for style in STYLES}) > 1
    assert len({flatten(PAGE, "inline", str(seed)) for seed in range(8)}) > 1


def test_single_has_no_blank_lines_and_blank_has_them_between_blocks() -> None:
    assert "\n\n" not in flatten(PAGE, "single", "x")
    assert "The well\n\nThe old well" in flatten(PAGE, "blank", "x")
