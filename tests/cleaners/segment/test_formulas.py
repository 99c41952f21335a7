"""Formulas, in what programs and authors write: TeX between dollar signs, once; and what is no formula stays text."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from cleaners.page import Block, Decision
from cleaners.render import to_markdown, to_text
from cleaners.segment import segment_html, segment_text
from cleaners.segment.mathml import to_tex
from cleaners.segment.tex import is_surely_tex

_CASE = re.compile(r"^==== (\w+)\n(.*?)\n----\n(.*?)\n(?===)", re.M | re.S)
CASES = _CASE.findall((Path(__file__).parent / "formulas.txt").read_text("utf-8"))
FORMS = [(source, expected) for kind, source, expected in CASES if kind == "formula"]
MATHML = [(source, expected) for kind, source, expected in CASES if kind == "mathml"]


def markdown(source: str, head: str = "") -> str:
    page = segment_html(f"<html><head>{head}</head><body>{source}</body></html>", "https://a.example/")
    return to_markdown(page, [Decision(block, not block.hidden, "test", "") for block in page.blocks])


def display(tex: str) -> str:
    return f"$$\n{tex}\n$$"


@pytest.mark.parametrize(("source", "expected"), FORMS)
def test_a_formula_is_tex_between_dollar_signs(source: str, expected: str) -> None:
    assert markdown(source) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $6.",
        "From $5-$10 to US$20/month, A$3 or 4$.",
        "In $HOME/$USER, $PATH and ${x}_y$.",
        "the $5_000 or $6_000 flat",
        "$100 million (of the $300 million) in 2026",
        "Type \\(escaped\\) brackets and \\[these\\] ones too in a regex",
        "a $ b $ c",
        "$$$ and $$",
        "$10K+ and $20K+ a year",
        "she paid $4,000, he got $5,000",
        "echo $a, $b",
        "Cash$ and Ca$h",
        "the field $qty_dummy$ and $$total_price$$",
        'find . \\( -name "*.test.ts" -o -name "*.x" \\) -print',
    ],
)
def test_prices_and_variables_are_no_formulas(text: str) -> None:
    page = segment_html(f"<body><p>{text}</p></body>")
    assert [(block.text, block.marks) for block in page.blocks] == [(text, ())]


def test_a_page_that_loads_a_program_for_formulas_has_short_ones() -> None:
    source = "<p>Let $n$ be even and $f(x)$ odd; it costs $5 and $6, of $12 in all.</p>"
    head = "<script src='https://cdn.example/mathjax/tex.js'></script>"
    assert markdown(source, head) == "Let $n$ be even and $f(x)$ odd; it costs &#36;5 and &#36;6, of &#36;12 in all."
    tex = "<p>Its rate is $\\frac{1}{n}$.</p>"
    assert markdown(source + tex).startswith("Let $n$ be even and $f(x)$ odd; it costs &#36;5")
    assert "$n$" not in markdown(source).replace("&#36;", "#")


def test_flattened_text_has_the_formulas_that_are_written_in_it() -> None:
    page = segment_text("So \\(a^2\\) and $x_i$ for $5 and $6.\n- of $b_1$\n")
    written = to_markdown(page, [Decision(block, True, "test", "") for block in page.blocks])
    assert written == "So $a^2$ and $x_i$ for &#36;5 and &#36;6.\n\n- of $b_1$"
    assert page.blocks[0].text == "So \\(a^2\\) and $x_i$ for $5 and $6."


def test_code_has_no_formulas() -> None:
    assert markdown("<p>Use <code>$a_1$</code></p><pre>\\(a^2\\)</pre>") == "Use `$a_1$`\n\n```\n\\(a^2\\)\n```"


def test_marks_stay_where_they_were() -> None:
    source = "<p>a <b>bold</b> \\(x^2\\) <i>it</i> \\[y^2\\] <a href='/z'>end</a> <b>z</b></p>"
    assert markdown(source) == "a **bold** $x^2$ *it*\n\n" + display("y^2") + "\n\n[end](https://a.example/z) **z**"


def test_plain_text_has_tex_and_readable_scripts() -> None:
    page = segment_html("<body><p>so \\(\\alpha^2 \\le \\frac{a}{b}\\), 10<sup>6</sup> and x<sub>i+1</sub></p></body>")
    assert (
        to_text(page, [Decision(block, True, "test", "") for block in page.blocks])
        == "so α^2 ≤ \\frac{a}{b}, 10⁶ and xᵢ₊₁"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("3 × 10<sup>6</sup> m<sup>3</sup>", "3 × 10⁶ m³"),
        ("10<sup>−3</sup>", "10⁻³"),
        ("H<sub>2</sub>O", "H₂O"),
        ("<sup>14</sup>C", "¹⁴C"),
        ("x<sup>n</sup>", "xⁿ"),
        ("A<sup>T</sup>", "A^T"),
        ("e<sup>ix</sup>", "e^(ix)"),
        ("x<sup>n+1</sup>", "xⁿ⁺¹"),
        ("2<sup>n k</sup>", "2^(n k)"),
        ("V<sub>max</sub>", "V\\_max"),
        ("x<sub>i</sub>", "xᵢ"),
        ("the 1<sup>st</sup>, 2<sup>nd</sup>", "the 1st, 2nd"),
        ("XX<sup>e</sup> siècle", "XXe siècle"),
        ("M<sup>lle</sup>", "Mlle"),
        ("Brand<sup>®</sup>", "Brand®"),
        ("a Orrell<sup>1,2</sup>", "a Orrell¹,²"),
        ("Registry<sup>New</sup>", "RegistryNew"),
        ("$459<sup>.99</sup>", "$459.99"),
        ("Ultra<sup>Ω,θ</sup>", "UltraΩ,θ"),
        ("15<sup>°</sup>", "15°"),
        ("said<sup>[1]</sup>", "said\\[1\\]"),
        ("note<sup>12</sup>", "note¹²"),
        ("<sup>small print that nobody reads</sup>", "small print that nobody reads"),
        ("a<sup> 2 </sup>b", "a ² b"),
        ("2<sup>xy</sup>3<sup>xy</sup>", "2^(xy)3&#94;(xy)"),
        ("x<sup>a<sub>i</sub></sup>", "x^(ai)"),
        ("10<sup><b>6</b></sup>", "10**⁶**"),
        ("10<span style='vertical-align: super'>6</span>", "10⁶"),
    ],
)
def test_scripts_are_readable(source: str, expected: str) -> None:
    assert markdown(f"<p>{source}</p>") == expected


@pytest.mark.parametrize(("mathml", "tex"), MATHML)
def test_mathml_becomes_tex(mathml: str, tex: str) -> None:
    assert to_tex(LexborHTMLParser(f"<math>{mathml}</math>").css_first("math")) == tex


@pytest.mark.parametrize(
    ("text", "answer"), [("a^2", True), ("\\frac{a}{b}", True), ("5 and 6", False), ("x_i of the", False)]
)
def test_sentences_are_no_tex(text: str, answer: bool) -> None:
    assert is_surely_tex(text) is answer


def test_hidden_formulas_stay_hidden() -> None:
    source = '<p>a <span hidden><math><mi>x</mi></math></span> b <img class="latex" alt="x^2" style="display:none">'
    hidden: list[Block] = [block for block in segment_html(f"<body>{source}</body>").blocks if block.hidden]
    assert markdown(source) == "a b"
    assert [block.text for block in hidden] == ["x"]


@pytest.mark.parametrize(
    "unit",
    [
        '<span class="katex">',
        "<math><mrow>",
        "<math><mfrac>",
        "<math><mover>",
        '<span class="MathJax">',
        "\\(",
        "\\(a\\)",
        "$a^",
        "$$",
        "\\[x ",
        '<span data-latex="a^2">',
        "<mjx-container>",
        "\\begin{align}",
        "\\begin{align}a\\end{align}",
        "<sup>1",
        "<sup>a</sup><code>b</code>",
        '<img class="latex" alt="{{{{">',
        '<p class="math">$',
        "$x$ \\[y^2\\] <b>c</b> ",
        '<span class="MathJax_Preview"></span>',
        "<math><msub><mtable><mtr><mtd>",
        "$a$ is it ",
        "<g data-mml-node='mi'>",
        '<tr class="ltx_eqn_row"><td><math alttext="a">',
    ],
)
def test_hostile_pages_take_linear_time(unit: str) -> None:
    start = time.process_time()
    markdown("<p>" + unit * 4_000, "<script src=mathjax></script>")
    assert time.process_time() - start < 3
