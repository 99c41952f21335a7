"""All features of a page's blocks: those of the text, of the markup and of the learned log-odds of tokens."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...page import Element
from ...reading import Reading
from .chars import Floats
from .declared_text import declared_overlap
from .element_tree import ElementTree, build_element_tree
from .log_odds import Spread, link_columns, markup_columns, text_columns
from .structure_features import measure_structure
from .tables import Tables
from .text_features import BlockFeatures, measure_blocks
from .tokens import is_english, link_tokens, markup_groups, phrase_tokens, word_tokens

Runs = tuple[Floats, NDArray[np.int64]]  # values, and the offset at which each block's or element's begin


@dataclass
class Measured:
    """Every feature of a page by name, and what they were computed from."""

    columns: dict[str, Floats]
    block_features: BlockFeatures
    tree: ElementTree | None
    markup: Spread | None = None  # by element: the log-odds of its names

    def table(self, names: Sequence[str], part: slice = slice(None)) -> Floats:
        """The named features as an array: a row for each feature, a column for each block of a part of the page."""
        return np.array([self.columns[name][part] for name in names], np.float32)


def measure(reading: Reading, tables: Tables) -> Measured:
    """All features of a page; those of markup only for HTML."""
    page = reading.page
    block_features, tree, columns = measure_base(reading)
    texts = zip(page.blocks, block_features.tokens, strict=True)
    values = [tables.text_values(word_tokens(words), phrase_tokens(block, words)) for block, words in texts]
    runs = {"text": _flatten(values)}
    markup = None
    if tree is not None:
        markup = _markup_spread(page.elements, tables)
        runs["target"] = _flatten([tables.target_values(link_tokens(block)) for block in page.blocks])
    log_odds = TokenLogOdds(runs, markup, is_english(block_features.tokens))
    columns.update(log_odds_columns(block_features, tree, log_odds))
    return Measured(columns, block_features, tree, markup)


def _markup_spread(elements: Sequence[Element], tables: Tables) -> Spread:
    """The log-odds of every element's names; 0 for an element without text, since no block is inside it."""
    rows = np.zeros((len(elements), 3), np.float32)
    filled = [(index, element) for index, element in enumerate(elements) if element.start < element.end]
    if filled:
        rows[[index for index, _ in filled]] = [
            tables.markup_spread(markup_groups(element, elements[element.parent] if element.parent >= 0 else None))
            for _, element in filled
        ]
    return rows[:, 0], rows[:, 1], rows[:, 2]


def measure_base(reading: Reading) -> tuple[BlockFeatures, ElementTree | None, dict[str, Floats]]:
    """The features that need no learned tables, and what they were computed from."""
    page = reading.page
    block_features = measure_blocks(reading)
    if page.origin == "text":
        return block_features, None, dict(block_features.columns)
    tree = build_element_tree(page)
    title = title_of(reading, block_features)
    columns = {**block_features.columns, **measure_structure(page, block_features, tree, title)}
    columns["declared overlap"] = declared_overlap(reading.linked_data, block_features.tokens)
    return block_features, tree, columns


def title_of(reading: Reading, block_features: BlockFeatures) -> str:
    """The page's title, as declared or else as shown; "" without one."""
    index = block_features.title_index
    return next(iter(reading.declared_titles), reading.page.blocks[index].text if index >= 0 else "")


@dataclass(frozen=True)
class TokenLogOdds:
    """A page's tokens as log-odds: by table those of each block, and the spread of each element's."""

    runs: Mapping[str, Runs]
    markup: Spread | None
    english: bool


def log_odds_columns(
    block_features: BlockFeatures, tree: ElementTree | None, log_odds: TokenLogOdds
) -> dict[str, Floats]:
    """The features made of learned log-odds.

    Word features are missing (NaN) where the page is not in English, since nearly all
    of them were learned from English pages.
    """
    columns = text_columns(*log_odds.runs["text"], block_features.words, block_features.columns["since heading"])
    if not log_odds.english:
        columns = {name: np.full_like(column, np.nan) for name, column in columns.items()}
    if tree is not None and log_odds.markup is not None:
        columns.update(markup_columns(log_odds.markup, tree))
        columns.update(link_columns(*log_odds.runs["target"]))
    return columns


def _flatten(runs: Sequence[Sequence[float]]) -> Runs:
    offsets = np.zeros(len(runs) + 1, np.int64)
    np.cumsum([len(run) for run in runs], out=offsets[1:])
    return np.fromiter(itertools.chain.from_iterable(runs), np.float32, int(offsets[-1])), offsets
