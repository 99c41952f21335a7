"""Which lines count as the same, and which do not."""

from __future__ import annotations

import pytest

from cleaners.labelers.site_memory.normalised_line import NormalisedLine, likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sign up today!", "  sign   UP today"),
        ("- Join the club’s tour", "Join the club's tour"),
        ("Ｆｕｌｌ width", "Full width"),
    ],
)
def test_same_line(one: str, other: str) -> None:
    assert NormalisedLine.of(one).exact_key == NormalisedLine.of(other).exact_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Summer school 19 (Feb 9 – May 2, 2026)", "Summer school 20 (June 8 – Sept 5, 2027)"),
        ("Kurs ab 3. März", "Kurs ab 12. Oktober"),
        ("第4期は5月24日まで", "第12期は11月3日まで"),
    ],
)
def test_same_but_for_numbers_and_dates(one: str, other: str) -> None:
    assert NormalisedLine.of(one).exact_key != NormalisedLine.of(other).exact_key
    assert NormalisedLine.of(one).masked_key == NormalisedLine.of(other).masked_key


def test_numbers_count_in_a_line_of_one_word() -> None:
    assert NormalisedLine.of("Edition 19").masked_key != NormalisedLine.of("Edition 20").masked_key


def test_other_words_make_another_line() -> None:
    school, vote = (NormalisedLine.of(f"Register for the {name}") for name in ("spring school", "vote"))
    assert school.masked_key != vote.masked_key


def test_nearly_alike() -> None:
    one = NormalisedLine.of("Register for Tarnvale School edition 19: big discounts for early bird")
    other = NormalisedLine.of("Register for Tarnvale School edition 20, big discounts for all")
    assert likeness(one.shingles, other.shingles) >= 0.6
    assert likeness(one.shingles, NormalisedLine.of("The ferry left at dawn").shingles) == 0


def test_two_characters_make_a_word_where_words_have_no_spaces() -> None:
    assert NormalisedLine.of("毎月の講座です").size == 3
    assert NormalisedLine.of("one two three").size == 3
