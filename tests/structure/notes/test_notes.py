"""Footnotes and pictures of whole pages, in the markup of widespread programs: NAME.html gives NAME.md."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaners import CleanPage, clean

HERE = Path(__file__).parent
PAGES = sorted(HERE.glob("*.html"))
URLS = {
    "github": "https://codehub.example/creek/tidetable",
    "hugo": "https://log.example/posts/larch/",
    "latexml": "https://papers.example/html/2602.01234v1/",
    "mediawiki": "https://openpedia.example/wiki/Tide_mill",
    "sphinx": "https://docs.example/en/table.html",
    "word": "https://county.example/reports/report.htm",
    "wordpress": "https://creek.example/the-mill/",
}
KINDS: dict[str, re.Pattern[str]] = {
    "marks": re.compile(r"\[\^[\w-]+\](?!:)"),
    "notes": re.compile(r"^\[\^[\w-]+\]: .+$", re.M),
    "pictures": re.compile(r"!\[[^\]]*\]\([^)]+\)"),
    "videos": re.compile(r"^\[[^\]]*\]\([^)]+\)$", re.M),
}


def cleaned(path: Path) -> CleanPage:
    return clean(path.read_bytes(), URLS.get(path.stem, f"https://{path.stem}.example/2026/a-page"))


def name_of(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_gives_the_markdown_that_was_written_by_hand(path: Path) -> None:
    assert cleaned(path).markdown.strip() == path.with_suffix(".md").read_text("utf-8").strip()


def found(kind: str, get: Callable[[Path], str]) -> set[tuple[str, str]]:
    return {(path.stem, match[0]) for path in PAGES for match in KINDS[kind].finditer(get(path))}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_kind_is_missing_or_added(kind: str) -> None:
    wanted = found(kind, lambda path: path.with_suffix(".md").read_text("utf-8"))
    assert found(kind, lambda path: cleaned(path).markdown) == wanted
    assert wanted
