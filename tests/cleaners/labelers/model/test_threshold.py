"""The choice of blocks: the best expected F1, and a floor that rises where the page is clear."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.labelers.model.threshold import (
    MAX_FLOOR,
    MAX_FLOOR_F1,
    MIN_FLOOR,
    MIN_FLOOR_F1,
    MIN_FLOOR_ON_TEXT,
    choose_blocks,
    probability_floor,
)

BLOCKS = st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(1, 200)), min_size=1, max_size=9)


def expected_f1(probability: np.ndarray, words: np.ndarray, chosen: np.ndarray) -> float:
    """The F1 to expect of keeping some blocks, from its definition."""
    hit = float((probability * words)[chosen].sum())
    return 2 * hit / float(words[chosen].sum() + (probability * words).sum())


@settings(deadline=None, max_examples=60)
@given(BLOCKS)
def test_no_other_choice_of_blocks_has_a_larger_expected_f1(blocks: list[tuple[float, int]]) -> None:
    probability, words = (np.array(column, np.float64) for column in zip(*blocks, strict=True))
    _, expected = choose_blocks(probability, words)
    every = itertools.product([False, True], repeat=len(probability))
    best = max(expected_f1(probability, words, np.array(choice)) for choice in every if any(choice))
    assert expected == pytest.approx(best)


@settings(deadline=None, max_examples=60)
@given(BLOCKS)
def test_what_is_kept_is_likelier_than_what_is_not_and_above_the_floor(blocks: list[tuple[float, int]]) -> None:
    probability, words = (np.array(column, np.float64) for column in zip(*blocks, strict=True))
    chosen, expected = choose_blocks(probability, words)
    assert (probability[chosen] >= probability_floor(expected)).all()
    if chosen.any() and not chosen.all():
        assert probability[chosen].min() >= probability[~chosen].max()


@settings(deadline=None, max_examples=60)
@given(st.floats(0, 1), st.floats(0, 1))
def test_the_floor_rises_with_what_is_expected_and_stays_within_bounds(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert MIN_FLOOR <= probability_floor(low) <= probability_floor(high) <= MAX_FLOOR
    assert probability_floor(MIN_FLOOR_F1) == MIN_FLOOR
    assert probability_floor(MAX_FLOOR_F1) == pytest.approx(MAX_FLOOR)
    assert MIN_FLOOR_ON_TEXT <= probability_floor(low, MIN_FLOOR_ON_TEXT) <= probability_floor(low)
    assert probability_floor(MAX_FLOOR_F1, MIN_FLOOR_ON_TEXT) == pytest.approx(MAX_FLOOR)


def test_a_doubtful_page_keeps_what_a_clear_one_drops() -> None:
    clear, _ = choose_blocks(np.array([0.99, 0.99, 0.45]), np.array([500.0, 400.0, 30.0]))
    doubtful, _ = choose_blocks(np.array([0.55, 0.5, 0.45]), np.array([50.0, 40.0, 30.0]))
    assert clear.tolist() == [True, True, False]
    assert doubtful.tolist() == [True, True, True]


@pytest.mark.parametrize("words", [[], [0.0, 0.0]])
def test_a_page_without_words_keeps_nothing(words: list[float]) -> None:
    chosen, expected = choose_blocks(np.full(len(words), 0.9), np.array(words))
    assert not chosen.any()
    assert expected == 0.0
