"""The foot of the page, and prose on rights and policies."""

from __future__ import annotations

import pytest

RULE = "rules.footer"


@pytest.mark.parametrize(
    "line",
    [
        "© 2025 The Quay. All rights reserved.",
        "Copyright 2019-2025 The Quay",
        "Privacy Policy",
        "Impressum",
        "Tous droits réservés",
        "Powered by WordPress",
    ],
)
def test_drops(in_text, line):
    assert in_text(RULE, tail=[line]) == [line]


def test_drops_runs_of_entries(in_text):
    run = ["About", "Contact", "Careers", "Press"]
    assert in_text(RULE, tail=run) == run


@pytest.mark.parametrize(
    "line",
    [
        "Copyright law of 1911 covers the drawings of the wall.",
        "Contact",
        "All rights reserved for the crown, the charter says.",
    ],
)
def test_spares_the_body(in_text, line):
    assert in_text(RULE, middle=[line]) == []
