"""The forest in arrays gives what a walk from the root gives, and its contributions add up to its sum."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.labelers.model.forest import Forest, probability

FEATURES, QUESTIONS, DEPTH = 5, 12, 3


def forest_of(seed: int, trees: int = 6, followed: int = 6) -> Forest:
    dice = np.random.default_rng(seed)
    return Forest(
        tuple(f"f{number}" for number in range(FEATURES)),
        dice.integers(0, FEATURES, QUESTIONS),
        dice.normal(size=QUESTIONS).astype(np.float32),
        dice.integers(0, QUESTIONS, (trees, DEPTH)),
        dice.normal(size=(trees, 1 << DEPTH)).astype(np.float32),
        dice.integers(1, 50, (followed, 1 << DEPTH)).astype(np.float32),
        float(dice.normal()),
    )


def table_of(seed: int, rows: int = 7) -> np.ndarray:
    dice = np.random.default_rng(seed + 1)
    table = dice.normal(size=(rows, FEATURES)).astype(np.float32)
    table[dice.random(table.shape) < 0.2] = np.nan
    return table


def walked(forest: Forest, row: np.ndarray) -> list[int]:
    """The leaf of one block in each tree, question by question."""
    leaves = []
    for questions in forest.splits:
        answers = [bool(row[forest.feature[q]] > forest.border[q]) for q in questions]
        leaves.append(sum(answer << level for level, answer in enumerate(answers)))
    return leaves


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=40)
def test_a_block_reaches_the_leaf_that_the_answers_lead_to(seed: int) -> None:
    forest, table = forest_of(seed), table_of(seed)
    leaf = forest.leaf_of(table.T)
    assert leaf.T.tolist() == [walked(forest, row) for row in table]
    sums = [forest.bias + sum(forest.leaves[tree, at] for tree, at in enumerate(column)) for column in leaf.T]
    np.testing.assert_allclose(forest.log_odds(leaf), sums, atol=1e-4)


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=40)
def test_contributions_of_all_families_add_up(seed: int) -> None:
    forest, table = forest_of(seed), table_of(seed)
    leaf = forest.leaf_of(table.T)
    gained = forest.contributions(leaf, np.array([0, 1, 2, 1, 0])).sum(axis=0)
    weights = forest.weights.astype(np.float64) + 1e-3
    root = ((forest.leaves * weights).sum(1) / weights.sum(1)).sum()  # the sum before any answer is known
    np.testing.assert_allclose(gained, forest.log_odds(leaf) - forest.bias - root, atol=1e-4)


def test_only_the_trees_with_weights_contribute_to_reasons() -> None:
    forest, part = forest_of(5, followed=2), forest_of(5, trees=6)
    leaf = forest.leaf_of(table_of(5).T)
    first = replace(part, splits=part.splits[:2], leaves=part.leaves[:2], weights=forest.weights)
    family = np.arange(FEATURES)
    assert np.array_equal(forest.contributions(leaf, family), first.contributions(leaf[:2], family))
    assert not np.array_equal(forest.contributions(leaf, family), part.contributions(leaf, family))


def test_a_family_that_is_never_asked_about_adds_nothing() -> None:
    forest, table = forest_of(3), table_of(3)
    family = np.arange(FEATURES)
    asked = set(forest.feature[forest.splits].ravel().tolist())
    gained = forest.contributions(forest.leaf_of(table.T), family)
    for unasked in set(range(FEATURES)) - asked:
        assert not gained[unasked].any()
    assert np.abs(gained[sorted(asked)]).sum() > 0


def test_what_is_missing_answers_no() -> None:
    forest = forest_of(1)
    missing = np.full((FEATURES, 1), np.nan, np.float32)
    lowest = np.full((FEATURES, 1), -np.inf, np.float32)
    assert forest.leaf_of(missing).tolist() == forest.leaf_of(lowest).tolist() == [[0]] * len(forest.splits)


def test_probability_is_the_logistic_function_and_bounded() -> None:
    values = probability(np.array([-1e9, -2.0, 0.0, 2.0, 1e9]))
    assert values[2] == 0.5
    assert values[1] + values[3] == pytest.approx(1.0)
    assert 0 < values[0] < 1e-9
    assert 1 - 1e-9 < values[4] < 1
