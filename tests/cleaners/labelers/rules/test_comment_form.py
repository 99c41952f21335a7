"""The comment form, and titles and prose that begin like it."""

from __future__ import annotations

import pytest

RULE = "rules.comment_form"


@pytest.mark.parametrize(
    "line",
    ["Leave a Comment", "Your email address will not be published. Required fields are marked *",
     "Schreibe einen Kommentar",
     "Laisser un commentaire", "Deja una respuesta", "Lascia un commento", "Оставить комментарий",
     "Yorum yap", "コメントを残す",
     "Save my name, email, and website in this browser for the next time I comment."],
)  # fmt: skip
def test_drops(in_text, line):
    assert in_text(RULE, tail=[line]) == [line]


def test_drops_fields_only_beside_the_form(in_text):
    assert in_text(RULE, tail=["Leave a Reply", "Name", "Email"]) == ["Leave a Reply", "Name", "Email"]
    assert in_text(RULE, middle=["Name"]) == []


@pytest.mark.parametrize(
    "line", ["Leave a comment box on every page and nobody writes", "Your email address is your passport"]
)
def test_spares(in_text, line):
    assert in_text(RULE, middle=[line]) == []
