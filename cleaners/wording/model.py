"""The model that tells a line's category from its words: multinomial logistic regression over hashed features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from .features import features_of

Floats = NDArray[np.float32]

_LINES_AT_A_TIME = 256  # their features take up to 30 MB
RARITY_STEP = 1 / 16  # of a stored rarity


@dataclass(frozen=True)
class WordingModel:
    """One weight for each feature and category.

    ``weights`` (features x categories) are multiplied by ``scale`` (by category); ``rarity`` is by how much a
    feature counts, more the fewer lines of the training have it, in steps of `RARITY_STEP`.
    """

    weights: NDArray[np.int8]
    scale: Floats
    rarity: NDArray[np.uint8]
    bias: Floats

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> WordingModel:
        """The model in the arrays of a model file."""
        return cls(
            arrays["weights"].astype(np.int8), arrays["scale"].astype(np.float32),
            arrays["rarity"].astype(np.uint8), arrays["bias"].astype(np.float32),
        )  # fmt: skip

    def log_odds(self, texts: Sequence[str]) -> Floats:
        """A row for each line, with one value for each of `CATEGORIES`: logarithms of odds up to a constant."""
        parts = [
            self._log_odds(texts[start : start + _LINES_AT_A_TIME]) for start in range(0, len(texts), _LINES_AT_A_TIME)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.bias)), np.float32)

    def _log_odds(self, texts: Sequence[str]) -> Floats:
        ids, start = features_of(texts)
        sums = np.add.reduceat(self.weights.take(ids, axis=0), start, dtype=np.int32)
        rarity = self.rarity.take(ids).astype(np.float32) * RARITY_STEP
        length = np.sqrt(np.add.reduceat(rarity * rarity, start))
        odds: Floats = (sums * self.scale / length[:, None] + self.bias).astype(np.float32)
        return odds

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """A row for each line with the probability of each of `CATEGORIES`; their sum is 1."""
        odds = self.log_odds(texts)
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        probability: Floats = (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)
        return probability


@cache
def load_wording_model() -> WordingModel:
    """The model that comes with the library; its file is read once."""
    with files(__package__).joinpath("wording.npz").open("rb") as file, np.load(file) as arrays:
        return WordingModel.from_arrays(dict(arrays))
