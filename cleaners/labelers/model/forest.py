"""Prediction with symmetric trees.

A tree asks the same question at all nodes of one level, so that a few array look-ups
give the result of all trees for a whole page.
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

_CHUNK = 100  # trees or questions at a time: all at once need 300 MB instead of 40 for a page of 50,000 blocks


@dataclass(frozen=True)
class Forest:
    """A sum of symmetric (oblivious) trees over named features.

    ``feature`` and ``border`` list the questions "is the feature greater than
    the border?", each once. ``splits`` holds, for every tree, the numbers of its
    questions, the first giving the lowest bit of the leaf; ``leaves`` holds the
    log-odds of each leaf, and ``bias`` is added to the sum. ``weights`` holds, for the first
    trees only, how much of the training data reached each leaf; reasons are made of these
    trees. For a missing value (NaN) the answer to every question is no.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int64]
    border: Floats
    splits: NDArray[np.int64]
    leaves: Floats
    weights: Floats
    bias: float

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Forest:
        """The forest in the arrays of a model file."""
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
        answer = np.empty_like(leaf)
        for questions in reversed(rest):
            leaf += leaf  # half the time of a shift
            leaf |= answers.take(questions, axis=0, out=answer, mode="clip")  # "raise" would make a copy
        return leaf

    def _answers(self, table: Floats) -> Leaves:
        """The answer of each block (column) to each question (row)."""
        answers = np.empty((len(self.feature), table.shape[1]), np.bool_)
        for start in range(0, len(answers), _CHUNK):  # a chunk fits into the processor's cache
            chunk = slice(start, start + _CHUNK)
            np.greater(table.take(self.feature[chunk], axis=0), self.border[chunk, None], out=answers[chunk])
        return answers.view(np.uint8)

    @cached_property
    def _levels(self) -> NDArray[np.int64]:
        """The questions of all trees, level by level."""
        return np.ascontiguousarray(self.splits.T)

    def log_odds(self, leaf: Leaves) -> NDArray[np.float64]:
        """The log-odds of each block, from the leaves it reaches."""
        total = np.full(leaf.shape[1], self.bias, np.float64)
        first = (np.arange(len(leaf), dtype=np.int64) * self.leaves.shape[1])[:, None]
        for start in range(0, len(leaf), _CHUNK):
            indexes = leaf[start : start + _CHUNK] + first[start : start + _CHUNK]
            total += self.leaves.take(indexes, mode="clip").sum(axis=0, dtype=np.float64)
        return total

    @cached_property
    def _answer_effects(self) -> list[Floats]:
        """By level and path so far: how much the answer changes the mean of the leaves that can still be reached."""
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
        """How much each family of features (row) added to the log-odds of each block (column).

        ``family`` holds the number of every feature's family. Each path is followed from the
        root: an answer contributes its change of the mean of the leaves that can still be
        reached (Saabas 2014). Only the trees with ``weights`` are followed, the first ones:
        each tree corrects the trees before it, so the first weigh most.
        """
        leaf = leaf[: len(self.weights)].astype(np.int64)
        contributions = np.zeros((int(family.max()) + 1, leaf.shape[1]), np.float32)
        for level, effects in enumerate(self._answer_effects):
            families = family[self.feature[self.splits[: len(leaf), level]]]
            order = np.argsort(families, kind="stable")
            reached = (leaf & ((2 << level) - 1)) + np.arange(len(leaf))[:, None] * effects.shape[1]
            gained = effects.ravel().take(reached[order])
            starts = np.flatnonzero(np.diff(families[order], prepend=-1))
            contributions[families[order][starts]] += np.add.reduceat(gained, starts, axis=0)
        return contributions


def probability(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probabilities, between 0 and 1, that these log-odds mean."""
    return 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30)))
