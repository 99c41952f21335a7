"""The shipped models, one for HTML and one for flattened text: read once, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from ...page import Page
from .features import Measured, measure
from .tables import Tables
from .trees import Forest, Leaves, probability


@dataclass(frozen=True)
class Model:
    """Token tables and a forest: from a page to the probability that each block is body."""

    tables: Tables
    forest: Forest

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Model:
        """The model kept in the arrays of a model file."""
        return cls(Tables(arrays), Forest.load(arrays))

    def predict(self, page: Page) -> Prediction:
        """Judge every block of a page."""
        measured = measure(page, self.tables)
        leaf = self.forest.leaf_of(measured.table(self.forest.names))
        return Prediction(self, measured, leaf, probability(self.forest.log_odds(leaf)))


@dataclass(frozen=True)
class Prediction:
    """The probability that each block is body, and what it was made from."""

    model: Model
    measured: Measured
    leaf: Leaves
    kept: NDArray[np.float64]


@cache
def shipped(origin: str) -> Model:
    """The model for pages of an origin, "html" or "text", that comes with the library."""
    with files(__package__).joinpath(f"{origin}.npz").open("rb") as file, np.load(file) as arrays:
        return Model.from_arrays(dict(arrays))
