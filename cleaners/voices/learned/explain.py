"""The reason of a learned decision, in plain words: what weighed most for it, told as facts of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from ...page import Block, Page
from . import facts
from .model import Prediction

Fact = Callable[[facts.View, Block, bool], str]
_TRIED = 7  # families that may speak: beyond, they hardly weigh

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
    (
        ("title", "from title", "words from title", "articles before", "top headings", "description"),
        facts.title,
    ),
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
    """Tells the reasons of decisions on some blocks of one page."""

    def __init__(self, page: Page, prediction: Prediction, blocks: Sequence[Block]) -> None:
        self._page = page
        self._view = facts.View(page, prediction)
        self._place = {block.index: place for place, block in enumerate(blocks)}
        forest = prediction.model.forest
        family = np.array([_family_of(name) for name in forest.names])
        leaf = prediction.leaf[:, [block.index for block in blocks]]
        worth = np.zeros((len(FAMILIES) + 1, len(blocks)), np.float32)
        gained = forest.contributions(leaf, family)
        worth[: len(gained)] = gained
        self._worth = worth.T.tolist()
        self._strongest = {
            True: np.argsort(-worth, axis=0, kind="stable").T.tolist(),
            False: np.argsort(worth, axis=0, kind="stable").T.tolist(),
        }

    def reason(self, block: Block, kept: bool) -> str:
        """The strongest facts that speak for the decision, at most two, the strongest first."""
        told: list[str] = []
        place = self._place[block.index]
        for family in self._strongest[kept][place][:_TRIED]:
            if self._worth[place][family] * (1 if kept else -1) <= 0:
                break  # what follows spoke for the other decision, or not at all
            fact = FAMILIES[family][1] if family < len(FAMILIES) else facts.own
            text = fact(self._view, block, kept)
            if text:
                told.append(text)
                if len(told) == 2:
                    break
        return ", ".join(told) or facts.own(self._view, block, kept)
