"""Pages in the markup of the programs that most articles come from, each with its Markdown as a person wrote it."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from cleaners import clean

FOLDER = Path(__file__).parent
# What the model keeps or drops beside the structure that a page is here for.
OPEN = {"discourse": "the name and time above a first post are kept"}
PAGES = [
    pytest.param(path, id=path.stem, marks=[pytest.mark.xfail(reason=OPEN[path.stem])] if path.stem in OPEN else [])
    for path in sorted(FOLDER.glob("*.html"))
]


@pytest.mark.parametrize("path", PAGES)
def test_the_article_is_the_expected_one(path: Path) -> None:
    page = clean(path.read_bytes())
    expected = path.with_suffix(".md").read_text("utf-8").strip("\n").split("\n")
    written = page.markdown.strip("\n").split("\n")
    assert "\n".join(difflib.unified_diff(expected, written, "expected", "written", lineterm="", n=0)) == ""
