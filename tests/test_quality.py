"""The floors only rise; and the shipped model stands on them, where the labelled pages are."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.quality import FLOORS, Floors, floor_pages, measure, pinned, table
from training.data import digest_of

REACHED = {"wcxb-dev all": 0.9312, "flattened blank": 0.8876}


def test_a_first_floor_is_a_little_under_what_was_reached() -> None:
    floors = pinned("a", REACHED, None, lower=False)
    assert floors.figures == {"wcxb-dev all": 0.930, "flattened blank": 0.886}
    assert floors.broken_by(REACHED) == []


def test_pinning_raises_and_never_lowers() -> None:
    before = Floors("a", {"wcxb-dev all": 0.920, "flattened blank": 0.950})
    floors = pinned("a", REACHED, before, lower=False)
    assert floors.figures == {"wcxb-dev all": 0.930, "flattened blank": 0.950}
    assert floors.broken_by(REACHED) == ["flattened blank"]


def test_lowering_has_to_be_asked_for() -> None:
    before = Floors("a", {"wcxb-dev all": 0.95, "flattened blank": 0.95})
    assert before.broken_by(REACHED) == list(REACHED)
    assert pinned("a", REACHED, before, lower=True).broken_by(REACHED) == []


def test_floors_of_other_pages_are_not_compared() -> None:
    with pytest.raises(ValueError, match="other pages"):
        pinned("b", REACHED, Floors("a", REACHED), lower=False)
    assert pinned("b", REACHED, Floors("a", REACHED), lower=True).digest == "b"


def test_a_figure_that_is_no_longer_measured_breaks_its_floor() -> None:
    assert Floors("a", {"gone": 0.5}).broken_by(REACHED) == ["gone"]
    assert pinned("a", REACHED, Floors("a", {"gone": 0.5}), lower=False).figures["gone"] == 0.5


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    floors = pinned("a", REACHED, None, lower=False)
    floors.save(tmp_path / "floors.json")
    assert Floors.load(tmp_path / "floors.json") == floors


def test_a_broken_floor_is_marked_in_the_table() -> None:
    shown = table({"x": 0.5, "y": 0.5}, Floors("a", {"x": 0.6, "y": 0.4})).splitlines()
    assert [line.endswith("BROKEN") for line in shown] == [False, True, False]


@pytest.mark.slow
@pytest.mark.shared("bench/wcxb-dev")
def test_no_floor_is_broken() -> None:
    pages = floor_pages()
    floors = Floors.load(FLOORS)
    assert digest_of(pages) == floors.digest, (
        "the labelled pages are not those of the floors: python -m bench.quality --lower pins them anew"
    )
    reached = measure(pages)
    assert floors.broken_by(reached) == [], table(reached, floors)
