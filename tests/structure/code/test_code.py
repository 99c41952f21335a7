"""Whole pages of the kinds that documentation, blogs, forums and papers have: their code and their formulas.

Beside each page stands what a reader would write down of it: some of its paragraphs, all of its listings and formulas.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaners import clean

PAGES = sorted(Path(__file__).parent.glob("*.html"))
_FENCE = re.compile(r"^ *(`{3,})(\S*)\n(.*?)^ *\1$", re.M | re.S)
_FORMULA = re.compile(r"^\$\$\n(.*?)\n\$\$$|(?<![\\$])\$(?![\s$])((?:[^$\\]|\\.)+?)(?<!\s)\$(?!\d)", re.M | re.S)


def code_of(markdown: str) -> list[tuple[str, list[str]]]:
    """The language of each listing, and its lines without the indentation of a list."""
    found = []
    for match in _FENCE.finditer(markdown):
        indent = match.start(1) - match.start()
        found.append((match[2], [line[indent:] for line in match[3].split("\n")[:-1]]))
    return found


def formulas_of(markdown: str) -> list[str]:
    without_code = re.sub(r"`[^`\n]+`", "", _FENCE.sub("", markdown))
    return [match[1] or match[2] for match in _FORMULA.finditer(re.sub(r"(?m)^ +(?=\S)", "", without_code))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_listing_comes_out_with_its_lines_and_language(path: Path) -> None:
    expected = path.with_suffix(".md").read_text("utf-8")
    assert code_of(clean(path.read_bytes()).markdown) == code_of(expected)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_formula_comes_out_once(path: Path) -> None:
    expected = path.with_suffix(".md").read_text("utf-8")
    found = formulas_of(clean(path.read_bytes()).markdown)
    missing = [formula for formula in formulas_of(expected) if formula not in found]
    assert missing == []
    assert len(found) <= max(len(formulas_of(expected)), FORMULAS.get(path.stem, 0))


FORMULAS = {"wikipedia-weir": 5, "arxiv-paper": 7, "sphinx-tutorial": 4, "pandoc-notes": 3, "dollars-in-text": 2}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_text_around_them_stays(path: Path) -> None:
    expected = path.with_suffix(".md").read_text("utf-8")
    lines = {line.strip() for line in clean(path.read_bytes()).markdown.split("\n")}
    prose = [line for line in _FENCE.sub("", expected).split("\n") if len(line) > 60]
    assert [line for line in prose if line not in lines] == []
