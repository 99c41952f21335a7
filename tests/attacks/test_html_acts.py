"""The HTML of an article has the promised elements and attributes only, whatever the page holds, and its text."""

from __future__ import annotations

import html
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import html as lxml_html
from selectolax.lexbor import LexborHTMLParser

from cleaners import clean
from cleaners.page import Block, Element, Kind, Mark, Page
from cleaners.pictures import judge_pictures
from cleaners.render import ALLOWED, to_html
from cleaners.segment import segment_html, segment_text

sys.path.insert(0, str(Path(__file__).parent))
from test_markdown_acts import AT, CODE_PLACES, PAYLOADS, TEXT_PLACES, WORDS, attacks, kept, random_marks
from test_markdown_media import PAYLOADS as MEDIA_PAYLOADS
from test_markdown_media import PLACES as MEDIA_PLACES
from test_markdown_media import TEXT

OWN_PLACES = ("fn-", "fnref-")  # of footnotes and their marks
SCHEMES = ("http:", "https:", "mailto:", "#")


def html_of(source: str) -> str:
    page = segment_html(f"<!doctype html><html><body>{source}</body></html>", f"{AT}/page")
    return to_html(page, kept(page))


def faults(written: str) -> list[str]:
    """The elements, attributes and addresses that the HTML may not have, by the parser of a browser."""
    body = LexborHTMLParser(f"<!doctype html><html><body>{written}</body></html>").body
    assert body is not None
    found: list[str] = []
    pending = [body.first_child]
    while pending:
        node = pending.pop()
        if node is None:
            continue
        pending += [node.next, node.first_child]
        if node.tag == "-text":
            continue
        if node.tag not in ALLOWED:
            found.append(str(node.tag))
        for name, value in node.attributes.items():
            if name not in ALLOWED.get(node.tag or "", ()) or (
                (name == "href" and not (value or "").startswith(SCHEMES))
                or (name == "src" and not (value or "").startswith(("http:", "https:")))
                or (name == "id" and not (value or "").startswith(OWN_PLACES))
            ):
                found.append(f"{node.tag} {name}={value}")
    return found


def text_of(written: str) -> str:
    return "".join(lxml_html.fromstring(f"<div>{written}</div>").text_content().split())


@pytest.mark.slow
def test_every_payload_is_text_in_every_place() -> None:
    pages = [(source, html_of(source), text) for source, _, text in attacks()]
    assert not [(source, written) for source, written, _ in pages if faults(written)]
    assert not [(source, written) for source, written, text in pages if text_of(written) != text]


def test_every_payload_raw_in_every_place() -> None:
    """The payloads as markup of the page, not as its text."""
    for place in (*TEXT_PLACES, *CODE_PLACES):
        for payload in PAYLOADS:
            written = html_of(place.format(payload.replace("{at}", AT)))
            assert not faults(written), (place, payload, written)


@pytest.mark.parametrize("place", MEDIA_PLACES)
def test_notes_and_pictures_are_harmless(place: str) -> None:
    for payload in (*MEDIA_PAYLOADS, *ATTRIBUTES):
        body = MEDIA_PLACES[place].replace("{0}", html.escape(payload)).replace("{t}", TEXT)
        page = segment_html(f"<!doctype html><html><body><article>{body}</article></body></html>", f"{AT}/page")
        decisions = kept(page)
        written = to_html(page, decisions, pictures=judge_pictures(page, decisions))
        assert not faults(written), (payload, written)


def test_a_picture_has_its_caption_and_a_note_leads_back() -> None:
    page = clean(
        "<article><h1>A title</h1>"
        + "<p>A paragraph of an article that is long enough to be kept.<sup><a href='#fn1' id=r1>1</a></sup></p>" * 3
        + "<figure><img src=/a.jpg alt='A &quot;gate&quot;'><figcaption>The gate</figcaption></figure>"
        + "<p>Another paragraph of the article, for the picture to be in it.</p>" * 2
        + "<p id=fn1>The text of the note. <a href='#r1'>back</a></p></article>",
        "https://site.example/a",
    )
    assert (
        '<figure><img src="https://site.example/a.jpg" alt="A &quot;gate&quot;" loading="lazy">'
        "<figcaption>The gate</figcaption></figure>" in page.html
    )
    assert page.html.count('<sup><a href="#fn-1" id="fnref-1">1</a></sup>') == 1
    assert page.html.count('<sup><a href="#fn-1">1</a></sup>') == 2
    assert '<li id="fn-1">The text of the note.' in page.html
    assert '<a href="#fnref-1">↩</a></li>' in page.html
    assert not faults(page.html)


ATTRIBUTES = [
    "",
    '"',
    "'",
    "<",
    ">",
    '" onclick="ran=1',
    "&quot; onclick=ran=1",
    "javascript:ran=1",
    "1 onclick=ran=1",
    "9" * 40,
]


@pytest.mark.parametrize(
    "place",
    [
        '<p><a href="{}">a</a></p>', '<ol start="{}"><li>a</li></ol>', '<ol><li value="{}">a</li></ol>',
        '<table><tr><td colspan="{0}">a</td><td rowspan="{0}">b</td></tr><tr><td>c</td><td>d</td></tr></table>',
        '<pre class="language-{}">a</pre>',
        '<div class="markdown-alert markdown-alert-{}"><p>a</p></div>',
        '<div data-callout="{}"><p>a</p></div>',
        '<div role="heading" aria-level="{}">a</div>',
        '<ul><li><input type="checkbox" checked="{}">a</li></ul>',
        '<p style="{0}" class="{0}" id="{0}" title="{0}">a</p>',
        '<ol reversed="{}"><li>a</li></ol>',
        '<p><del cite="{0}">a</del><q cite="{0}">b</q><mark class="{0}">c</mark></p>',
    ],
)  # fmt: skip
def test_no_attribute_of_the_page_gets_through(place: str) -> None:
    for attribute in ATTRIBUTES:
        written = html_of(place.format(html.escape(attribute)))
        assert not faults(written), written


@pytest.mark.parametrize("base", ["javascript:ran=1//", "data:text/html,x", '"><script>', "//x.example/", "ftp://x/"])
def test_a_base_of_the_page_leads_nowhere_else(base: str) -> None:
    head = f'<head><base href="{html.escape(base)}"></head>'
    page = segment_html(f'<html>{head}<body><p><a href="x">a</a> <a href="/y">b</a></p></body></html>', f"{AT}/page")
    assert not faults(to_html(page, kept(page)))


def one_block(text: str, marks: Sequence[Mark], kind: Kind) -> str:
    page = Page(
        "html", text, [Block(0, text, kind, (0, len(text)), 0, marks=tuple(marks))], [Element("p", {}, -1, 0, 0, 1)]
    )
    return to_html(page, kept(page))


@pytest.mark.parametrize("seed", range(3))
def test_any_text_with_any_marks_comes_back(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(400):
        text = " ".join("".join(source.choice(WORDS) for _ in range(source.randint(1, 14))).split()) or "x"
        written = one_block(text, random_marks(source, text), source.choice([Kind.PARAGRAPH, Kind.HEADING, Kind.CODE]))
        assert not faults(written), (text, written)
        assert text_of(written) == "".join(text.split()), (text, written)


def test_flattened_text_is_escaped() -> None:
    page = segment_text("<script>ran=1</script> words\n- <b>x</b>\n3. &lt;i&gt;\n\nlast <img src=x onerror=ran=1>\n")
    written = to_html(page, kept(page))
    assert not faults(written)
    assert written.startswith("<p>&lt;script&gt;ran=1")
    assert '<ol start="3">\n<li>&amp;lt;i' in written


def test_the_page_object_has_it() -> None:
    article = "<article><h1>A title</h1>" + "<p>A paragraph &amp; of an article that is long enough to be kept.</p>" * 3
    page = clean(article)
    assert page.html.startswith("<p>A paragraph &amp; of")
    assert not faults(page.html)
