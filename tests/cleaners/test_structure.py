"""Tables, lists, definitions, callouts and what else stands around text: each form of them in Markdown and HTML."""

from __future__ import annotations

import pytest

from cleaners.page import Block, Decision, Element, Kind, Mark, Page
from cleaners.render import to_html, to_markdown
from cleaners.segment import segment_html


def page_of(source: str) -> Page:
    return segment_html(f"<!doctype html><html><body>{source}</body></html>", "https://site.example/a/b")


def kept(page: Page) -> list[Decision]:
    return [Decision(block, True, "test", "for the test") for block in page.blocks if not block.hidden]


def markdown(source: str) -> str:
    page = page_of(source)
    return to_markdown(page, kept(page))


def html(source: str) -> str:
    page = page_of(source)
    return to_html(page, kept(page)).replace("\n", "")


HEAD = "| a | b |\n| --- | --- |\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td>a<td>b<tr><td rowspan=2>c<td>d<tr><td>e", HEAD + "| c | d |\n|  | e |"),
        ("<tr><td>a<td>b<tr><td>c<td rowspan=3>d<tr><td>e<tr><td>f", HEAD + "| c | d |\n| e |  |\n| f |  |"),
        ("<tr><td>a<td>b<tr><td rowspan=0>c<td>d<tr><td>e<tr><td>f", HEAD + "| c | d |\n|  | e |\n|  | f |"),
        ("<tr><td>a<td>b<tr><td colspan=2>c<tr><td>d<td>e", HEAD + "| c |  |\n| d | e |"),
        ("<thead><tr><th rowspan=9>a<th>b<tbody><tr><td>c<td>d", HEAD + "| c | d |"),
        ("<tr><td>a<td>b<tr><td>c", HEAD + "| c |  |"),
        ("<tr><td>a<td>b<tr><td><td>c", HEAD + "|  | c |"),
        ("<tr><td>a<td>b<tr><td>c<br>d<td><ul><li>e<li>f</ul>", HEAD + "| c d | e; f |"),
        ("<tr><td>a<td>b<tr><td><p>c<p>d<td><code>e|f</code>", HEAD + "| c d | e\\|f |"),
        ("<tr><td>a<td>b<tr><td rowspan=junk colspan=-3>c<td>d", HEAD + "| c | d |"),
        ("<tr><td>a<td>b<tr><td><pre>c | d</pre><td><pre>e</pre>", HEAD + "| c \\| d | `e` |"),
        (f"<tr><th>a<th>b<tr><td>c<td>{'d ' * 400}", HEAD + f"| c | {('d ' * 400).strip()} |"),
        ("<tr><th>a<th><h4>b</h4><tr><td>c<td>d", HEAD + "| c | d |"),
        ("<tr><td>a<td>b<tr><td rowspan=2 colspan=2>c<tr><tr><td>d<td>e", HEAD + "| c |  |\n| d | e |"),
    ],
)  # fmt: skip
def test_every_cell_is_in_its_column(rows: str, expected: str) -> None:
    assert markdown(f"<table>{rows}</table>") == expected


@pytest.mark.parametrize(
    "table",
    [
        "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>",
        "<table><tr><td>a<td><table><tr><td>b<td>c<tr><td>d<td>e</table><tr><td>f<td>g</table>",
        "<table><tr><td>a<tr><td>b<tr><td>c</table>",
        "<table><tr><td>a<td>b<td>c</table>",
        f"<table><tr><td>a<td>b<tr><td>c<td>{'A column of prose. ' * 40}</table>",
        "<table><tr><td><h2>a</h2><td>b<tr><td>c<td>d</table>",
        "<table><tr><td colspan=61>a<tr><td>c<td>d</table>",
        '<div class="admonitionblock note"><table><tr><td>a<td>b<tr><td>c<td>d</table></div>',
    ],
)
def test_what_lays_out_a_page_is_no_table(table: str) -> None:
    assert not markdown(table).startswith("| a")
    assert "| f |" not in markdown(table)


def test_spans_cannot_make_a_page_larger() -> None:
    rows = "".join(f"<tr><td colspan=9999 rowspan=9999>{number}</td></tr>" for number in range(300))
    assert len(markdown(f"<table>{rows}</table>")) < 5_000
    wide = "<tr>" + "<td rowspan=65534>x</td>" * 40 + "</tr>"
    assert len(markdown(f"<table>{wide * 50}</table>")) < 200_000
    assert len(html(f"<table>{wide * 50}</table>")) < 200_000


def test_a_table_in_html_has_its_spans() -> None:
    written = html("<table><caption>t<thead><tr><th rowspan=2>a<th colspan=2>b<tr><th>c<th>d<tbody><tr><td>e<td>f<td>g")
    assert written == (
        '<table><caption>t</caption><thead><tr><th rowspan="2">a</th><th colspan="2">b</th></tr><tr><th>c</th>'
        "<th>d</th></tr></thead><tbody><tr><td>e</td><td>f</td><td>g</td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<ol><li>a<li value=7>b<li>c</ol>", "1. a\n7) b\n8) c"),
        ("<ol reversed><li>a<li>b</ol>", "2. a\n1) b"),
        ("<ol start=0><li>a</ol>", "0. a"),
        ("<ol start=-4><li>a<li>b</ol>", "1. a\n2. b"),
        ("<ol start=99999999999><li>a</ol>", "1. a"),
        ("<ul><li>a<ol><li>b<ul><li>c</ul></ol><li>d</ul>", "- a\n  1. b\n     - c\n- d"),
        ("<ol><li><p>a<p>b<li>c</ol>", "1. a\n\n   b\n\n2. c"),
        ("<ul><li><input type=checkbox checked>a<li><label><input type=checkbox> b</label></ul>", "- [x] a\n- [ ] b"),
        ("<ul><li><p><input type=checkbox disabled> a</p><p>b</p></ul>", "- [ ] a\n\n  b"),
        ("<ul><li class=task-list-item><input type=checkbox> a</ul>", "- [ ] a"),
        ("<ul><li><input type=checkbox> 2 eggs<li><label><input type=checkbox></label> salt</ul>", "- 2 eggs\n- salt"),
        ("<ul><li>a <input type=checkbox> b</ul>", "- a b"),
        ("<ul><li><span class='ltx_tag ltx_tag_item'>•</span> <div><p>a</div></ul>", "- a"),
    ],
)
def test_lists(source: str, expected: str) -> None:
    assert markdown(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<dl><dt>a<dd>b<dt>c<dd>d<dd>e</dl>", "**a**\n\n- b\n\n**c**\n\n- d\n- e"),
        ("<dl><div><dt>a</dt><dd><p>b<p>c</dd></div></dl>", "**a**\n\n- b\n\n  c"),
        ("<dl><dt>a<dd>b<pre>c</pre></dl>", "**a**\n\nb\n\n```\nc\n```"),
        ("<dl><dd>a<dd>b</dl>", "a\n\nb"),
        ("<dl><dt id=x><a href=#x><code>a</code></a><dd>b</dl>", "**`a`**\n\n- b"),
        ("<details><summary>a</summary><p>b</p></details>", "**a**\n\nb"),
    ],
)
def test_definitions(source: str, expected: str) -> None:
    assert markdown(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<div class="admonition note"><p class="admonition-title">Note</p><p>a</div>', "> [!NOTE]\n> a"),
        ('<div class="admonition seealso"><p class="admonition-title">See also</p><p>a</div>', "> [!NOTE]\n> a"),
        ('<div class="alert alert-danger" role="alert"><strong>a</strong> b</div>', "> [!CAUTION]\n> **a** b"),
        ('<div class="alert"><p>a</div>', "a"),
        ('<div class="theme-admonition theme-admonition-info alert alert--info"><p>a</div>', "> [!NOTE]\n> a"),
        ('<div class="notices warning"><p>a</div>', "> [!WARNING]\n> a"),
        ('<blockquote class="book-hint info"><p>a</blockquote>', "> [!NOTE]\n> a"),
        ('<aside class="starlight-aside starlight-aside--tip"><p class="starlight-aside__title">Tip</p><p>a</aside>',
         "> [!TIP]\n> a"),
        ('<div class="callout callout-style-default callout-important callout-titled"><div class="callout-header">'
         '<div class="callout-title-container">A title</div></div><div class="callout-body"><p>a</div></div>',
         "> [!IMPORTANT]\n> **A title**\n>\n> a"),
        ('<div data-callout="warning" class="callout"><div class="callout-title">Warning</div><ul><li>a</ul></div>',
         "> [!WARNING]\n>\n> - a"),
        ('<div class="CAUTION"><h5>Caution</h5><p>a</div>', "> [!CAUTION]\n> a"),
        ('<div class="note"><h3 class="title">Note</h3><p>a</div>', "> [!NOTE]\n> a"),
        ('<div class="tip-jar note-list warning-sign"><p>a</div>', "a"),
        ('<div class="wp-block-note-card"><p>a</div>', "a"),
        ('<details class="warning"><summary>Own</summary><p>a</details>', "> [!WARNING]\n> **Own**\n>\n> a"),
        ('<ul><li>a<div class="admonition tip"><p>b</div></ul>', "- a\n\n  > [!TIP]\n  > b"),
        ('<div class="admonition note"><div class="admonition-note"><p>a</div></div>', "> [!NOTE]\n> a"),
    ],
)  # fmt: skip
def test_callouts(source: str, expected: str) -> None:
    assert markdown(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>a<hr><p>b", "a\n\n---\n\nb"),
        ("<p>a<hr><hr><p>b", "a\n\n---\n\nb"),
        ("<hr><p>a<hr>", "a"),
        ("<ul><li>a<hr>b</ul>", "- a\n\n  b"),
        ("<p>a</p><hr><p hidden>x</p><p>b</p>", "a\n\n---\n\nb"),
        ("<blockquote><p>a<p>b<blockquote>c</blockquote></blockquote>", "> a\n>\n> b\n>\n> > c"),
        ("<p>a <del>b</del> <s>c</s> <ins>d</ins> <mark>e</mark> <abbr title=x>f</abbr>", "a ~~b~~ ~~c~~ d e f"),
        ("<p>a<s>b</s>c", "a~~b~~c"),
        ("<p><q>a <q>b</q></q>", "“a “b””"),
        ("<p><b><i>a</i></b> <i>b <b>c</b></i>", "_**a**_ _b **c**_"),
        ("<p><b>a.</b>” (<i>b!</i>)", "**a.**” (*b!*)"),
        ("<p><ruby>村<rt>むら</rt></ruby><ruby>人<rp>（</rp><rt>ひと</rt><rp>）</rp></ruby>", "村(むら)人（ひと）"),
        ("<p><ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>", "東(とう)京(きょう)"),
        ("<p><ruby><rb>字<rt>zì</ruby>", "字(zì)"),
    ],
)
def test_what_else_stands_around_text(source: str, expected: str) -> None:
    assert markdown(source) == expected


def test_each_mark_of_html_is_an_element_of_its_own() -> None:
    text = "ab cd"
    kinds = {"sup": "<sup>cd</sup>", "sub": "<sub>cd</sub>", "del": "<del>cd</del>", "mark": "<mark>cd</mark>",
             "formula": "\\(cd\\)", "unknown": "cd"}  # fmt: skip
    for kind, written in kinds.items():
        block = Block(0, text, Kind.PARAGRAPH, (0, 5), 0, marks=(Mark(kind, 3, 5),))
        page = Page("html", text, [block], [Element("p", {}, -1, 0, 0, 1)])
        assert to_html(page, kept(page)) == f"<p>ab {written}</p>"
    block = Block(0, text, Kind.PARAGRAPH, (0, 5), 0, marks=(Mark("display", 3, 5),))
    page = Page("html", text, [block], [Element("p", {}, -1, 0, 0, 1)])
    assert to_html(page, kept(page)) == "<p>ab</p>\n<p>\\[cd\\]</p>"


def test_a_line_beside_a_dropped_block_is_none_of_the_article() -> None:
    page = page_of("<p>a<hr><p>b<hr><p>c")
    decisions = [Decision(block, block.text != "b", "test", "for the test") for block in page.blocks]
    assert to_markdown(page, decisions) == "a\n\nc"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<code>a&lt;<a href=/x>B</a>&gt;</code>", "`a<`[`B`](https://site.example/x)`>`"),
        ("<code><a href=/x>a</a></code>", "[`a`](https://site.example/x)"),
        ("<a href=/x><em>a</em> b</a>", "[*a* b](https://site.example/x)"),
        ("<a href=/>a</a>", "[a](https://site.example/)"),
        ("<a href=#there>a</a>", "[a](#there)"),
        ("<a href=#>a</a>", "a"),
        ("<a href=mailto:a@b.example>a</a>", "[a](mailto:a@b.example)"),
        ("<a href='?q=1'>a</a>", "[a](https://site.example/a/b?q=1)"),
        ("<a>a</a>", "a"),
        ("<a href='/Gate_(lock)'>a</a>", "[a](https://site.example/Gate_(lock))"),
        ("<a href='/Gate_)lock('>a</a>", "[a](https://site.example/Gate_%29lock%28)"),
        ("<a href='/Gate_(lock'>a</a>", "[a](https://site.example/Gate_%28lock)"),
    ],
)
def test_links(source: str, expected: str) -> None:
    assert markdown(f"<p>{source}</p>") == expected


@pytest.mark.parametrize(
    ("base", "expected"),
    [("/c/", "https://site.example/c/x"), ("https://o.example/", "https://o.example/x"),
     ("javascript:alert(1)//", "https://site.example/a/x"), ("", "https://site.example/a/x")],
)  # fmt: skip
def test_the_base_of_relative_links(base: str, expected: str) -> None:
    source = f"<html><head><base href='{base}'></head><body><p><a href=x>a</a></p></body></html>"
    page = segment_html(source, "https://site.example/a/b")
    assert to_markdown(page, kept(page)) == f"[a]({expected})"


def test_the_address_of_open_graph_completes_links_where_no_other_is_known() -> None:
    source = "<html><head><meta property=og:url content=https://site.example/a/b></head><body><p><a href=x>a</a></p>"
    page = segment_html(source)
    assert to_markdown(page, kept(page)) == "[a](https://site.example/a/x)"
