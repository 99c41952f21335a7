"""Shared by the tests of labelers: an article's prose, and functions that apply one rule to a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from cleaners.labelers.rules import RULES
from cleaners.page import Decision, Page
from cleaners.reading import Reading
from cleaners.segment import segment_html, segment_text

PROSE = (
    "The harbour town has rebuilt its old sea wall after the storms of the last winter, and the "
    "council says that the work was done two months ahead of the plan and for less money than anybody "
    "had expected.",
    "Fishermen who had moved their boats to the river mouth are coming back one by one, while the "
    "owners of the small cafés along the quay have begun to paint their shutters and to wash the salt "
    "from their windows.",
    "Engineers measured the height of the waves for a whole year before a single stone was laid, and "
    "they found that the wall had to be one metre higher than the drawings of the previous century "
    "had foreseen.",
    "Whether the wall will hold in the next great storm remains to be seen, but the people of the "
    "town sleep better now and the school has opened its lower rooms to the children again.",
)
TITLE = "A harbour town rebuilds its old sea wall"

Ask = Callable[..., list[str]]


def _decide(page: Page, until: str) -> dict[int, Decision]:
    """The decisions by the rule for the title, which other rules need, and by one more rule."""
    decided: dict[int, Decision] = {}
    for labeler in RULES:
        if labeler.name in ("rules.title", until):
            for index, label in labeler.label(Reading(page), decided).items():
                decided.setdefault(
                    index,
                    Decision(
                        page.blocks[index], label.kept, labeler.name, label.reason, label.evidence, 1.0, label.role
                    ),
                )
    return decided


def _dropped(page: Page, rule: str) -> list[str]:
    decided = _decide(page, rule)
    return [decided[i].block.text for i in sorted(decided) if not decided[i].kept and decided[i].decided_by == rule]


@pytest.fixture
def in_text() -> Ask:
    """Apply a rule to flattened lines: those before, between and after an article's paragraphs."""

    def ask(
        rule: str, *, head: Sequence[str] = (), middle: Sequence[str] = (), tail: Sequence[str] = (), title: str = TITLE
    ) -> list[str]:
        lines = [*head, *([title] if title else []), *PROSE[:2], *middle, *PROSE[2:], *tail]
        return _dropped(segment_text("\n\n".join(lines)), rule)

    return ask


@pytest.fixture
def in_html() -> Ask:
    """Apply a rule to HTML before, between and after an article's paragraphs."""

    def ask(rule: str, *, head: str = "", middle: str = "", tail: str = "") -> list[str]:
        first, last = ("".join(f"<p>{text}</p>" for text in part) for part in (PROSE[:2], PROSE[2:]))
        body = f"{head}<h1>{TITLE}</h1>{first}{middle}{last}{tail}"
        source = f"<html><head><title>{TITLE} | The Quay</title></head><body>{body}</body></html>"
        return _dropped(segment_html(source), rule)

    return ask


@pytest.fixture
def of_lines() -> Ask:
    """Apply a rule to a whole flattened page, given line by line."""

    def ask(rule: str, lines: Sequence[str]) -> list[str]:
        return _dropped(segment_text("\n\n".join(lines)), rule)

    return ask


@pytest.fixture
def prose() -> tuple[str, ...]:
    """Four paragraphs of an article."""
    return PROSE


@pytest.fixture
def headline() -> str:
    """The title of the article."""
    return TITLE
