"""Pages in the markup of the programs that most articles come from, each with its Markdown as a person wrote it."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from cleaners import clean

FOLDER = Path(__file__).parent
PAGES = sorted(FOLDER.glob("*.html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_article_is_the_expected_one(path: Path) -> None:
    page = clean(path.read_bytes())
    expected = path.with_suffix(".md").read_text("utf-8").strip("\n").split("\n")
    written = page.markdown.strip("\n").split("\n")
    assert "\n".join(difflib.unified_diff(expected, written, "expected", "written", lineterm="", n=0)) == ""
