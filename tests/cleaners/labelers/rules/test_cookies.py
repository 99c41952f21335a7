"""Cookie notices, and pages about cookies."""

from __future__ import annotations

import pytest

RULE = "rules.cookies"
NOTICE = (
    "We use cookies to give you the best experience on our website. By continuing, you agree to our use of cookies."
)


@pytest.mark.parametrize(
    "line",
    [
        NOTICE,
        "Accept all cookies",
        "Cookie settings",
        "Alle akzeptieren",
        "Tout refuser",
        "Diese Website verwendet Cookies. Mit der Nutzung stimmen Sie zu.",
    ],
)
def test_drops(in_text, line):
    assert in_text(RULE, head=[line]) == [line]


def test_spares_articles_on_cookies(in_text):
    assert in_text(RULE, title="Why cookies follow you through the web", middle=[NOTICE]) == []


def test_spares_biscuits(in_text):
    assert in_text(RULE, middle=["The bakery sells cookies to the fishermen before dawn."]) == []
