"""Calls to subscribe and to support, and articles on newsletters."""

from __future__ import annotations

import pytest

RULE = "rules.newsletter"


@pytest.mark.parametrize(
    "line",
    ["Subscribe to our newsletter", "Sign up for our weekly newsletter and never miss a tide",
     "Get the latest posts in your inbox",
     "Newsletter abonnieren", "Abonnez-vous à notre newsletter", "Suscríbete a nuestro boletín",
     "Подпишитесь на рассылку", "メルマガ登録"],
)  # fmt: skip
def test_drops(in_text, line):
    assert in_text(RULE, middle=[line]) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Stay in the harbour at night.",
        "Support for the wall came from all parties.",
        "The newsletter of the parish printed the plan in full.",
    ],
)
def test_spares(in_text, line):
    assert in_text(RULE, middle=[line]) == []


def test_spares_articles_on_newsletters(in_text):
    assert (
        in_text(RULE, title="How a harbour newsletter found its readers", middle=["Subscribe to our newsletter"]) == []
    )
