"""The reason of the model's decision in plain words: the facts of the page that weighed most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from ...page import Block, Page
from . import page_facts
from .prediction import Prediction

Fact = Callable[[page_facts.PageFeatures, Block, bool], str]
_MAX_FAMILIES = 7  # that are tried for a fact; the others hardly weigh
_MAX_FACTS = 2
_MAX_BLOCKS = 4_096  # whose paths through the trees are in memory at a time

# Features belong together when the same fact describes them. A prefix names all features that begin with it.
FAMILIES: tuple[tuple[tuple[str, ...], Fact], ...] = (
    (("names",), page_facts.names),
    (("targets",), page_facts.targets),
    (("text",), page_facts.wording),
    (("in ", "has ", "fields", "images", "body property"), page_facts.landmark),
    (("container",), page_facts.container),
    (("group",), page_facts.group),
    (("unit", "outer unit"), page_facts.unit),
    (("half prose", "most prose", "prose", "since prose", "until prose", "points"), page_facts.prose),
    (("title", "from title", "words from title", "articles before", "top headings", "description"), page_facts.title),
    (("linked", "page linked"), page_facts.links),
    (("repeats",), page_facts.repeats),
    (("declared",), page_facts.declared),
    (("place", "share before", "words before", "words after", "page", "block mean", "depth"), page_facts.position),
    (("since heading", "until heading", "since linked", "until linked", "heading linked"), page_facts.heading),
)


@cache
def _family_of(name: str) -> int:
    """The number of the family a feature belongs to; the last number is the block's own text."""
    numbers = (i for i, (prefixes, _) in enumerate(FAMILIES) if name.startswith(prefixes))
    return next(numbers, len(FAMILIES))


class Explainer:
    """Writes the reasons of decisions on the blocks of one page; computes nothing before the first is asked for."""

    def __init__(self, page: Page, prediction: Prediction) -> None:
        self._page = page
        self._prediction = prediction

    def reason(self, block: Block, kept: bool) -> str:
        """The strongest facts for the decision, at most two, the strongest first."""
        facts: list[str] = []
        contributions, ranked = (values[block.index].tolist() for values in self._ranking)
        for family in ranked[:_MAX_FAMILIES] if kept else ranked[: -_MAX_FAMILIES - 1 : -1]:
            if contributions[family] * (1 if kept else -1) <= 0:
                break  # the remaining families weighed for the other decision, or not at all
            fact = FAMILIES[family][1] if family < len(FAMILIES) else page_facts.own_text
            text = fact(self._features, block, kept)
            if text:
                facts.append(text)
                if len(facts) == _MAX_FACTS:
                    break
        return ", ".join(facts) or page_facts.own_text(self._features, block, kept)

    @cached_property
    def _features(self) -> page_facts.PageFeatures:
        return page_facts.PageFeatures(self._page, self._prediction)

    @cached_property
    def _ranking(self) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
        """By block: what each family adds to the log-odds, and the families, from the strongest for keeping it down."""
        forest, leaf = self._prediction.model.first, self._prediction.leaf
        family = np.array([_family_of(name) for name in forest.names])
        contributions = np.zeros((len(self._page.blocks), len(FAMILIES) + 1), np.float32)
        for start in range(0, len(contributions), _MAX_BLOCKS):
            used = forest.contributions(leaf[:, start : start + _MAX_BLOCKS], family)
            contributions[start : start + _MAX_BLOCKS, : len(used)] = used.T
        return contributions, np.argsort(-contributions, axis=1, kind="stable").astype(np.int8)


@dataclass(slots=True)
class DelayedReason:
    """A reason that is written when it is called. Pickled or copied, it becomes its text alone."""

    explainer: Explainer
    block: Block
    kept: bool

    def __call__(self) -> str:
        return self.explainer.reason(self.block, self.kept)

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return (str, (self(),))
