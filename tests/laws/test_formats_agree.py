"""Markdown, HTML and plain text of a page have the same words in the same order, but for the signs of structure.

Of footnotes, captions and videos, which plain text has elsewhere or not at all, Markdown and HTML say the same.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from lxml import html
from markdown_it import MarkdownIt
from shared import shared

from cleaners import CleanPage, PageRefused, clean
from cleaners.render.readable import with_signs

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "raw").glob("**/*.html"), *(ROOT / "tests/structure").glob("**/*.html")])
CASES = sorted(shared("cases").glob("*.html"))
PARSER = MarkdownIt("gfm-like", {"linkify": False, "html": True})
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]")
# What stands for structure in one of the forms: boxes of tasks, ";" between the items of a cell, labels of callouts.
# Signs around formulas, scripts, notes and the links back from them.
_SIGNS = re.compile(r"[☑☐;↩$^_()\[\]\\{}]|~~|note|tip|important|warning|caution|danger|info|hint|seealso", re.I)
_BOX = re.compile(r"\[[x ]?\]")
_NOTE = re.compile(r"(?m)^\[\^(\w+)\]: ")
_SPACES = re.compile(r"\s+")


def words_of_html(source: str) -> str:
    return _words("".join(html.fromstring(f"<div>{source}</div>").itertext()))


def words_of_markdown(source: str) -> str:
    names = _NOTE.findall(source)
    source = _NOTE.sub("" if all(map(str.isdecimal, names)) else r"\1\n\n", source)  # a list has its numbers itself
    source = _ALERT.sub(lambda match: match[1].capitalize(), source)
    return words_of_html(PARSER.render(source))


def _words(text: str) -> str:
    """The words without spaces, signs of structure and the differences between a raised 2 and a 2."""
    text = unicodedata.normalize("NFKC", with_signs(text)).replace("\N{MINUS SIGN}", "-").replace("‘", "`")
    return _SIGNS.sub("", _SPACES.sub("", _BOX.sub("", text)))


def differences(page: CleanPage) -> list[str]:
    """The forms of a page that say something else than its plain text."""
    markdown, html_words = words_of_markdown(page.markdown), words_of_html(page.html)
    found = [] if markdown == html_words else [f"html: {_apart(html_words, markdown)}"]
    has_more = any(decision.kept and decision.role in ("caption", "note") for decision in page.decisions)
    if page.posts or page.page.footnotes or has_more:  # author and time of a post are above it in Markdown and in HTML
        return found
    text = _words(page.text)
    forms = {
        "markdown": words_of_markdown(page.to_markdown(images=False)),
        "html": words_of_html(page.to_html(images=False)),
    }
    return found + [f"{name}, text: {_apart(words, text)}" for name, words in forms.items() if words != text]


def _apart(one: str, other: str) -> str:
    """Where two texts begin to differ."""
    start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"{one[max(start - 40, 0) : start + 200]!r} != {other[max(start - 40, 0) : start + 200]!r}"


@pytest.mark.parametrize("path", [*PAGES, *CASES], ids=lambda path: path.stem)
def test_the_forms_of_a_page_say_the_same(path: Path) -> None:
    try:
        page = clean(path.read_bytes(), "https://site.example/a/b")
    except PageRefused:
        pytest.skip("no page")
    assert differences(page) == []


@pytest.mark.parametrize(
    "body",
    [
        "<dl><dt>a</dt><dd>b<pre>c</pre></dd><dt>d</dt><dd>e</dd></dl>",
        "<ol reversed><li>a<li>b<ul><li>c<p>d</p></ul></ol>",
        "<blockquote><p>a<p>b<blockquote>c</blockquote></blockquote><hr><p>d",
        "<table><caption>a</caption><tr><th rowspan=2>b<th colspan=2>c<tr><td>d<td>e<br>f</table>",
        "<table><caption>a</caption><tr><td>b</table><p>c",
        "<details><summary>a</summary><p>b</details><p><q>a</q> <s>b</s><mark>c</mark> <ruby>d<rt>e</rt></ruby>",
        "<div class='alert alert-info'><h4>Own title</h4><p>a</div><aside class=note>b<ul><li>c</ul></aside>",
    ],
)
def test_every_structure_says_the_same(body: str) -> None:
    prose = (
        "<p>A paragraph of an article that is long enough to be kept in every form of the page, as it should.</p>" * 3
    )
    assert differences(clean(f"<html><body><article><h1>Title</h1>{prose}{body}{prose}</article></body></html>")) == []
