"""The measure of structure: what is there counts as found, what is not as missed."""

from __future__ import annotations

from bench.structure import judge, plain
from cleaners import clean

PAGE = r"""<html><head><title>Levels of the sluice</title></head><body><main><h1>Levels of the sluice</h1>
<p>The keeper of the sluice writes down the level twice a day, in ink, and has done so for thirty years.</p>
<h2>How it is read</h2><p>Since last year a program reads it as well, and the two have never been apart by more
than a finger. <a href="/ink">Ink</a> is dear.</p><pre><code class="language-python">level = 3
print(level)</code></pre><p>When it rises faster than a hand in an hour, he opens the gate and calls the mill
below. It is <span class="math inline">\(h = 3\)</span> today.</p></main></body></html>"""
EXPECTED = {
    "title": "Levels of the sluice", "code_lines": ["print(level)", "stop()"], "code_languages": ["python|py", "rust"],
    "formulas": ["h=3", "h=4"], "headings": [["How it is read", 2], ["How it is read", 3], ["Prose", 0]],
    "links": [["Ink", "/ink"], ["Ink", "/paper"]], "table_rows": [["a", "b"]],
    "must": ["thirty years", "forty years"], "must_not": ["Subscribe"],
}  # fmt: skip


def test_what_is_there_is_found_and_what_is_not_is_missed() -> None:
    found = list(judge(EXPECTED, clean(PAGE, "https://sluice.example/levels")))
    assert [what for _, what, is_found in found if is_found] == [
        "print(level)", "python|py", "h=3", "How it is read", "Ink", "Levels of the sluice", "thirty years",
        "Subscribe",
    ]  # fmt: skip
    assert [what for _, what, is_found in found if not is_found] == [
        "stop()", "rust", "h=4", "How it is read", "Prose", "Ink", "a | b", "forty years",
    ]  # fmt: skip


def test_signs_of_markdown_are_no_text() -> None:
    assert plain("**a** [b](https://x.example/) \\#1 `c`") == "a b #1 c"
