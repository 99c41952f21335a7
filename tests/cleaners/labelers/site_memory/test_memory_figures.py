"""The figures site memory must reach on made-up sites whose every line is known."""

from __future__ import annotations

import pytest

from tests.sitegen.figures import Tally, memory_of, tally
from tests.sitegen.sites import make_site
from tests.sitegen.templates import TEMPLATES


def _all(size: int, seed: int = 7) -> Tally:
    found = Tally()
    for template in TEMPLATES:
        pages = make_site(template, size, seed)
        found += tally(pages, memory_of(pages))
    return found


def test_the_templates_differ() -> None:
    assert len(TEMPLATES) >= 20
    assert len({(t.build, t.promo, t.place, t.language, t.cadence) for t in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize("size", [1, 2])
def test_one_or_two_pages_have_no_effect(size: int) -> None:
    found = _all(size)
    assert (found.promo_left, found.body_lost) == (found.promo, 0)


@pytest.mark.parametrize(("size", "most"), [(3, 0.50), (8, 0.10), pytest.param(25, 0.02, marks=pytest.mark.slow)])
def test_promo_lines_left(size: int, most: float) -> None:
    found = _all(size)
    assert found.promo_left <= most * found.promo, found.left[:5]
    assert found.long_lost == 0, found.lost[:5]
    assert found.body_lost <= 0.002 * found.body, found.lost[:5]


@pytest.mark.slow
def test_new_editions_of_known_promos_are_caught() -> None:
    found = Tally()
    for template in TEMPLATES:
        memory = memory_of(make_site(template, 25, 7))
        found += tally(make_site(template, 4, 8, later=True), memory)
    assert found.promo_left <= 0.2 * found.promo, found.left[:5]
    assert found.long_lost == 0, found.lost[:5]
