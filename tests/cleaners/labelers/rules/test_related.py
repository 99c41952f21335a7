"""Related articles, and prose and headings that begin so."""

from __future__ import annotations

import pytest

RULE = "rules.related"


@pytest.mark.parametrize(
    "line", ["Related articles", "You may also like", "Lesen Sie auch", "À lire aussi", "Читайте также", "関連記事"]
)
def test_drops_labels(in_text, line):
    assert in_text(RULE, tail=[line]) == [line]


def test_drops_the_list_below_the_body(in_text):
    block = ["Related posts", "The lighthouse gets a new lamp", "Ten walks along the coast"]
    assert in_text(RULE, tail=block) == block


def test_drops_line_that_names_another_article(in_text, in_html):
    line = "Read also: The lighthouse gets a new lamp"
    assert in_text(RULE, middle=[line]) == [line]
    assert in_html(RULE, middle=f'<p><a href="/x">{line}</a></p>') == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Related work on sea walls began in the last century.",
        "See also: the letters of the harbour master, kept in the town hall.",
    ],
)
def test_spares_prose(in_text, line):
    assert in_text(RULE, middle=[line]) == []


def test_spares_a_section_of_a_reference(in_html):
    see_also = '<h2 id="see">See also</h2><ul><li><a href="/gate">Gates</a></li></ul>'
    sections = '<h2 id="use">Use</h2><p>Short.</p><h2 id="errors">Errors</h2><p>None.</p>'
    assert in_html(RULE, tail=sections + see_also) == []
    assert in_html(RULE, tail=see_also) == ["See also", "Gates"]


def test_spares_a_callout(in_html):
    callout = '<div class="admonition seealso"><p class="admonition-title">See also</p><p>The page on gates.</p></div>'
    assert in_html(RULE, middle=callout) == []


def test_spares_heading_over_prose(in_html):
    assert in_html(RULE, middle="<h2>Further reading</h2>") == []


def test_spares_line_without_link_in_html(in_html):
    assert in_html(RULE, middle="<p>Read also: the inscription on the stone</p>") == []


@pytest.mark.parametrize(
    ("label", "headline"),
    [
        ("Read more", "The lighthouse gets a new lamp"),
        ("Lees ook:", "Waarom staat de klok van Oosterdam stil?"),
        ("Читайте также", "Паром через залив снова ходит по расписанию"),
        ("İlginizi çekebilir", "Fesleğen neden sararır?"),
    ],
)
def test_drops_a_headline_under_its_label_in_the_body(in_text, label, headline):
    assert in_text(RULE, middle=[label, headline]) == [label, headline]


@pytest.mark.parametrize("line", ["The lamp was lit on Sunday.", "What is left", "Every night since 1841:"])
def test_spares_paragraphs_and_short_headings_under_a_label(in_text, line):
    assert in_text(RULE, middle=["Read more", line]) == ["Read more"]


def test_spares_the_heading_under_a_headline(in_text):
    headline = "The lighthouse of Kell gets a new lamp"
    assert in_text(RULE, middle=["Read more", headline, "What is left"]) == ["Read more", headline]
