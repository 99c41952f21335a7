"""Prediction with symmetric trees.

Every tree asks one question of each level, whatever was answered before, so that a
whole page runs through all trees in a few look-ups of arrays.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

Leaves = NDArray[np.uint8]  # a tree of depth 8 has 256 leaves; deeper ones are not trained

_AT_ONCE = 100  # trees or questions: with all at once a page of 50,000 blocks needs 300 MB, not 40


@dataclass(frozen=True)
class Forest:
    """A sum of symmetric (oblivious) trees over named features.

    ``feature`` and ``border`` list the questions "is the feature greater than
    the border?", each once. ``splits`` holds, for every tree, the numbers of its
    questions, the first giving the lowest bit of the leaf; ``leaves`` the
    log-odds of each leaf, ``bias`` is added to the sum. ``weights`` tells of the first trees,
    those that reasons are told by, how much of the training data reached each leaf. A missing
    value (NaN) answers no to every question.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int64]
    border: Floats
    splits: NDArray[np.int64]
    leaves: Floats
    weights: Floats
    bias: float

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Forest:
        """The forest kept in the arrays of a model file."""
        return cls(
            tuple(str(name) for name in arrays["names"]),
            arrays["feature"].astype(np.int64),
            arrays["border"].astype(np.float32),
            arrays["splits"].astype(np.int64),
            arrays["leaves"].astype(np.float32),
            arrays["weights"].astype(np.float32),
            float(arrays["bias"].astype(np.float64).ravel()[0]),
        )

    @property
    def depth(self) -> int:
        """Questions a tree asks."""
        return int(self.splits.shape[1])

    def leaf_of(self, table: Floats) -> Leaves:
        """The leaf that each block (column) reaches in each tree (row).

        ``table`` has a row a feature, in the order of ``names``, and a column a block.
        """
        answers = self._answers(table)
        *rest, last = self._levels
        leaf: Leaves = answers.take(last, axis=0)
        asked = np.empty_like(leaf)
        for questions in reversed(rest):
            leaf += leaf  # half the time of a shift
            leaf |= answers.take(questions, axis=0, out=asked, mode="clip")  # no copy, as "raise" would make
        return leaf

    def _answers(self, table: Floats) -> Leaves:
        """The answer of each block (column) to each question (row)."""
        answers = np.empty((len(self.feature), table.shape[1]), np.bool_)
        for start in range(0, len(answers), _AT_ONCE):  # what is asked at once stays in the processor's cache
            some = slice(start, start + _AT_ONCE)
            np.greater(table.take(self.feature[some], axis=0), self.border[some, None], out=answers[some])
        return answers.view(np.uint8)

    @cached_property
    def _levels(self) -> NDArray[np.int64]:
        """The questions of all trees, level by level."""
        return np.ascontiguousarray(self.splits.T)

    def log_odds(self, leaf: Leaves) -> NDArray[np.float64]:
        """The log-odds of each block, from the leaves it reaches."""
        total = np.full(leaf.shape[1], self.bias, np.float64)
        first = (np.arange(len(leaf), dtype=np.int64) * self.leaves.shape[1])[:, None]
        for start in range(0, len(leaf), _AT_ONCE):
            places = leaf[start : start + _AT_ONCE] + first[start : start + _AT_ONCE]
            total += self.leaves.take(places, mode="clip").sum(axis=0, dtype=np.float64)
        return total

    @cached_property
    def _worth(self) -> list[Floats]:
        """For each level, what an answer changes in the mean of the leaves in reach, by the path so far."""
        weights = self.weights.astype(np.float64) + 1e-3
        totals = self.leaves[: len(weights)] * weights
        means = [totals / weights]
        for level in range(self.depth - 1, -1, -1):
            totals = totals[:, : 1 << level] + totals[:, 1 << level :]
            weights = weights[:, : 1 << level] + weights[:, 1 << level :]
            means.append(totals / weights)
        means.reverse()
        return [
            (after - np.concatenate([before, before], axis=1)).astype(np.float32)
            for before, after in itertools.pairwise(means)
        ]

    def contributions(self, leaf: Leaves, family: NDArray[np.int64]) -> Floats:
        """What each family of features (row) added to the log-odds of each block (column).

        ``family`` numbers the family of every feature. The path through a tree is
        followed from the root: an answer is worth the change it makes to the mean of
        the leaves still in reach (Saabas 2014). Only the first trees, those that have
        ``weights``, are followed: each later one corrects what the earlier left, so they weigh most.
        """
        leaf = leaf[: len(self.weights)].astype(np.int64)
        found = np.zeros((int(family.max()) + 1, leaf.shape[1]), np.float32)
        for level, worth in enumerate(self._worth):
            asked = family[self.feature[self.splits[: len(leaf), level]]]
            order = np.argsort(asked, kind="stable")
            reached = (leaf & ((2 << level) - 1)) + np.arange(len(leaf))[:, None] * worth.shape[1]
            gained = worth.ravel().take(reached[order])
            starts = np.flatnonzero(np.diff(asked[order], prepend=-1))
            found[asked[order][starts]] += np.add.reduceat(gained, starts, axis=0)
        return found


def probability(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds as a probability between 0 and 1."""
    return 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30)))
