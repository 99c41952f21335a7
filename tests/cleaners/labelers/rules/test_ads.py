"""Ad labels as whole lines, and lines that begin with one."""

from __future__ import annotations

import pytest

RULE = "rules.ads"


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT",
        "Publicité",
        "Anzeige",
        "Реклама",
        "广告",
        "Article continues below advertisement",
    ],
)
def test_drops(in_text, line):
    assert in_text(RULE, middle=[line]) == [line]


@pytest.mark.parametrize("line", ["Advertisement, 1911: “Stones for sale”", "Anzeige gegen Unbekannt"])
def test_spares(in_text, line):
    assert in_text(RULE, middle=[line]) == []


def test_spares_cells(in_html):
    assert in_html(RULE, middle="<table><tr><td>Advertising</td><td>12</td></tr></table>") == []
