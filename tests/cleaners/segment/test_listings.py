"""One listing in the markup of many highlighters: always the same lines, without numbers, buttons and labels."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from cleaners import clean
from cleaners.page import Block, Kind
from cleaners.segment import segment_html

LINES = ["def run(jobs):", "    for job in jobs:", "", "        job.start()  # < 3 & more", "    return len(jobs)"]
CODE = "\n".join(LINES)
_FORM = re.compile(r"<!-- form: (.+?) \| (.*?) -->\n(.*?)\n(?=<!-- form:|\Z)", re.S)
FORMS = {
    name: (source, language)
    for name, language, source in _FORM.findall((Path(__file__).parent / "listings.html").read_text("utf-8"))
}
NUMBERS = "\n".join(str(number) for number in range(1, 6))


def listings(source: str) -> list[Block]:
    page = segment_html(f"<html><body><p>Before it.</p>{source}<p>After it.</p></body></html>")
    return [block for block in page.blocks if block.kind is Kind.CODE and not block.hidden]


@pytest.mark.parametrize("name", FORMS)
def test_a_listing_is_read_line_by_line(name: str) -> None:
    source, language = FORMS[name]
    found = [(block.text.replace(" \n", "\n"), block.language) for block in listings(source)]
    expected = "\n".join(line.rstrip() for line in LINES)
    if name.startswith("numbers in links"):
        found = [
            ("\n".join(line[1:] if line.startswith(" ") else line for line in text.split("\n")), name)
            for text, name in found
        ]
    assert found == [(expected, language)]


@pytest.mark.parametrize("name", FORMS)
def test_what_is_beside_a_listing_is_hidden(name: str) -> None:
    source, _ = FORMS[name]
    page = segment_html(f"<html><body><p>Before it.</p>{source}<p>After it.</p></body></html>")
    shown = [block.text for block in page.blocks if not block.hidden and block.kind is not Kind.CODE]
    assert [text for text in shown if text not in ("run.py", "Python:")] == ["Before it.", "After it."]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<pre>1 egg\n2 onions\n3 leeks\n4 plums</pre>", "1 egg\n2 onions\n3 leeks\n4 plums"),
        ("<pre>10 PRINT\n20 GOTO 10\n30 END</pre>", "10 PRINT\n20 GOTO 10\n30 END"),
        ('<pre><span class="mi">1</span> + 1\n<span class="mi">2</span> + 1\n<span class="mi">3</span> + 1</pre>',
         "1 + 1\n2 + 1\n3 + 1"),
        ("<pre>$ make\n&gt;&gt;&gt; run()</pre>", "$ make\n>>> run()"),
        ("<pre>\n\n    indented\n\n\nend\n\n</pre>", "    indented\n\n\nend"),
        ("<pre>a<br>b<br><br>c</pre>", "a\nb\n\nc"),
        ("<pre>\ta\n\t\tb</pre>", "\ta\n\t\tb"),
        ("<pre>1\n2\n3</pre>", "1\n2\n3"),
        ('<pre><div data-line-number="1">x</div><div data-line-number="2">42</div></pre>', "x\n42"),
        ("<pre>1. Mix.\n2. Bake.\n3. Cool.\n4. Eat.</pre>", "1. Mix.\n2. Bake.\n3. Cool.\n4. Eat."),
    ],
)  # fmt: skip
def test_what_looks_like_numbers_of_lines_stays(source: str, text: str) -> None:
    assert [block.text for block in listings(source)] == [text]


@pytest.mark.parametrize(
    "source",
    [
        "<p>Type <code>make</code> twice.</p>",
        "<p><code>make</code></p>",
        "<pre><h2>A heading</h2><p>An article in a pre, as some old pages have it.</p></pre>",
        '<div class="fragment"><p>Words of a theme that calls its parts so.</p></div>',
        '<div class="code-block"><p>Words.</p><pre>one\ntwo</pre></div>',
    ],
)
def test_what_is_no_listing_keeps_its_blocks(source: str) -> None:
    page = segment_html(f"<body>{source}</body>")
    assert all("A heading" not in block.text or block.kind is Kind.HEADING for block in page.blocks)
    assert [block.text for block in page.blocks if block.kind is Kind.CODE] in (
        [],
        ["one\ntwo"],
        [page.blocks[-1].text],
    )


def test_line_ends_of_windows() -> None:
    assert [block.text for block in listings("<pre>a\r\n  b\r\n\r\nc</pre>")] == ["a\n  b\n\nc"]


def test_what_is_removed_is_in_the_trail() -> None:
    page = clean(f"<body><p>{'Words of the article, and more of them. ' * 9}</p>{FORMS['Expressive Code'][0]}</body>")
    (removed,) = [decision for decision in page.removed if decision.evidence == "line numbers of a listing"]
    assert (removed.block.text, removed.decided_by) == (NUMBERS, "rules.hidden")
    assert "line numbers" not in " ".join(page.notes)


@pytest.mark.parametrize(
    "unit",
    [
        '<div class="code-block">', '<div class="fragment"><div class="line">', "<pre>", "<code><br>",
        '<pre><span class="ln">1',
        '<pre><td class="gutter">', '<div style="white-space:pre;font-family:monospace">', '<pre><b class="copy">x',
        "<pre>1</pre>",
        '<div class="crayon-syntax"><pre>', "<pre><a>1</a>x\n</pre>", '<span class="language-x">a</span><pre>b</pre>',
        "1 <br>",
        '<div class="lang"><pre>x</pre>Copy',
    ],
)  # fmt: skip
def test_hostile_pages_take_linear_time(unit: str) -> None:
    start = time.process_time()
    segment_html("<body>" + unit * 3_000)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "source",
    [
        f'<pre class="pl pm pn">{CODE}</pre>',
        f'<pre class="pl">{CODE}</pre>',
        f'<div class="go rs"><pre><code class="d">{CODE}</code></pre></div>',
        f'<pre class="css-1x9 dot less">{CODE}</pre>',
    ],
)
def test_a_class_that_a_program_made_up_is_no_language(source: str) -> None:
    assert [block.language for block in listings(source)] == [""]


@pytest.mark.parametrize(
    ("source", "language"),
    [
        (f'<pre><code class="bash">{CODE}</code></pre>', "bash"),
        (f'<pre class="prettyprint"><code class="pl">{CODE}</code></pre>', "pl"),
        (f'<div class="highlight"><pre class="go">{CODE}</pre></div>', "go"),
        (f'<pre class="brush: pl">{CODE}</pre>', "pl"),
    ],
)
def test_a_class_of_a_highlighter_is_the_language(source: str, language: str) -> None:
    assert [block.language for block in listings(source)] == [language]
