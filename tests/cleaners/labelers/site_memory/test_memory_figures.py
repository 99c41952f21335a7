"""The figures site memory must reach on made-up sites whose every line is known."""

from __future__ import annotations

import pytest

from tests.sitegen.figures import Tally, memory_of, tally
from tests.sitegen.sites import make_site
from tests.sitegen.templates import TEMPLATES


def _all(size: int, seed: int = 7) -> Tally:
    figures = Tally()
    for template in TEMPLATES:
        pages = make_site(template, size, seed)
        figures += tally(pages, memory_of(pages))
    return figures


def test_the_templates_differ() -> None:
    assert len(TEMPLATES) >= 20
    assert len({(t.build, t.promo, t.place, t.language, t.cadence) for t in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize("size", [1, 2])
def test_one_or_two_pages_have_no_effect(size: int) -> None:
    figures = _all(size)
    assert (figures.promo_left, figures.body_lost) == (figures.promo, 0)


@pytest.mark.parametrize(("size", "max_share"), [(3, 0.50), (8, 0.10), pytest.param(25, 0.02, marks=pytest.mark.slow)])
def test_promo_lines_left(size: int, max_share: float) -> None:
    figures = _all(size)
    assert figures.promo_left <= max_share * figures.promo, figures.left[:5]
    assert figures.long_lost == 0, figures.lost[:5]
    assert figures.body_lost <= 0.002 * figures.body, figures.lost[:5]


@pytest.mark.slow
def test_new_editions_of_known_promos_are_caught() -> None:
    figures = Tally()
    for template in TEMPLATES:
        memory = memory_of(make_site(template, 25, 7))
        figures += tally(make_site(template, 4, 8, later=True), memory)
    assert figures.promo_left <= 0.2 * figures.promo, figures.left[:5]
    assert figures.long_lost == 0, figures.lost[:5]
