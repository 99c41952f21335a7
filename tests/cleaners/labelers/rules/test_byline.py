"""By-lines and dates near the title, and those that are part of the body."""

from __future__ import annotations

import pytest

RULE = "rules.byline"
DATES = [
    "May 2, 2025", "2 May 2025", "2. Mai 2025", "02.05.2025", "2025-05-02", "2 mai 2025",
    "2 de mayo de 2025", "2 мая 2025",
    "2025年5月2日", "Published on May 2, 2025", "Updated: 2 May 2025, 14:05", "Stand: 02.05.2025, 10:30 Uhr",
    "Fri, May 2, 2025 at 9:15 AM",
    "3 hours ago", "vor 3 Stunden",
]  # fmt: skip


@pytest.mark.parametrize("line", DATES)
def test_drops_dates_before_the_body(of_lines, line, prose, headline):
    assert of_lines(RULE, [headline, line, *prose]) == [line]


@pytest.mark.parametrize(
    "line",
    ["By Ann Lee", "By Ann Lee and Tom O’Hara", "Von Max Müller", "Written by Ann Lee", "By Ann Lee, May 2, 2025"],
)
def test_drops_bylines(of_lines, line, prose, headline):
    assert of_lines(RULE, [headline, line, *prose]) == [line]


def test_drops_label_and_date_on_lines_of_their_own(of_lines, prose, headline):
    assert of_lines(RULE, [headline, "Published", "May 2, 2025", *prose]) == ["Published", "May 2, 2025"]


@pytest.mark.parametrize("line", ["Posted by hand on the doors of the town", "By the sea", "By then it was too late"])
def test_spares_lines_that_begin_so(of_lines, line, prose, headline):
    assert of_lines(RULE, [headline, line, *prose]) == []


def test_spares_dates_between_paragraphs(in_text):
    assert in_text(RULE, middle=["x"] * 14 + ["May 2, 2025"]) == []


def test_spares_tables(in_html):
    assert in_html(RULE, head="<table><tr><td>May 2, 2025</td></tr></table>") == []


def test_spares_the_dates_of_a_diary(of_lines, prose, headline):
    days = ["3 May 1916", "4 May 1916", "5 May 1916"]
    diary = [line for day, text in zip(days, prose, strict=False) for line in (day, text)]
    assert of_lines(RULE, [headline, *diary]) == []
    assert of_lines(RULE, [headline, "2 May 2025", "By Ann Lee", *diary]) == ["2 May 2025", "By Ann Lee"]


@pytest.mark.parametrize(
    "line",
    [
        "This article is more than 2 years old", "Cet article date de plus d'un an",
        "Dieser Artikel ist älter als ein Jahr",
        "Цій статті понад 3 роки", "この記事は公開から1年以上経過しています",
    ],
)  # fmt: skip
def test_drops_notices_of_the_page_s_age(of_lines, line, prose, headline):
    assert of_lines(RULE, [headline, line, *prose]) == [line]


def test_spares_what_an_article_says_of_itself(of_lines, in_text, prose, headline):
    assert of_lines(RULE, [headline, "This article is a study of old walls", *prose]) == []
    assert in_text(RULE, middle=["x"] * 14 + ["This story is more than 200 years old"]) == []
