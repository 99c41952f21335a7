"""The measure of hard lines: what stays and goes is counted, in text and in HTML."""

from __future__ import annotations

import pytest

from bench.hard_lines import ORIGINS, judge, read_pages

PARAGRAPHS = [
    "The keeper of the sluice writes down the level twice a day, in ink, and has done so for thirty years, alone.",
    "Since last year a program reads it as well, and the two have never been apart by more than a finger.",
    "When it rises faster than a hand in an hour, he opens the gate and calls the mill below to lift its wheel.",
    "The ink is made in the village from galls and iron, and a bottle of it lasts him from one spring to the next.",
]


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("keep", [True, False])
def test_a_line_that_stays_is_right_where_it_must_stay(origin: str, keep: bool) -> None:
    line = "Nobody has ever asked him for the book."
    page = {"language": "en", "title": "Levels of the sluice", "line": [line], "keep": keep}
    judged = list(judge({**page, "before": PARAGRAPHS[:2], "after": PARAGRAPHS[2:]}, origin))
    assert [one.kind for one in judged] == ["must stay" if keep else "must go", *["paragraphs"] * 4]
    assert judged[0].stayed
    assert judged[0].is_right is keep
    assert all(one.is_right for one in judged[1:])


def test_the_pages_have_what_the_measure_needs() -> None:
    pages = read_pages()
    assert {page["keep"] for page in pages} == {True, False}
    assert all(page["line"] and page["before"] and page["after"] for page in pages)
