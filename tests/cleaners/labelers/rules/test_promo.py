"""Promo runs in the body are dropped on the evidence of the page; appeals, lists and articles on the offer are not."""

from __future__ import annotations

import pytest

from cleaners import clean

RULE = "rules.promo"
RUN = [
    "Register for Quaystone Sailing School edition 7 (Mar 3 – Jun 1, 2026): big discounts for early bird",
    "Quaystone Night Navigation Masterclass opens registrations.",
    "Join Quaystone Harbour Club and own a share of great boats.",
    "Register for Quaystone Radio Lab (next edition begins Jan 24 2026).",
]


@pytest.mark.parametrize("lines", [RUN, RUN[:2] + RUN[3:], [RUN[0], RUN[3]], [RUN[0], RUN[2]]])
def test_drops_runs_between_paragraphs(in_text, lines):
    assert in_text(RULE, middle=lines) == lines


def test_heading_before_the_run_stays(in_text):
    assert in_text(RULE, middle=["A Wall of Honour and Stone", *RUN]) == RUN


def test_drops_in_html(in_html):
    assert in_html(RULE, middle="<h2>Stone by stone</h2>" + "".join(f"<p>{line}</p>" for line in RUN)) == RUN


def test_drops_in_another_language(in_text):
    lines = [
        "Jetzt Kurs sichern: 20 % Rabatt für Frühbucher",
        "Melden Sie sich zum Webinar der Segelschule an: kostenlos",
    ]
    assert in_text(RULE, middle=lines) == lines


def test_brand_is_no_evidence_when_the_title_holds_it(in_text):
    assert in_text(RULE, title="Quaystone buys the old harbour school", middle=RUN) == []


def test_spares_article_on_the_course(in_text):
    assert in_text(RULE, title="Sailing masterclass opens in the harbour", middle=RUN) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["Register for the vote by May 2"],
        ["Register for the vote by May 2.", "Apply for a postal ballot by May 10."],
        ["“Join us,” the mayor said.", "“Buy a ticket for 20 euros,” she added."],
        ["Join the two ropes.", "Start with the left hand.", "Get a friend to hold the end."],
        ["Storms came early that year.", "Nobody slept."],
    ],
)
def test_spares_appeals_speech_steps_and_short_paragraphs(in_text, lines):
    assert in_text(RULE, middle=lines) == []


def test_spares_shops(of_lines, prose, headline):
    offers = [f"Get {percent} % off your order of ropes today" for percent in range(5, 60, 5)]
    assert of_lines(RULE, [headline, *prose[:2], *offers, *prose[2:]]) == []


def test_site_s_own_promos_go_from_an_article_on_a_course(prose):
    title = "The sailing course that fills in a day"
    paragraphs = "".join(f"<p>{text}</p>" for text in (*prose[:2], *RUN, *prose[2:]))
    for site, promos in (("Quaystone Post", RUN), ("The Gull", [])):
        head = f'<title>{title}</title><meta property="og:site_name" content="{site}">'
        page = clean(f"<html><head>{head}</head><body><h1>{title}</h1>{paragraphs}</body></html>")
        assert [d.block.text for d in page.removed if d.decided_by == RULE] == promos
