"""Prompts to log in, and prose that begins so."""

from __future__ import annotations

import pytest

RULE = "rules.login"


@pytest.mark.parametrize(
    "line",
    ["Please or Register to create posts and topics.", "Please log in or register to reply",
     "You must be logged in to post a comment.",
     "Forgot your password?", "Passwort vergessen?", "Mot de passe oublié ?",
     "Bitte melden Sie sich an, um zu kommentieren", "忘记密码"],
)  # fmt: skip
def test_drops(in_text, line):
    assert in_text(RULE, head=[line]) == [line]


@pytest.mark.parametrize(
    "line",
    ["Register for the vote by May 2", "Please register your boat at the harbour office.",
     "You must be patient with the sea.",
     "Login screens annoy people"],
)  # fmt: skip
def test_spares(in_text, line):
    assert in_text(RULE, middle=[line]) == []
