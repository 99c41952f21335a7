"""What counts as the same passage, and what does not."""

from __future__ import annotations

import pytest

from cleaners.labelers.site_memory.passage import Passage, likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sign up today!", "  sign   UP today"),
        ("- Join the club’s tour", "Join the club's tour"),
        ("Ｆｕｌｌ width", "Full width"),
    ],
)
def test_same_passage(one: str, other: str) -> None:
    assert Passage.of(one).exact_key == Passage.of(other).exact_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Summer school 19 (Feb 9 – May 2, 2026)", "Summer school 20 (June 8 – Sept 5, 2027)"),
        ("Kurs ab 3. März", "Kurs ab 12. Oktober"),
        ("第4期は5月24日まで", "第12期は11月3日まで"),
    ],
)
def test_same_but_for_numbers_and_dates(one: str, other: str) -> None:
    assert Passage.of(one).exact_key != Passage.of(other).exact_key
    assert Passage.of(one).masked_key == Passage.of(other).masked_key


def test_numbers_count_where_hardly_a_word_is_left() -> None:
    assert Passage.of("Edition 19").masked_key != Passage.of("Edition 20").masked_key


def test_other_words_are_another_passage() -> None:
    assert Passage.of("Register for the spring school").masked_key != Passage.of("Register for the vote").masked_key


def test_nearly_alike() -> None:
    one = Passage.of("Register for Tarnvale School edition 19: big discounts for early bird")
    other = Passage.of("Register for Tarnvale School edition 20, big discounts for all")
    assert likeness(one.shingles, other.shingles) >= 0.6
    assert likeness(one.shingles, Passage.of("The ferry left at dawn").shingles) == 0


def test_two_characters_make_a_word_where_words_have_no_spaces() -> None:
    assert Passage.of("毎月の講座です").size == 3
    assert Passage.of("one two three").size == 3
