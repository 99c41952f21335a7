"""The reason of a learned decision, in plain words: what weighed most for it, told as facts of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from ...page import Block, Page, Reason
from . import page_facts
from .prediction import Prediction
from .trees import Floats

Fact = Callable[[page_facts.View, Block, bool], str]
_TRIED = 7  # families that may speak: beyond, they hardly weigh

# Features belong together by the fact that tells them. A prefix names all features that begin with it.
FAMILIES: tuple[tuple[tuple[str, ...], Fact], ...] = (
    (("names",), page_facts.names),
    (("targets",), page_facts.targets),
    (("text",), page_facts.wording),
    (("in ", "has ", "fields", "images", "body property"), page_facts.landmark),
    (("container",), page_facts.container),
    (("group",), page_facts.group),
    (("unit", "outer unit"), page_facts.unit),
    (("half prose", "most prose", "prose", "since prose", "until prose"), page_facts.prose),
    (("title", "from title", "words from title", "articles before", "top headings", "description"), page_facts.title),
    (("linked", "page linked"), page_facts.links),
    (("repeats",), page_facts.repeats),
    (("declared",), page_facts.declared),
    (("place", "share before", "words before", "words after", "page", "block mean", "depth"), page_facts.place),
    (("since heading", "until heading", "kind before", "kind after"), page_facts.heading),
)


@cache
def _family_of(name: str) -> int:
    """The number of the family a feature belongs to; the last stands for the block's own text."""
    found = (i for i, (prefixes, _) in enumerate(FAMILIES) if any(name.startswith(prefix) for prefix in prefixes))
    return next(found, len(FAMILIES))


class Explainer:
    """Tells the reasons of decisions on the blocks of one page; nothing is worked out before the first is asked for."""

    def __init__(self, page: Page, prediction: Prediction) -> None:
        self._page = page
        self._prediction = prediction

    def told(self, block: Block, kept: bool) -> Reason:
        """What tells the reason when it is called."""
        return _Told(self, block, kept)

    def reason(self, block: Block, kept: bool) -> str:
        """The strongest facts that speak for the decision, at most two, the strongest first."""
        told: list[str] = []
        worth = self._worth[block.index]
        ranked = self._ranked[block.index]
        for family in ranked[:_TRIED] if kept else ranked[: -_TRIED - 1 : -1]:
            if worth[family] * (1 if kept else -1) <= 0:
                break  # what follows spoke for the other decision, or not at all
            fact = FAMILIES[family][1] if family < len(FAMILIES) else page_facts.own
            text = fact(self._view, block, kept)
            if text:
                told.append(text)
                if len(told) == 2:
                    break
        return ", ".join(told) or page_facts.own(self._view, block, kept)

    @cached_property
    def _view(self) -> page_facts.View:
        return page_facts.View(self._page, self._prediction)

    @cached_property
    def _gained(self) -> Floats:
        """By block and family: what it added to the log-odds."""
        forest = self._prediction.model.first
        family = np.array([_family_of(name) for name in forest.names])
        worth = np.zeros((len(FAMILIES) + 1, len(self._page.blocks)), np.float32)
        gained = forest.contributions(self._prediction.leaf, family)
        worth[: len(gained)] = gained
        return worth.T

    @cached_property
    def _worth(self) -> list[list[float]]:
        found: list[list[float]] = self._gained.tolist()
        return found

    @cached_property
    def _ranked(self) -> list[list[int]]:
        """By block: the families, from what spoke most for keeping it to what spoke most against."""
        found: list[list[int]] = np.argsort(-self._gained, axis=1, kind="stable").tolist()
        return found


@dataclass(frozen=True, slots=True)
class _Told:
    """A reason not yet told. Copied or sent to another process it is the sentence, without the page's features."""

    explainer: Explainer
    block: Block
    kept: bool

    def __call__(self) -> str:
        return self.explainer.reason(self.block, self.kept)

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return (str, (self(),))
