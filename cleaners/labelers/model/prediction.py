"""The models that come with the library, one for HTML and one for flattened text, and what they predict."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from ...reading import Reading
from .context_features import measure_context
from .features import Measured, measure
from .forest import Forest, Leaves, probability
from .tables import Tables

# Weight of the second forest in the mean of the log-odds.
STACKING_WEIGHT = {"html": 0.75, "text": 0.6}
_MAX_BLOCKS = 4_096  # of which the forests' answers are in memory at a time
SECOND_PREFIX = "second_"  # of the names of the second forest's arrays


@dataclass(frozen=True)
class Model:
    """Token tables and forests: from a page to the probability that each block is body.

    The first forest uses a block's own features. The second, if there is one, also uses
    what the first gives for the blocks around; the result is a weighted mean of both.
    """

    tables: Tables
    first: Forest
    second: Forest | None = None

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Model:
        """The model in the arrays of a model file."""
        second = {
            name.removeprefix(SECOND_PREFIX): array for name, array in arrays.items() if name.startswith(SECOND_PREFIX)
        }
        return cls(Tables(arrays), Forest.from_arrays(arrays), Forest.from_arrays(second) if second else None)

    def predict(self, reading: Reading) -> Prediction:
        """The probability of being body for every block of a page."""
        measured = measure(reading, self.tables)
        log_odds, leaf = _sum_of_trees(self.first, measured)
        if self.second is not None:
            words = measured.block_features.weights
            measured.columns.update(measure_context(probability(log_odds), words, measured.tree))
            second, _ = _sum_of_trees(self.second, measured)
            weight = STACKING_WEIGHT[reading.page.origin]
            log_odds = (1 - weight) * log_odds + weight * second
        return Prediction(self, measured, leaf, probability(log_odds))


def _sum_of_trees(forest: Forest, measured: Measured) -> tuple[NDArray[np.float64], Leaves]:
    """A forest's log-odds of each block, and the leaves that reasons are made of.

    The blocks are taken in parts of equal size: features, answers and leaves take 7 KB a block.
    """
    blocks = len(measured.block_features.words)
    log_odds, leaves = np.empty(blocks, np.float64), np.empty((len(forest.weights), blocks), np.uint8)
    parts = max(1, math.ceil(blocks / _MAX_BLOCKS))
    for number in range(parts):
        part = slice(blocks * number // parts, blocks * (number + 1) // parts)
        leaf = forest.leaf_of(measured.table(forest.names, part))
        log_odds[part], leaves[:, part] = forest.log_odds(leaf), leaf[: len(forest.weights)]
    return log_odds, leaves


@dataclass(frozen=True)
class Prediction:
    """The probability that each block is body, and what it was computed from.

    ``leaf`` holds the leaves of the trees of the first forest of which the reasons are made.
    """

    model: Model
    measured: Measured
    leaf: Leaves
    body_probability: NDArray[np.float64]


@cache
def load_model(origin: str) -> Model:
    """The model that comes with the library for pages of an origin, "html" or "text"; its file is read once."""
    with files(__package__).joinpath(f"{origin}.npz").open("rb") as file, np.load(file) as arrays:
        return Model.from_arrays(dict(arrays))
