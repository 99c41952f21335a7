"""Date boxes and calendars, and the dates and figures of a body."""

from __future__ import annotations

import pytest

RULE = "rules.date_box"


@pytest.mark.parametrize(
    "box", [["DD", "MM", "YYYY"], ["TT", "MM", "JJJJ"], ["JJ", "MM", "AAAA"], ["DD", "/", "MM", "/", "YYYY"]]
)
def test_drops_empty_boxes_anywhere(in_text, box):
    assert in_text(RULE, head=box) == box


@pytest.mark.parametrize("box", [["01", "06", "2025"], ["6", "January", "2025"], ["Mai", "2", "2024"]])
def test_drops_filled_boxes_outside_the_body(in_text, box):
    assert in_text(RULE, head=["Home", *box, "Menu"]) == box


def test_drops_calendar(in_text):
    days = [str(day) for day in range(1, 31)]
    week = ["M", "T", "W", "T", "F", "S", "S"]
    assert in_text(RULE, tail=["June 2025", *week, *days]) == [*week, *days]


def test_spares_timeline_in_the_body(in_text):
    assert in_text(RULE, middle=["01", "06", "2025"]) == []


def test_spares_tables(in_html):
    assert in_html(RULE, head="<table><tr><td>01</td><td>06</td><td>2025</td></tr></table>") == []


def test_spares_a_lone_mask_and_impossible_dates(in_text):
    assert in_text(RULE, head=["MM"]) == []
    assert in_text(RULE, head=["Home", "45", "61", "2025"]) == []


def test_spares_countdown_of_numbers(in_text):
    assert in_text(RULE, middle=[str(number) for number in range(1, 26)]) == []
