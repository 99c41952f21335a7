"""A heading above the text that is the page's title has that role; any other heading is part of the body."""

from __future__ import annotations

import pytest

from cleaners import Decision, Kind
from cleaners.decide import with_title
from cleaners.page import Block


def decisions(*blocks: tuple[Kind, str, bool]) -> list[Decision]:
    made = [Block(index, text, kind, (0, len(text))) for index, (kind, text, _) in enumerate(blocks)]
    return [Decision(block, kept, "model", "") for block, (*_, kept) in zip(made, blocks, strict=True)]


@pytest.mark.parametrize(
    ("blocks", "roles"),
    [
        ([(Kind.HEADING, "Two owls", True), (Kind.PARAGRAPH, "x", True)], ["title", "body"]),
        ([(Kind.HEADING, "Owls", True), (Kind.HEADING, "two  OWLS", True)], ["body", "title"]),
        ([(Kind.PARAGRAPH, "x", True), (Kind.HEADING, "Two owls", True)], ["body", "body"]),
        ([(Kind.HEADING, "Two owls", False), (Kind.PARAGRAPH, "x", True)], ["body", "body"]),
    ],
)
def test_only_a_kept_heading_above_the_text_becomes_the_title(
    blocks: list[tuple[Kind, str, bool]], roles: list[str]
) -> None:
    assert [decision.role for decision in with_title(decisions(*blocks), "Two owls")] == roles
