"""An article keeps its prose and loses what is around it, in any language, with and without markup."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest

from cleaners import CleanPage, clean

from .pages import LANGUAGES, article, html_page, text_page

BUILD = {"html": html_page, "text": text_page}


TRACKS = [(lang, track) for lang in LANGUAGES for track in BUILD]


@cache
def cleaned(lang: str, track: str) -> CleanPage:
    return clean(BUILD[track](article(lang)), f"https://{lang}.example/artikel-1.html")


def lost(lang: str, track: str, expected: Sequence[str]) -> list[str]:
    kept = kept_of(cleaned(lang, track))
    return [text for text in expected if text not in kept]


def left(lang: str, track: str) -> list[str]:
    kept = kept_of(cleaned(lang, track))
    return [text for text in article(lang).clutter if text in kept]


def kept_of(page: CleanPage) -> list[str]:
    """The kept lines of the body, without the title."""
    return [d.block.text.removeprefix("- ") for d in page.decisions if d.kept and d.role != "title"]


def test_there_are_pages_in_many_languages() -> None:
    assert set(LANGUAGES) >= {"ar", "de", "es", "fr", "ja", "pt", "ru", "tr", "zh"}
    assert {article(lang).template for lang in LANGUAGES} == {"semantic", "divs", "cms"}


@pytest.mark.parametrize(("lang", "track"), TRACKS)
def test_every_paragraph_is_kept(lang: str, track: str) -> None:
    assert lost(lang, track, article(lang).prose) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_html_keeps_the_list_and_the_heading_in_the_body(lang: str) -> None:
    assert lost(lang, "html", [article(lang).heading, *article(lang).items]) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_html_loses_menus_related_links_comments_and_footers(lang: str) -> None:
    assert left(lang, "html") == []


def test_flattened_text_keeps_most_of_the_short_lines_of_the_body() -> None:
    """Without markup, in a language of which no words were learned, a short line is at times taken for a menu's."""
    short = {lang: [article(lang).heading, *article(lang).items] for lang in LANGUAGES}
    missing = {lang: lost(lang, "text", short[lang]) for lang in LANGUAGES}
    assert sum(map(len, missing.values())) <= 0.15 * sum(map(len, short.values())), missing


def test_flattened_text_loses_nearly_all_that_is_around_the_body() -> None:
    around = {lang: left(lang, "text") for lang in LANGUAGES}
    assert sum(map(len, around.values())) <= 0.02 * sum(len(article(lang).clutter) for lang in LANGUAGES), around


@pytest.mark.parametrize(("lang", "track"), TRACKS)
def test_the_title_is_found(lang: str, track: str) -> None:
    assert cleaned(lang, track).title == article(lang).title
