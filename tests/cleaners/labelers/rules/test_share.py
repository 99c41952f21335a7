"""Share bars, and sentences on sharing."""

from __future__ import annotations

import pytest

RULE = "rules.share"


@pytest.mark.parametrize(
    "line",
    [
        "Share this post",
        "Share on Facebook",
        "Artikel teilen",
        "Partager cet article",
        "Поделиться с друзьями",
        "この記事をシェア",
        "Follow us on Twitter",
    ],
)
def test_drops_calls(in_text, line):
    assert in_text(RULE, middle=[line]) == [line]


def test_drops_bars(in_text, in_html):
    bar = ["Facebook", "Twitter", "WhatsApp"]
    assert in_text(RULE, tail=bar) == bar
    assert in_html(RULE, tail="<ul><li>Facebook</li><li>LinkedIn</li></ul>") == ["Facebook", "LinkedIn"]


@pytest.mark.parametrize(
    "line", ["Share this soup with the people you love.", "Facebook", "Share this recipe book with friends"]
)
def test_spares(in_text, line):
    assert in_text(RULE, middle=[line]) == []


def test_spares_headings_named_after_networks(in_html):
    prose = "<p>The site keeps what people write for ten years, and says so in a text that few read.</p>"
    assert in_html(RULE, middle=f"<h2>Facebook</h2>{prose}<h2>Twitter</h2>{prose}") == []
