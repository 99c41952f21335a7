"""The part of CSS that site rules may use."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from cleaners.segment import segment
from cleaners.selectors import parse, parse_list, select

PAGE = """<body><div id="top" class="wide head"><p>one</p></div>
<main class="story"><section><p class="lead">two</p><div data-role="promo box"><p>three</p></div></section>
<ul class="x:y"><li>four</li><li class="last">five</li></ul></main></body>"""


def texts(selector: str) -> list[str]:
    page = segment(PAGE)
    hits = select(parse_list(selector), page.elements)
    return [b.text for b in page.blocks if hits[b.element]]


@pytest.mark.parametrize(
    "selector",
    [
        "p", "*", ".lead", "p.lead", "#top p", "div#top.wide > p", "main p", "main > p", "main > section > p",
        "section div p", "[data-role] p", "[data-role~=promo] > p", '[data-role="promo box"] p',
        "[data-role^='pro'] p", "[data-role$=box] p", "[data-role*=mo] p", "li.last, .lead", "ul.x\\:y > li",
        "body li", ".none", "div > div p", "main.story section > div > p",
        "p:not(.lead)", "li:not([class]), div > p",
    ],
)  # fmt: skip
def test_selectors_match_as_in_a_browser(selector: str) -> None:
    leaves = ("p", "li")
    expected = [n.text() for n in LexborHTMLParser(PAGE).css(selector) if n.tag in leaves]
    assert texts(selector) == expected


@pytest.mark.parametrize(
    "selector",
    [
        "", "p >", "p:hover", "a, ", "[x", "p + p", "..x", "> p", "a > > b", ".a*", "a:link", ":root p", "[x=y i]",
        "p:not(:hover)", "p:not(a b)", "p::before",
    ],
)  # fmt: skip
def test_unknown_selectors_are_refused(selector: str) -> None:
    with pytest.raises(ValueError, match=r"selector|understood"):
        parse_list(selector)


def test_a_class_may_begin_with_a_digit_in_site_rules() -> None:
    assert [compound.classes for compound in parse_list(".2col")[0].chain] == [("2col",)]
    assert parse(".2col") is None
