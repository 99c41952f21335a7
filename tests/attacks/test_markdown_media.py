"""Footnotes, pictures and links to videos of hostile pages: what renders them makes nothing active of their text."""

# ruff: noqa: E501  (much of it is data)

from __future__ import annotations

import html
import random

import markdown
import pytest
from markdown_it import MarkdownIt
from markdown_renderers import RENDERERS, tree_of

from cleaners.page import Block, Decision, Page
from cleaners.pictures import judge_pictures
from cleaners.render import to_markdown
from cleaners.segment import segment_html

URL = "http://mill.example/page"
TEXT = "The mill was built by two brothers who had never seen one."
PAYLOADS = [line.replace("\\n", "\n") for line in r"""
<script>ran=1</script>
"><script>ran=1</script>
x](javascript:ran=1)
](http://x.example) <b>y</b> ![z
x" onerror="ran=1
' onerror='ran=1
x) {: onclick=ran=1 }
x){onclick=ran=1}
[^1]: <b>x</b>
[^1]
javascript:ran=1
javascript:ran=1 "title"
javascript:ran=1 (title)
<javascript:ran=1>
http://x.example/
:x
(y)
![x](http://x.example/y)
`<b>x</b>`{=html}
$\href{javascript:ran=1}{x}$
\
a\
]]> --> <!--
&lt;script&gt;ran=1&lt;/script&gt;
{{ x }} {% y %}
wzxhzdk:0
*a* **b** _c_ ~d~ ^e^
!
^
!!! note
    code
# x
1. x
---
===
| a | b |
""".split("\n")[1:-1]]  # fmt: skip
PLACES = {
    "note": '<p>{t}<sup><a href="#fn1" id="r1">1</a></sup></p><p id="fn1">{0}</p>',
    "two paragraphs of a note": '<p>{t}<sup><a href="#fn1">1</a></sup></p><div id="fn1"><p>{0}</p><p>{0}</p></div>',
    "lines of a note": '<p>{t}<sup><a href="#fn1">1</a></sup></p><p id="fn1">{0}<br>{0}<br>{0}</p>',
    "code of a note": '<p>{t}<sup><a href="#fn1">1</a></sup></p><div id="fn1"><p>x</p><pre>{0}</pre></div>',
    "beside a mark": '<p>{0}<sup><a href="#fn1">1</a></sup>{0}</p><p id="fn1">x</p>',
    "before a mark": '<p>a {0}<sup><a href="#fn1">1</a></sup></p><p id="fn1">javascript:ran=1</p>',
    "after a mark": '<p>a<sup><a href="#fn1">1</a></sup>{0}</p><p id="fn1">x y</p>',
    "at the start": '<p><sup><a href="#fn1">1</a></sup>{0}</p><p id="fn1">x y</p>',
    "marks side by side": '<p>a<sup><a href="#fn1">1</a></sup><sup><a href="#fn2">2</a></sup>{0}</p><p id="fn1">{0}</p><p id="fn2">{0}</p>',
    "in strong": '<p>a <b>{0}<sup><a href="#fn1">1</a></sup></b>{0}</p><p id="fn1">{0} <b>{0}</b></p>',
    "in a cell": '<table><tr><td>a</td><td>b</td></tr><tr><td>{0}<sup><a href="#fn1">1</a></sup></td><td>c</td></tr></table><p id="fn1">{0}</p>',
    "margin": "<p>{t}<span class=sidenote>{0}</span>{0}</p>",
    "alternative text": '<p>{t}</p><img src="/a.jpg" alt="{0}"><p>{t}</p>',
    "linked picture": '<p>{t}</p><a href="http://o.example/x"><img src="/a.jpg" alt="{0}"></a><p>{t}</p>',
    "picture in a list": '<ul><li>{0}<img src="/a.jpg" alt="{0}"></li><li>{t}</li></ul>',
    "picture in a quotation": '<blockquote><p>{0}</p><img src="/a.jpg" alt="{0}"><p>{0}</p></blockquote>',
    "address": '<p>{t}</p><img src="/{0}.jpg" alt="x"><p>{t}</p>',
    "whole address": '<p>{t}</p><img src="{0}" alt="x"><p>{t}</p>',
    "set of addresses": '<p>{t}</p><img srcset="{0} 900w, /b.jpg 300w" alt="x"><p>{t}</p>',
    "target": '<p>{t}</p><a href="{0}"><img src="/a.jpg" alt="x"></a><p>{t}</p>',
    "title of a video": '<p>{t}</p><iframe src="https://player.vimeo.com/video/123456" title="{0}"></iframe><p>{t}</p>',
    "address of a video": '<p>{t}</p><video src="{0}"></video><p>{t}</p>',
    "address of a frame": '<p>{t}</p><iframe src="https://www.youtube.com/embed/{0}"></iframe><p>{t}</p>',
}  # fmt: skip
_TAGS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong a br hr div span section sup img figure figcaption "
    "table thead tbody tr th td colgroup col aside".split()
)
_ATTRIBUTES = frozenset(
    "href id class start type style title data-cites aria-hidden tabindex rel role src alt aria-label".split()
)
_WITHOUT_NOTES = {
    "without notes": lambda texts: [markdown.markdown(text) for text in texts],
    "strict": lambda texts: [MarkdownIt("commonmark", {"html": True}).render(text) for text in texts],
}
ALL = {**RENDERERS, **_WITHOUT_NOTES}


def what_could_act(rendered: str) -> list[str]:
    """The elements, attributes and addresses that neither text nor notes nor pictures ask for."""
    found: list[str] = []
    for element in tree_of(rendered).iter():
        if element.tag not in _TAGS:
            found.append(str(element.tag))
            continue
        for name, value in element.attrib.items():
            allowed = {"href": ("http:", "https:", "mailto:", "#"), "src": ("http:", "https:")}.get(name)
            # A note of one word may be the target of a reference, in parsers without notes: a page of the same site.
            if name not in _ATTRIBUTES or (allowed and not value.lower().startswith(allowed)):
                found.append(f"{element.tag} {name}={value}")
    return found


def markdown_of(body: str) -> str:
    page = segment_html(f"<!doctype html><html><body><article>{body}</article></body></html>", URL)
    decisions = [Decision(block, True, "test", "for the test") for block in page.blocks]
    return to_markdown(page, decisions, pictures=judge_pictures(page, decisions))


@pytest.fixture(scope="module")
def attacks() -> list[str]:
    return [
        markdown_of(place.replace("{0}", html.escape(payload)).replace("{t}", TEXT))
        for place in PLACES.values()
        for payload in PAYLOADS
    ]


@pytest.mark.slow
@pytest.mark.parametrize("renderer", ALL)
def test_nothing_becomes_active(renderer: str, attacks: list[str]) -> None:
    rendered = ALL[renderer](attacks)
    assert len(rendered) == len(attacks)
    assert [(text, acts) for text, made in zip(attacks, rendered, strict=True) if (acts := what_could_act(made))] == []


def test_every_place_is_reached() -> None:
    for name, place in PLACES.items():
        written = markdown_of(place.replace("{0}", "word").replace("{t}", TEXT))
        if name not in ("whole address", "address of a frame"):
            assert "[^" in written or "](" in written, name


WORDS = [*PAYLOADS, "a", "b.", " ", "(", ")", "[", "]", "!", "^", ":", "\\", "*", "_", "`", "|", "<", "&", "\n"]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("renderer", ALL)
def test_any_text_around_marks_is_harmless(renderer: str, seed: int) -> None:
    source = random.Random(seed)

    def text() -> str:
        return html.escape("".join(source.choice(WORDS) for _ in range(source.randint(0, 5))))

    pages = [
        f'<p>{text()}<sup><a href="#fn1">1</a></sup>{text()}<sup><a href="#fn2">2</a></sup>{text()}</p>'
        f'<p id="fn1">{text()}</p><p id="fn2">{text()}</p><img src="/a.jpg" alt="{text()}"><p>{text()}</p>'
        for _ in range(60)
    ]
    written = [markdown_of(page) for page in pages]
    for text_, made in zip(written, ALL[renderer](written), strict=True):
        assert what_could_act(made) == [], (text_, made)


def test_the_text_of_notes_comes_back_where_notes_are_known() -> None:
    render = RENDERERS["python-markdown"]
    for payload in PAYLOADS:
        if payload == "1. x":
            continue  # begins with the number of the note
        page = segment_html(
            f'<!doctype html><html><body><p>{TEXT}<sup><a href="#fn1">1</a></sup></p>'
            f'<p id="fn1">{html.escape(payload)}</p></body></html>', URL,
        )  # fmt: skip
        made = render([to_markdown(page, kept(page.blocks))])[0]
        shown = "".join(tree_of(made).text_content().split())
        assert "".join(page.blocks[-1].text.split()) in shown or not page.footnotes, (payload, made)


def kept(blocks: list[Block]) -> list[Decision]:
    return [Decision(block, True, "test", "for the test") for block in blocks]


def test_a_page_without_notes_has_no_definitions() -> None:
    block = Block(0, "[^1]: x", kind=segment_html("<p>x</p>").blocks[0].kind, span=(0, 7))
    assert not to_markdown(Page("html", block.text, [block]), kept([block])).startswith("[^")
