"""Tags, and lists that are the body's."""

from __future__ import annotations

import pytest

RULE = "rules.tags"


@pytest.mark.parametrize(
    "line", ["Tags: harbour, storm, wall", "Filed under: Coast", "Schlagwörter: Hafen, Sturm", "#harbour #storm"]
)
def test_drops(in_text, line):
    assert in_text(RULE, tail=[line]) == [line]


def test_drops_label_with_its_list(in_text):
    assert in_text(RULE, tail=["Tags", "harbour", "storm"]) == ["Tags", "harbour", "storm"]


@pytest.mark.parametrize("line", ["Tags: harbour, storm, wall", "Labels"])
def test_spares_the_body(in_text, line):
    assert in_text(RULE, middle=[line]) == []


def test_spares_sentences(in_text):
    assert in_text(RULE, tail=["Posted in the square, the plan found many readers."]) == []
