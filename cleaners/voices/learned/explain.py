"""The reason of a learned decision, in plain words: what weighed most for it, told as facts of the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from ...page import Block, Page
from . import facts
from .model import Prediction

Fact = Callable[[Page, Block, facts.Row, bool], str]

# Features belong together by the fact that tells them. A prefix names all features that begin with it.
FAMILIES: tuple[tuple[tuple[str, ...], Fact], ...] = (
    (("names",), facts.names),
    (("targets",), facts.targets),
    (("text",), facts.wording),
    (("in ", "has ", "fields", "images", "body property"), facts.landmark),
    (("container",), facts.container),
    (("group",), facts.group),
    (("unit", "outer unit"), facts.unit),
    (("half prose", "most prose", "prose", "since prose", "until prose"), facts.prose),
    (("title", "from title", "words from title", "articles before", "top headings", "description"), facts.title),
    (("linked", "page linked"), facts.links),
    (("repeats",), facts.repeats),
    (("place", "share before", "words before", "words after", "page", "block mean", "depth"), facts.place),
    (("since heading", "until heading", "kind before", "kind after"), facts.heading),
)


@cache
def _family_of(name: str) -> int:
    """The number of the family a feature belongs to; the last stands for the block's own text."""
    found = (i for i, (prefixes, _) in enumerate(FAMILIES) if any(name.startswith(prefix) for prefix in prefixes))
    return next(found, len(FAMILIES))


class Explainer:
    """Tells the reason of each decision on one page."""

    def __init__(self, page: Page, prediction: Prediction) -> None:
        self._page = page
        self._prediction = prediction
        forest = prediction.model.forest
        worth = forest.contributions(prediction.leaf)
        families = np.array([_family_of(name) for name in forest.names])
        self._worth = np.zeros((len(FAMILIES) + 1, worth.shape[1]))
        np.add.at(self._worth, families, worth)
        self._columns = prediction.measured.columns

    def reason(self, block: Block, kept: bool) -> str:
        """The two strongest facts that speak for the decision, the strongest first."""
        row = facts.Row(self._columns, block.index, self._prediction)
        worth = self._worth[:, block.index] * (1 if kept else -1)
        told: list[str] = []
        for family in np.argsort(-worth, kind="stable"):
            if len(told) == 2 or (worth[family] <= 0 and told):
                break
            fact = FAMILIES[family][1] if family < len(FAMILIES) else facts.own
            text = fact(self._page, block, row, kept)
            if text and text not in told:
                told.append(text)
        return ", ".join(told) or facts.own(self._page, block, row, kept)
