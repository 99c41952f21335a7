"""The models that come with the library, one for HTML and one for flattened text, and what they predict."""

from __future__ import annotations

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
        leaf = self.first.leaf_of(measured.table(self.first.names))
        log_odds = self.first.log_odds(leaf)
        if self.second is not None:
            words = measured.block_features.token_counts
            measured.columns.update(measure_context(probability(log_odds), words, measured.tree))
            second = self.second.log_odds(self.second.leaf_of(measured.table(self.second.names)))
            weight = STACKING_WEIGHT[reading.page.origin]
            log_odds = (1 - weight) * log_odds + weight * second
        return Prediction(self, measured, leaf, probability(log_odds))


@dataclass(frozen=True)
class Prediction:
    """The probability that each block is body, and what it was computed from.

    ``leaf`` holds the leaves of the first forest, of which the reasons are made.
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
