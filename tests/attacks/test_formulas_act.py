"""A formula of a hostile page stays a formula, or text, in every program that renders Markdown."""

from __future__ import annotations

import html
import random
import sys
from pathlib import Path

import pytest
from markdown_renderers import RENDERERS, tree_of, what_could_act

from cleaners.page import Block, Element, Kind, Mark, Page
from cleaners.render import to_markdown
from cleaners.render.formulas import inline_formula

sys.path.insert(0, str(Path(__file__).parent))
from test_markdown_acts import AT, PAYLOADS, kept, markdown_of, random_text

PLACES = r"""
<p>before <span class="math inline">\({}\)</span> after <code>&lt;img src=x onerror=ran=1&gt;</code></p>
<p>before <img class="latex" alt="{}" src="/latex.php"> after <code>&lt;img src=x onerror=ran=1&gt;</code></p>
<p>before <math display="block" alttext="{}"><mi>x</mi></math> after <code>&lt;script&gt;ran=1&lt;/script&gt;</code></p>
<p>before <math><semantics><mi>x</mi><annotation encoding="LaTeX">{}</annotation></semantics></math> after</p>
<p>before <span data-latex="{}">x</span> after</p><p>next <span data-latex="{}">y</span></p>
<p>before <math><mtext>{}</mtext><mi>{}</mi><mo>{}</mo></math> after</p>
<ul><li>before <span class="math display">\[{}\]</span> after</li><li>x</li></ul>
<blockquote><p>before $${}$$ after</p></blockquote>
<h2>before <span data-latex="{}">x</span> after</h2>
<table><tr><th>before</th><th><span data-latex="{}">x</span></th></tr><tr><td>a</td><td>after</td></tr></table>
<p>before x<sup>{}</sup> y<sub>{}</sub> after</p>
<p>before <a href="/x"><span data-latex="{}">x</span></a> <b><span data-latex="{}">x</span></b> after</p>
<p>before <script type="math/tex; mode=display">{}</script> after</p>
""".split("\n")[1:-1]
MORE = [
    r"a*b*{onclick=ran=1}", r"_a_{style=x:y}", "a\n# b\n> c\n- d\n1. e\n```\nf\n=====\n| g", "x$ y $z", "`a` $ `b`",
    "a\\",
    "\\text{`<b>x</b>`}", "]: javascript:ran=1", "a]\n[z]: javascript:ran=1", "[x](javascript:ran=1)",
    "![a](http://x.example/p)",
    "a\n\n<script>ran=1</script>\n\nb", "{{7*7}} {% x %}", "\\href{javascript:ran=1}{x}", "\\def\\a{\\a\\a}\\a",
    "&#60;b>", "[^1]",
]  # fmt: skip
FROM_TEX = {"sup", "sub", "del", "s"}  # how simple formulas are shown
SLOW = [pytest.param(name, marks=pytest.mark.slow if name == "pandoc-markdown" else ()) for name in RENDERERS]


def acts_of(made: str) -> list[str]:
    """What could act; an attribute that does nothing, as in "_{i=1}" for a program that knows no formulas, is none.

    Nor is an emoji, which pandoc shows for the name between colons.
    """
    acts = (act for act in what_could_act(made) if act not in FROM_TEX and not act.startswith("span data-emoji="))
    return [
        act for act in acts if not act.startswith("em ") or act.split()[1].startswith(("on", "style", "href", "src"))
    ]


def sources() -> list[str]:
    found = []
    for place in PLACES:
        for payload in [*PAYLOADS, *MORE]:
            text = payload.replace("{at}", AT)
            escaped = text.replace("</script", "<\\/script") if "<script type" in place else html.escape(text)
            found.append(place.replace("{}", escaped))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("renderer", SLOW)
def test_every_payload_is_harmless_in_every_formula(renderer: str) -> None:
    pages = [(source, markdown_of(source)[0]) for source in sources()]
    rendered = RENDERERS[renderer]([markdown for _, markdown in pages])
    faults = []
    for (source, markdown), made in zip(pages, rendered, strict=True):
        acts = acts_of(made)
        if acts or "after" not in tree_of(made).text_content():
            faults.append((source, markdown, acts))
    assert faults == []


@pytest.mark.parametrize("renderer", SLOW)
def test_any_text_as_a_formula_is_harmless(renderer: str) -> None:
    source = random.Random(7)
    texts = []
    for _ in range(300):
        text = f"{random_text(source)} mid {random_text(source)}"
        edges = [sorted(source.choices(range(len(text) + 1), k=2)) for _ in range(3)]
        kinds = source.sample(["formula", "display", "sup", "sub", "code", "link", "em"], 3)
        marks = tuple(Mark(kind, *edge, "https://o.example/") for kind, edge in zip(kinds, edges, strict=True))
        block = Block(0, text, Kind.PARAGRAPH, (0, len(text)), 0, marks=marks)
        page = Page("html", text, [block], [Element("p", {}, -1, 0, 0, 1)])
        texts.append(to_markdown(page, kept(page)))
    rendered = RENDERERS[renderer](texts)
    acts = [(text, made) for text, made in zip(texts, rendered, strict=True)
            if acts_of(made)]  # fmt: skip
    assert acts == []


@pytest.mark.parametrize(
    "tex", [r"\href{javascript:ran=1}{x}", r"\input{/etc/passwd}", r"\newcommand{\a}{\a\a}", "x$y"]
)
def test_commands_that_do_more_than_show_signs_are_no_formula(tex: str) -> None:
    assert inline_formula(tex) == ""


@pytest.mark.parametrize(
    ("tex", "written"),
    [("a<b", "$a< b$"), ("a < b", "$a < b$"), (r"x^{2}_{i}", "$x^{2}_{i}$"), (r"[0,1](x)", "$[0,1] (x)$"),
     ("a\\", "$a$"),
     (r"\text{if $x$ holds}", r"$\text{if \(x\) holds}$"), ("a\n b", "$a b$")],
)  # fmt: skip
def test_a_formula_is_never_escaped(tex: str, written: str) -> None:
    assert inline_formula(tex) == written
