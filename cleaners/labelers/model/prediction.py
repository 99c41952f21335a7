"""The shipped models, one for HTML and one for flattened text: read once, never changed."""

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
from .tables import Tables
from .trees import Forest, Leaves, probability

# The second forest's part of the log-odds. On text, where it has little but neighbours to go by, more is no better.
HEARD_AGAIN = {"html": 0.75, "text": 0.6}
SECOND = "second_"  # what the names of the second forest's arrays begin with


@dataclass(frozen=True)
class Model:
    """Token tables and forests: from a page to the probability that each block is body.

    The first forest judges every block by itself and its place. The second, where there is
    one, knows besides what the first makes of all the blocks around, and is heard as well.
    """

    tables: Tables
    first: Forest
    second: Forest | None = None

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Model:
        """The model kept in the arrays of a model file."""
        second = {name.removeprefix(SECOND): array for name, array in arrays.items() if name.startswith(SECOND)}
        return cls(Tables(arrays), Forest.load(arrays), Forest.load(second) if second else None)

    def predict(self, reading: Reading) -> Prediction:
        """Judge every block of a page."""
        measured = measure(reading, self.tables)
        leaf = self.first.leaf_of(measured.table(self.first.names))
        odds = self.first.log_odds(leaf)
        if self.second is not None:
            measured.columns.update(measure_context(probability(odds), measured.lines.counted, measured.tree))
            again = self.second.log_odds(self.second.leaf_of(measured.table(self.second.names)))
            part = HEARD_AGAIN[reading.page.origin]
            odds = (1 - part) * odds + part * again
        return Prediction(self, measured, leaf, probability(odds))


@dataclass(frozen=True)
class Prediction:
    """The probability that each block is body, and what it was made from.

    ``leaf`` holds the leaves of the first forest, by which the reasons are told.
    """

    model: Model
    measured: Measured
    leaf: Leaves
    kept: NDArray[np.float64]


@cache
def shipped(origin: str) -> Model:
    """The model for pages of an origin, "html" or "text", that comes with the library."""
    with files(__package__).joinpath(f"{origin}.npz").open("rb") as file, np.load(file) as arrays:
        return Model.from_arrays(dict(arrays))
