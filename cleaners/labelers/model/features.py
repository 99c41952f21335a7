"""A page as a table of features: a row a block, the columns that a model asks for."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...reading import Reading
from .chars import Floats
from .declared_text import declared_overlap
from .log_odds import Spread, link_columns, markup_columns, text_columns
from .structure_features import measure_structure
from .tables import Tables
from .text_features import BlockFeatures, measure_lines
from .tokens import is_english, link_tokens, markup_groups, phrase_tokens, word_tokens
from .tree import Tree, build_tree

Run = tuple[Floats, NDArray[np.int64]]  # values, and the offsets at which each block's or element's begin


@dataclass
class Measured:
    """Every feature of a page, by name, and what they were made from."""

    columns: dict[str, Floats]
    lines: BlockFeatures
    tree: Tree | None
    markup: Spread | None = None  # of the values of each element's names

    def table(self, names: Sequence[str]) -> Floats:
        """The named columns one under the other: a row a feature, a column a block."""
        return np.array([self.columns[name] for name in names], np.float32)


def measure(reading: Reading, tables: Tables) -> Measured:
    """All features of a page. Flattened text has those of lines and words, HTML those of markup as well."""
    page = reading.page
    lines, tree, columns = measure_base(reading)
    texts = zip(page.blocks, lines.tokens, strict=True)
    found = [tables.text_values(word_tokens(words), phrase_tokens(block, words)) for block, words in texts]
    runs = {"text": _flatten(found)}
    markup = None
    if tree is not None:
        elements = page.elements
        groups = [markup_groups(e, elements[e.parent] if e.parent >= 0 else None) for e in elements]
        rows = np.array([tables.markup_spread(found) for found in groups], np.float32).reshape(-1, 3)
        markup = (rows[:, 0], rows[:, 1], rows[:, 2])
        runs["target"] = _flatten([tables.target_values(link_tokens(block)) for block in page.blocks])
    rated = Rated(runs, markup, is_english(lines.tokens))
    columns.update(rate_columns(lines, tree, rated))
    return Measured(columns, lines, tree, markup)


def measure_base(reading: Reading) -> tuple[BlockFeatures, Tree | None, dict[str, Floats]]:
    """The features that need no learned tables, and what they were made from."""
    page = reading.page
    lines = measure_lines(reading)
    if page.origin == "text":
        return lines, None, dict(lines.columns)
    tree = build_tree(page)
    columns = {**lines.columns, **measure_structure(page, lines, tree)}
    columns["declared overlap"] = declared_overlap(page, lines.tokens)
    return lines, tree, columns


@dataclass(frozen=True)
class Rated:
    """A page's tokens as values: by table those of each block, and the spread of each element's."""

    runs: Mapping[str, Run]
    markup: Spread | None
    english: bool


def rate_columns(lines: BlockFeatures, tree: Tree | None, rated: Rated) -> dict[str, Floats]:
    """The features made of learned rates.

    Word features are missing (NaN) where the page is not in English, the language
    that nearly all of them were learned in.
    """
    columns = text_columns(*rated.runs["text"], lines.words, lines.columns["since heading"])
    if not rated.english:
        columns = {name: np.full_like(column, np.nan) for name, column in columns.items()}
    if tree is not None and rated.markup is not None:
        columns.update(markup_columns(rated.markup, tree))
        columns.update(link_columns(*rated.runs["target"]))
    return columns


def _flatten(runs: Sequence[Sequence[float]]) -> Run:
    offsets = np.zeros(len(runs) + 1, np.int64)
    np.cumsum([len(run) for run in runs], out=offsets[1:])
    return np.fromiter(itertools.chain.from_iterable(runs), np.float32, int(offsets[-1])), offsets
