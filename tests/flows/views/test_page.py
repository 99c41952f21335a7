"""The view of one page: complete, explained, and inert whatever the page holds."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import clean
from flows.views.article import article_html
from flows.views.frame import render, safe_address
from flows.views.page import view

PAGE = """<!doctype html><html lang="en"><head><title>Low water</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/a">Archive</a></li><li><a href="/b">About</a></li></ul></nav>
<article><h1>Low water</h1>
<p>The river fell to its lowest level since the gauge was set up in 1911, and the ferry could not land.</p>
<p>Those who had to cross waded, as their grandparents did, and held their shoes over their heads.</p>
<p><a href="https://river.example/gauge">The gauge</a> is read at noon, and has been for a century.</p></article>
<div style="display:none">Thank you for your visit.</div></body></html>"""

HOSTILE = [
    "<script>window.pwned=1</script>", "<img src=x onerror=alert(1)>", "</style><script>alert(1)</script>", "]]>",
    "-->", '"><svg/onload=alert(1)>', "' onfocus='alert(1)' tabindex='1", "javascript:alert(1)",
    "data:text/html,<b>x</b>", "\x1b[31m", "\u202eevil\u2066", "\x9b1m", "\ud800", "&lt;b&gt;", "<!--", "\0",
    "[x](javascript:alert(1))", "<https://ok.example>", "![x](https://e.example/p.png)", "[a]: javascript:x",
    "<a href='x'>", "`` ` ``", "{{x}}", "{}</title><base href=//e>",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), max_size=4).map("".join)


class Reader(HTMLParser):
    """An HTML page as its elements, and the text inside those of some class."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def with_class(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.elements if name in (attrs.get("class") or "").split()]


ALLOWED = set(
    "html head meta title style body a header footer main section article h1 h2 h3 h4 h5 h6 p b i span small div dl dt"
    " dd ol ul li svg path rect fieldset legend label input details summary bdi time pre code blockquote em strong"
    " table thead tbody tr th td hr br".split()
)
FACTS = (
    *("headline", "author", "datePublished", "dateEvidence", "inLanguage", "publisher"),
    *("url", "canonicalUrl", "markdown", "dateModified", "description", "articleSection", "license"),
)
DECISION = ("text", "decidedBy", "reason", "evidence", "kind", "role")
SOURCE = ("charset", "charset_source", "raw_digest", "fingerprint", "cleaner_version")


def document(body: str = PAGE, /, **changes: Any) -> dict[str, Any]:
    return {**clean(body, "https://river.example/low").to_document(), **changes}


def assert_inert(page: str) -> None:
    """Only elements that show text, no handler, no style attribute, no address but of the safe kinds."""
    for tag, attrs in Reader(page).elements:
        assert tag in ALLOWED, tag
        assert not [name for name in attrs if name.startswith("on") or name in ("style", "src", "srcset", "action")]
        href = attrs.get("href")
        assert href is None or re.match(r"#|https?://|mailto:", href, re.I), href
        assert not href or href.isascii()
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069]", page)
    page.encode("utf-8")


def test_every_block_is_shown_and_every_removed_one_is_explained() -> None:
    cleaned = clean(PAGE, "https://river.example/low")
    page = view(cleaned.to_document())
    shown = " ".join("".join(Reader(page).texts).split())
    for decision in cleaned.decisions:
        assert " ".join(decision.block.text.split()) in shown
    for decision in cleaned.removed:
        assert decision.reason in shown
        assert decision.decided_by in shown
    gone = Reader(page).with_class("removed")
    assert gone
    described = {attrs["aria-describedby"] for attrs in Reader(page).with_class("body") if "aria-describedby" in attrs}
    notes = {attrs["id"] for attrs in Reader(page).with_class("more")}
    assert described <= notes
    assert len(described) >= len(gone)


def test_passages_can_be_reached_by_keyboard() -> None:
    bodies = Reader(view(document())).with_class("body")
    stops = [attrs for attrs in bodies if attrs.get("tabindex") == "0"]
    assert stops
    assert all(attrs["role"] == "group" and attrs["aria-label"] for attrs in stops)


def test_the_policy_allows_the_one_style_and_nothing_else() -> None:
    page = view(document())
    (policy,) = [attrs["content"] for _, attrs in Reader(page).elements if "http-equiv" in attrs]
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


def test_each_filter_has_its_style_and_its_passages() -> None:
    page = view(document())
    boxes = [str(attrs["id"]) for tag, attrs in Reader(page).elements if tag == "input"]
    assert {"show-kept", "only-unsure", "all-reasons"} <= set(boxes)
    for box in boxes:
        assert f"#{box}:" in page, box
    for box in boxes:
        if match := re.match(r"([fg])-(\d+)$", box):
            assert Reader(page).with_class(match[1] + match[2])


def test_what_is_not_sure_is_marked() -> None:
    sure = document()
    sure["decisions"] = [{**one, "confidence": 1.0} for one in sure["decisions"]]
    assert not Reader(view(sure)).with_class("unsure")
    sure["decisions"][-1]["confidence"] = 0.6
    (marked,) = Reader(view(sure)).with_class("unsure")
    assert "removed" in str(marked["class"])
    assert "not sure" in view(sure)
    assert "60 % sure" in view(sure)


def test_links_lead_out_only_by_safe_addresses() -> None:
    source = PAGE.replace("https://river.example/gauge", "javascript:alert(1)")
    assert "https://river.example/gauge" in view(document())
    assert "javascript" not in view(document(source)).partition('id="page"')[0]
    assert "<dt>Address</dt><dd><bdi>javascript:alert(1)</bdi></dd>" in view(document(url="javascript:alert(1)"))
    for address in (
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "//e.example",
        "https:",
        "http://[",
        "data:x",
        "#a",
    ):
        assert safe_address(address) == "", address
    assert safe_address("HTTPS://e.example/ü?a=[1]&b=\u202e%zz") == "HTTPS://e.example/%C3%BC?a=%5B1%5D&b=%25zz"


@pytest.mark.slow
@given(
    st.fixed_dictionaries(dict.fromkeys(FACTS, TEXTS)),
    st.fixed_dictionaries(dict.fromkeys(DECISION, TEXTS)),
    st.fixed_dictionaries(dict.fromkeys(SOURCE, TEXTS)),
)
@settings(max_examples=150, deadline=None)
def test_nothing_of_a_page_becomes_markup(
    facts: dict[str, str], foreign: dict[str, str], source: dict[str, str]
) -> None:
    changed = document(
        **facts,
        notes=[facts["author"]],
        keywords=[facts["author"]],
        source={"raw": facts["url"], "fetchedAt": facts["author"]},
    )
    changed["provenance"] = {**changed["provenance"], **source, "libraries": {foreign["text"]: foreign["reason"]}}
    changed["decisions"] = [*changed["decisions"], {**changed["decisions"][-1], **foreign}]
    assert_inert(view(changed))


def test_a_foreign_text_reads_as_it_is() -> None:
    changed = document()
    changed["decisions"][-1]["text"] = "".join(text for text in HOSTILE if text.isprintable())
    assert changed["decisions"][-1]["text"] in "".join(Reader(view(changed)).texts)


@pytest.mark.parametrize("source", ["", "<p hidden>Nothing to see</p>", "One line of text"])
def test_pages_with_little_in_them(source: str) -> None:
    page = view(clean(source).to_document())
    assert_inert(page)
    assert ("Nothing is left" in page) == (not clean(source).text)


def test_deeply_nested_text_is_not_left_out() -> None:
    nested = "".join(f"{'  ' * depth}- item{depth}\n" for depth in range(150))
    page = view(document(markdown=nested))
    assert_inert(page)
    assert all(f"item{depth}" in page for depth in range(150))


def test_a_page_read_back_from_json_looks_the_same() -> None:
    cleaned = clean(PAGE, "https://river.example/low")
    assert view(json.loads(cleaned.to_json())) == view(cleaned.to_document())


def test_a_style_that_could_end_its_element_is_refused() -> None:
    with pytest.raises(ValueError, match="style"):
        render("views/frame.html.j2", "</style><script>", title="t", body="b")


def test_characters_that_act_on_a_screen_are_removed_even_where_markdown_spells_them() -> None:
    page = view(document(markdown="A &#x202e; line, \u061c and &#27;[2J.", headline="A \u061ctitle"))
    assert_inert(page)
    assert "\u061c" not in page


@pytest.mark.parametrize("missing", ["decisions", "headline", "provenance", "author", "notes"])
def test_what_is_not_a_clean_page_is_refused(missing: str) -> None:
    wrong = document()
    del wrong[missing]
    with pytest.raises((KeyError, ValueError)):
        view(wrong)


def test_cleaning_a_page_loads_no_templates() -> None:
    code = "import sys, flows.cli.clean, flows.cli.view, flows.report; sys.exit('jinja2' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_structure_of_markdown_is_shown_as_such() -> None:
    shown = str(article_html("> [!NOTE]\n> a\n\n[b](#c) ~~d~~\n\n> \\[!NOTE\\] e\n\n[!TIP]"))
    assert "<strong>Note</strong><br>\na" in shown
    assert "<a>b</a> <s>d</s>" in shown
    assert "[!NOTE] e" in shown
    assert "<p>[!TIP]</p>" in shown
