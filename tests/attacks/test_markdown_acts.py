"""Text of a page stays text in every program that renders our Markdown: nothing runs, loads or becomes an element."""

from __future__ import annotations

import html
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from browser import CHROMIUM, browser, noting_server
from markdown_renderers import RENDERERS, visible_text, what_could_act

from cleaners import clean
from cleaners.page import Block, Decision, Element, Kind, Mark, Page
from cleaners.render import to_markdown
from cleaners.segment import segment_html
from flows.job import CleanJob
from flows.safe_text import markdown_text, one_line
from flows.store.document import front_matter

AT = "http://127.0.0.1:9"
SLOW = [pytest.param(name, marks=pytest.mark.slow if name == "pandoc-markdown" else ()) for name in RENDERERS]
PAYLOADS = [line.replace("\\n", "\n") for line in r"""
<script>ran=1</script>
<script src={at}/s></script>
<img src={at}/i onerror=ran=1>
<div onclick=ran=1>x</div>
<svg onload=ran=1><a href=
<!-- x --><b>y</b> <!-- z
<![CDATA[x]]><?php y?>
<!DOCTYPE x><?x
<style>@import "{at}/c"</style><link rel=stylesheet href={at}/c>
<div markdown=1>\n*x*\n</div>
<iframe src={at}/f></iframe><object data={at}/o><base href={at}><meta http-equiv=refresh content=0;{at}>
</p></code></pre><hr>
<javascript:ran=1> <a@b.example> <http://x.example/>
[x](javascript:ran=1) [y]({at}/l)
![x]({at}/p) ![y][z]
[z]: javascript:ran=1
`` ` ``<b>x</b>` ```
[^1]: <b>x</b>
x[^1] and ^[note]
*[HTML]: <b>x</b>
x {: onclick=ran=1 }
{: onclick=ran=1 .a #b}
[TOC]
!!! danger "x <b>"
??? note
`<b>x</b>`{=html}
[x]{onclick=ran=1}
::: {onclick=ran=1}
```{=html}
$\href{javascript:ran=1}{x}$ and $$y$$
\input{/etc/passwd} \begin{x}y\end{x}
=====
=-=-
---
---\na: b\n---
{{ config }} {% x %} {# y #} {!z!}
[[x]] ![[y]]
:smile: a:link:b :+1: :100: :x_y: .
#x
>x
% x
: x
~x
=== "x"
--8<-- "x"
/// x
(@) x
@x. y
1. x
12345678901. x
* x
| x
|a|b|\n|-|-|\n|c|d|
~~x~~ a ~b c~ ~d~
H~2~O x^2^ y^[z]
==x== %%y%%
--> x
&lt;b&gt; &#60;i&#x3e; &amp;amp; &nbsp; &copy &notaname;
\<b> \\<b> \&lt; \` \\` \_x\_
a < b <= c <- d <-- e <5 <a <
AT&T, R&D, 5 > 3, a<b, C# and F #
*a* **b** _c_ __d__ a_b_c ___
**<script>ran=1</script>**
wzxhzdk:0 klzzwxh:0001
javascript:ran=1
&lt;script&gt;ran=1&lt;/script&gt;
"x" 'y' -- ... ---
```\n<b>x</b>\n```
~~~\n<b>x</b>\n~~~
    <script>ran=1</script>
""".split("\n")[1:-1]]  # fmt: skip
TEXT_PLACES = """
<p>{}</p>
<p>words {} words</p>
<p>words<br>{}<br>words</p>
<h2>{}</h2>
<ul><li>{}</li><li>next</li></ul>
<ol><li>a<ol><li>{}</li></ol></li></ol>
<blockquote><p>{}</p></blockquote>
<blockquote><ul><li>{}</li></ul></blockquote>
<table><tr><th>{0}</th><th>b</th></tr><tr><td>c</td><td>{0}</td></tr></table>
<p>a <b>{}</b> b</p>
<p>a<i>{}</i>b</p>
<p><a href="/x">{}</a></p>
<p>! <a href="/x">{0}</a> <b>{0}</b><i>{0}</i></p>
<p>&lt;<a href="javascript:ran=1">{}</a>&gt;</p>
<p>{0}</p><p>{0}</p>
<dl><dt>{0}</dt><dd>{0}</dd></dl>
""".split("\n")[1:-1]
CODE_PLACES = [line.replace("\\n", "\n") for line in r"""
<p>a <code>{}</code> b</p>
<p><code>{0}</code></p><h3><code>{0}</code></h3>
<p><a href="/x"><code>{}</code></a></p>
<ul><li><code>{}</code></li></ul>
<table><tr><td><code>{0}</code></td><td>b</td></tr><tr><td>c</td><td><code>{0}</code></td></tr></table>
<pre>{}</pre>
<p>a</p><pre>b\n\n{0}\n\n{0}\n\nc</pre><p>d</p>
<pre class="language-html">{}</pre>
<pre>```\n{}\n````</pre>
<ul><li>a<pre>b\n\n{}</pre>c</li><li>d</li></ul>
<ol><li><pre>{}</pre></li><li>d</li></ol>
<ol start=9><li>a</li><li>b<ul><li>c<pre>{0}\n\n{0}</pre><p>d</p></li><li>e</li></ul></li></ol>
<ol start=12345><li>a<pre>{0}\n\n{0}</pre>b</li></ol>
<blockquote><p>a</p><pre>{0}\n\n{0}</pre><p>b</p></blockquote>
<blockquote><ul><li>a<pre>{0}\n\n{0}</pre></li></ul></blockquote>
<ul><li>a<blockquote><pre>{0}\n\n{0}</pre></blockquote></li></ul>
<table><tr><td><pre>{}</pre></td><td>b</td></tr><tr><td>c</td></tr></table>
<dl><dt>a</dt><dd>b<pre>{0}\n\n{0}</pre></dd></dl>
<blockquote><ul><li>a</li></ul><pre>{0}</pre></blockquote>
<ul><li>a<ul><li>b</li></ul><pre>{0}</pre></li></ul>
<ol><li>a<ol><li>b</li></ol><pre>{0}</pre></li><li>c</li></ol>
<dl><dt>a</dt><dd><p>b</p><ul><li>c</li></ul><pre>{0}</pre></dd></dl>
<p>&lt;http&amp;#<code>{0}</code></p>
""".split("\n")[1:-1]]  # fmt: skip
ADDRESSES = r"""
javascript:ran=1
http://x.example/"onclick=ran=1
http://x.example/) <script>ran=1</script> (
http://x.example/it's 'a' (b) [c] {d} `e` |f| *g* _h_ ~i~ <j> \k $l$ :smile:
http://x.example/?a=1&copy=2&lt;=3&amp;lt;
http://x.example/'a'
http://x.example/{{x}}{%y%}{: onclick=ran=1}
mailto:a@b.example?subject=<b>
data:text/html,<script>ran=1</script>
http://x.example/&#106;avascript:ran=1
//x.example" onmouseover=ran=1
vbscript:ran=1
""".split("\n")[1:-1]


def kept(page: Page) -> list[Decision]:
    return [Decision(block, True, "test", "for the test") for block in page.blocks]


def markdown_of(source: str) -> tuple[str, str]:
    """A page's Markdown when everything on it is kept, and its text without white space."""
    page = segment_html(f"<!doctype html><html><body>{source}</body></html>", f"{AT}/page")
    return to_markdown(page, kept(page)), "".join(page.text.split())


@cache
def attacks(at: str = AT) -> list[tuple[str, str, str]]:
    """Hostile pages: every payload in every place. Each with its Markdown and its text."""
    places = [*TEXT_PLACES, *CODE_PLACES]
    sources = [place.format(html.escape(payload.replace("{at}", at))) for place in places for payload in PAYLOADS]
    sources += [f'<p>a <a href="{html.escape(address)}">b</a> c</p>' for address in ADDRESSES]
    return [(source, *markdown_of(source)) for source in sources]


def one_block(text: str, marks: Sequence[Mark] = ()) -> str:
    """The Markdown of a page of one paragraph."""
    block = Block(0, text, Kind.PARAGRAPH, (0, len(text)), 0, marks=tuple(marks))
    page = Page("html", text, [block], [Element("p", {}, -1, 0, 0, 1)])
    return to_markdown(page, kept(page))


WORDS = [
    "<", "<b", "</b>", ">", "&", "&lt;", "&amp;", "*", "**", "_", "__", "`", "``", "```", "[", "]", "](", "(", ")",
    "![", "!", "{", "}", "{:", "{%", "{{", "#", "##", "+", "-", "--", "---", "=", "==", "===", ".", "|", "~", "~~", "^",
    "$", "$$", "%", "%%",
    " : ", "\\", "\\\\", "(@)", "1.", "12)", "/", "///", "?", "???", "!!!", "'", '"', "a", "b1", "é",
    "—", "x", "javascript:x", " ", " ", " ", "\n", "<script>", "<!--", "-->", "<?", "]]>", "<a@b.c>", "<http://x>",
    "[^1]", "[TOC]", "* * *", "_ _ _", "<div markdown=1>",
]  # fmt: skip


def random_text(source: random.Random) -> str:
    text = "".join(source.choice(WORDS) for _ in range(source.randint(1, 14)))
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip()) or "x"


def random_marks(source: random.Random, text: str) -> list[Mark]:
    edges = [sorted(source.choices(range(len(text) + 1), k=2)) for _ in range(source.randint(0, 3))]
    return [Mark(source.choice(["link", "strong", "em", "code"]), *edge, "https://o.example/x_y") for edge in edges]


def is_read_otherwise(renderer: str, markdown: str) -> bool:
    """Whether a renderer is known to show this text otherwise: what it makes of it is safe, but not the text."""
    if renderer == "commonmark":
        return "| ---" in markdown  # it knows no tables
    if renderer == "pandoc-commonmark":
        return "$" in markdown  # a formula may end before a digit there, as in $5-$10
    if renderer == "pandoc-gfm":  # it takes all that follows an address without a space as part of it
        return "http" in markdown
    return renderer == "pandoc-markdown" and "@" in markdown  # citations


@pytest.mark.slow
@pytest.mark.parametrize("renderer", SLOW)
def test_every_payload_is_text_in_every_place(renderer: str) -> None:
    rendered = RENDERERS[renderer]([markdown for _, markdown, _ in attacks()])
    assert len(rendered) == len(attacks())
    assert not [(source, acts) for (source, *_), made in zip(attacks(), rendered, strict=True)
                if (acts := what_could_act(made))]  # fmt: skip
    assert not [
        (markdown, made) for (_, markdown, text), made in zip(attacks(), rendered, strict=True)
        if visible_text(made) != text and not is_read_otherwise(renderer, markdown)
    ]  # fmt: skip


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("seed", range(3))
def test_any_text_with_any_marks_comes_back(renderer: str, seed: int) -> None:
    source = random.Random(seed)
    texts = [random_text(source) for _ in range(200)]
    written = [one_block(text, random_marks(source, text) if number % 2 else ()) for number, text in enumerate(texts)]
    for text, markdown, made in zip(texts, written, RENDERERS[renderer](written), strict=True):
        assert not what_could_act(made), (markdown, made)
        if not is_read_otherwise(renderer, markdown):
            assert visible_text(made) == "".join(text.split()), (markdown, made)


@pytest.mark.parametrize("renderer", RENDERERS)
def test_any_code_comes_back_from_lists_and_quotations(renderer: str) -> None:
    source = random.Random(7)
    places = [place for place in CODE_PLACES if "<pre" in place]
    codes = [
        "\n".join(random_text(source) for _ in range(4)).replace("\n", "\n" * source.randint(1, 3)) for _ in range(100)
    ]
    pages = [markdown_of(source.choice(places).format(html.escape(code))) for code in codes]
    for (markdown, text), made in zip(pages, RENDERERS[renderer]([markdown for markdown, _ in pages]), strict=True):
        assert not what_could_act(made), (markdown, made)
        if not is_read_otherwise(renderer, markdown):
            assert visible_text(made) == text, (markdown, made)


@pytest.mark.parametrize("renderer", RENDERERS)
def test_titles_of_reports_and_articles_come_back(renderer: str) -> None:
    source = random.Random(3)
    titles = [one_line(title) for title in [*PAYLOADS, *(random_text(source) for _ in range(150))]]
    for title, made in zip(titles, RENDERERS[renderer]([f"# {markdown_text(title)}" for title in titles]), strict=True):
        assert not what_could_act(made), (title, made)
        if not is_read_otherwise(renderer, title):
            assert visible_text(made) == "".join(title.split()), (title, made)


def test_no_template_language_finds_its_signs_in_text() -> None:
    for text in ("{{x}}", "{%x%}", "{#x#}", "{!x!}", "{{{%", "{{< x >}}", "{{% x %}}"):
        for written in (one_block(text), one_block(f"a {text}"), markdown_text(text)):
            assert not [sign for sign in ("{{", "{%", "{#", "{!") if sign in written], written


@pytest.mark.parametrize("code", ["{{ x }}", "{% x %}", "{# x #}"])
def test_code_in_a_template_language_is_marked_in_the_front_matter(code: str) -> None:
    article = "<article><h1>A title</h1>" + "<p>A paragraph of an article that is long enough to be kept.</p>" * 3
    switches = {"render_macros": False, "render_with_liquid": False}
    for source, expected in ((f"{article}<pre>{code}</pre>", switches), (f"{article}<p>And {code} here.</p>", {})):
        fields = front_matter(clean(source), CleanJob("p", "a.html", "/x"))
        assert {name: value for name, value in fields.items() if name.startswith("render_")} == expected


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: `apt-get install chromium` has one")
def test_in_a_browser_nothing_runs_and_nothing_is_requested(tmp_path: Path) -> None:
    with noting_server() as (address, paths), browser(tmp_path / "profile") as tab:

        def open_page(body: str) -> None:
            (tmp_path / "page.html").write_text(f"<!doctype html><meta charset=utf-8>{body}<p>the end of it", "utf-8")
            tab.open((tmp_path / "page.html").as_uri())
            tab.wait_for("the end of it")

        for renderer, render in RENDERERS.items():
            open_page("\n".join(render([markdown for _, markdown, _ in attacks(address)])))
            for event in ("click", "mouseover", "focus"):
                tab.run(f"document.querySelectorAll('*:not(a)').forEach(e => e.dispatchEvent(new Event('{event}')))")
            assert tab.run("window.ran === undefined"), renderer
            assert paths == [], renderer
        open_page(f"<script>ran=1</script><img src={address}/control>")  # that the test would see it
        assert tab.run("window.ran === 1")
        assert paths == ["/control"]
