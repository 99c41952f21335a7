"""Leaked style sheets and scripts, and pages that show code."""

from __future__ import annotations

import pytest

RULE = "rules.leaked_code"


@pytest.mark.parametrize(
    "line",
    [".td-icon{color:#fff;margin:0} .td-x{padding:2px}", "(adsbygoogle = window.adsbygoogle || []).push({});",
     "window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);}"],
)  # fmt: skip
def test_drops(in_text, line):
    assert in_text(RULE, middle=[line]) == [line]


def test_spares_pages_of_code(in_html, in_text):
    assert in_html(RULE, middle="<pre>x = 1</pre><p>.a{color:red}</p>") == []
    code = ["def wall(height):", "return stone[height];", "const a = f(x);", "if (a) { b(); }", ".a{color:red}"]
    assert in_text(RULE, middle=code) == []


def test_spares_prose_with_braces(in_text):
    assert in_text(RULE, middle=["The set {1, 2} has two members (and no more)."]) == []
