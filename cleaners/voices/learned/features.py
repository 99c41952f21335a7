"""A page as a table of features: a row a block, the columns that a model asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...page import Page
from .chars import Floats
from .lines import Lines, measure_lines
from .rates import link_columns, markup_columns, text_columns
from .structure import measure_structure
from .tables import Tables
from .tokens import is_english, link_tokens, markup_key, text_tokens
from .tree import Tree, build_tree

Run = tuple[Floats, NDArray[np.int64]]  # values, and the offsets at which each block's or element's begin


@dataclass
class Measured:
    """Every feature of a page, by name, and what they were made from."""

    columns: dict[str, Floats]
    lines: Lines
    tree: Tree | None
    markup: Run | None = None  # the values of each element's names

    def table(self, names: Sequence[str]) -> Floats:
        """The named columns side by side, a row a block."""
        return np.column_stack([self.columns[name] for name in names]).astype(np.float32)


def measure(page: Page, tables: Tables) -> Measured:
    """All features of a page. Flattened text has those of lines and words, HTML those of markup as well."""
    lines, tree, columns = measure_base(page)
    texts = zip(page.blocks, lines.tokens, strict=True)
    runs = {"text": _flatten([tables.text_values(text_tokens(block, words)) for block, words in texts])}
    if tree is not None:
        keys = [markup_key(e, page.elements[e.parent] if e.parent >= 0 else None) for e in page.elements]
        runs["markup"] = _flatten([tables.markup_values(key) for key in keys])
        runs["target"] = _flatten([tables.target_values(link_tokens(block)) for block in page.blocks])
    columns.update(rate_columns(page, lines, tree, runs, is_english(lines.tokens)))
    return Measured(columns, lines, tree, runs.get("markup"))


def measure_base(page: Page) -> tuple[Lines, Tree | None, dict[str, Floats]]:
    """The features that need no learned tables, and what they were made from."""
    lines = measure_lines(page)
    if page.origin == "text":
        return lines, None, dict(lines.columns)
    tree = build_tree(page)
    return lines, tree, {**lines.columns, **measure_structure(page, lines, tree)}


def rate_columns(
    page: Page, lines: Lines, tree: Tree | None, runs: Mapping[str, Run], english: bool
) -> dict[str, Floats]:
    """The features made of learned rates. ``runs`` holds, by table, tokens' values and where each run begins.

    Word features are missing (NaN) where the page is not in English, the language
    that nearly all of them were learned in.
    """
    columns = text_columns(*runs["text"], lines.words, lines.columns["since heading"])
    if not english:
        columns = {name: np.full_like(column, np.nan) for name, column in columns.items()}
    if tree is not None:
        columns.update(markup_columns(*runs["markup"], page, tree))
        columns.update(link_columns(*runs["target"]))
    return columns


def _flatten(runs: Sequence[Sequence[float]]) -> Run:
    sizes = [len(run) for run in runs]
    offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    return np.array([value for run in runs for value in run], np.float32), offsets
