"""Links to more pages, and figures that are not."""

from __future__ import annotations

import pytest

RULE = "rules.pager"


@pytest.mark.parametrize(
    "line", ["Next page", "« Older posts", "Page 2 of 5", "1 2 3 … 10 Next", "Nächste Seite", "Voir plus", "下一页"]
)
def test_drops(in_text, line):
    assert in_text(RULE, tail=[line]) == [line]


@pytest.mark.parametrize("line", ["Page 2 of the ledger is missing", "Next page of history", "12 of the 40 boats"])
def test_spares(in_text, line):
    assert in_text(RULE, middle=[line]) == []


def test_spares_headings_and_cells(in_html):
    assert in_html(RULE, middle="<h2>Next page</h2><table><tr><td>1 2 3</td></tr></table>") == []
