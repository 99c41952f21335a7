"""Counters, and the figures of a body."""

from __future__ import annotations

import pytest

RULE = "rules.counters"


@pytest.mark.parametrize(
    "line",
    [
        "1,204 views",
        "12 Shares",
        "3 comments",
        "4 min read",
        "Lesezeit: 3 Minuten",
        "Temps de lecture : 4 min",
        "5 мин чтения",
        "Views: 1.2K",
    ],
)
def test_drops(in_text, line):
    assert in_text(RULE, head=[line]) == [line]


def test_drops_bare_number_right_after_the_title(of_lines, prose, headline):
    assert of_lines(RULE, [headline, "482", *prose]) == ["482"]


def test_spares_scores_and_numbered_parts(in_text, in_html):
    assert in_text(RULE, middle=["3", "2", "12 goals", "4 : 2"]) == []
    assert in_html(RULE, middle="<table><tr><td>12 views</td></tr></table><h2>5 comments</h2>") == []


def test_spares_time_that_is_content(in_text):
    assert in_text(RULE, middle=["20 minutes"]) == []


@pytest.mark.parametrize(
    "line",
    [
        "3 November 2025 · 4 min read",
        "4 min read | 3 November 2025",
        "3. November 2025 • Lesezeit: 4 Minuten",
        "2 days ago · 12 comments",
    ],
)
def test_drops_row_of_date_and_numbers_below_the_title(of_lines, prose, headline, line):
    assert of_lines(RULE, [headline, line, *prose]) == [line]


@pytest.mark.parametrize("line", ["3 November 2025 · Elmford", "4 min read · The valley"])
def test_spares_row_with_other_words(of_lines, prose, headline, line):
    assert of_lines(RULE, [headline, line, *prose]) == []


def test_spares_row_of_date_and_numbers_in_the_body(in_text):
    assert in_text(RULE, middle=["3 November 2025 · 20 minutes"]) == []
