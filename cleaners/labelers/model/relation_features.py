"""A block's relation to parts of the page: repeated units, the bulk of the prose, title, articles."""

from __future__ import annotations

import numpy as np

from ...page import Kind, Page
from .chars import Floats
from .element_tree import ElementTree, Totals
from .text_features import KIND_CODES, BlockFeatures


def measure_relations(
    page: Page, block_features: BlockFeatures, tree: ElementTree, totals: Totals
) -> dict[str, Floats]:
    """The features of this group, by name."""
    columns: dict[str, Floats] = {}
    _add_repeated_units(columns, tree, totals)
    _add_prose_container(columns, tree, totals)
    _add_title_relation(columns, page, block_features, tree, totals)
    return columns


def _add_repeated_units(columns: dict[str, Floats], tree: ElementTree, totals: Totals) -> None:
    """The nearest and the outermost ancestor that occurs at least three times on the page: a card, a post, a row."""
    elements = len(tree.path) - 1
    n = len(tree.holder)
    if not elements:
        return
    copies = np.bincount(tree.path[:-1])[tree.path[:-1]]
    holds_several = (tree.end[:-1] - tree.start[:-1]) >= 2
    group_words = np.bincount(tree.path[:-1], totals.words[:-1])[tree.path[:-1]]
    nearest, outermost = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    repeated = np.flatnonzero((copies >= 3) & holds_several)
    spans = list(zip(repeated.tolist(), tree.start[repeated].tolist(), tree.end[repeated].tolist(), strict=True))
    for index, start, end in spans:  # parents come first, so the innermost is written last
        nearest[start:end] = index
    for index, start, end in reversed(spans):
        outermost[start:end] = index
    for name, unit in (("unit", nearest), ("outer unit", outermost)):
        values = {
            "likes": copies[unit], "words": totals.words[unit], "mean": group_words[unit] / copies[unit],
            "share": group_words[unit] / totals.page_words, "linked": totals.linked[unit],
            "place": np.arange(n) - tree.start[unit],
        }  # fmt: skip
        for feature, value in values.items():
            columns[f"{name} {feature}"] = np.where(unit >= 0, value, np.nan).astype(np.float32)


def _add_prose_container(columns: dict[str, Floats], tree: ElementTree, totals: Totals) -> None:
    """Inside, before or after the deepest element that holds half (and most) of the page's prose."""
    n = len(tree.holder)
    index = np.arange(n, dtype=np.float32)
    for name, share in (("half", 0.5), ("most", 0.85)):
        holders = np.flatnonzero(totals.prose[:-1] >= share * totals.page_prose)
        element = int(holders[np.argmax(tree.depth[holders])]) if len(holders) else -1
        start, end = int(tree.start[element]), int(tree.end[element])
        outside = np.where(index < start, index - start, np.where(index >= end, index - end + 1, 0))
        columns[f"{name} prose away"] = outside.astype(np.float32)
        columns[f"{name} prose place"] = ((index - start) / max(end - start, 1)).astype(np.float32)
        columns[f"{name} prose size"] = np.full(n, totals.words[element] / totals.page_words, np.float32)
        columns[f"{name} prose linked"] = np.full(n, totals.linked[element], np.float32)


def _add_title_relation(
    columns: dict[str, Floats], page: Page, block_features: BlockFeatures, tree: ElementTree, totals: Totals
) -> None:
    """How near a block is to the title in the element tree; how many articles and top headings come before it."""
    n = len(tree.holder)
    around_title = set()
    element_index = int(tree.holder[block_features.title_index]) if block_features.title_index >= 0 else -1
    while element_index >= 0:
        around_title.add(element_index)
        element_index = int(tree.parent[element_index])
    common: list[int] = []
    for index, parent in enumerate(tree.parent[:-1].tolist()):
        common.append(index if index in around_title else common[parent] if parent >= 0 else -1)
    shared = np.array([*common, -1], np.int64)[tree.holder]
    columns["title kin levels"] = (tree.depth[tree.holder] - tree.depth[shared]).astype(np.float32)
    columns["title kin share"] = (totals.words[shared] / totals.page_words).astype(np.float32)
    columns["title kin prose"] = (totals.prose[shared] / totals.page_prose).astype(np.float32)
    ends = np.zeros(n + 1, np.float32)
    for element in page.elements:
        if element.tag == "article" and block_features.prose[element.start : element.end].sum() > 50:
            ends[element.end] += 1
    columns["articles before"] = np.cumsum(ends)[:n]
    own = block_features.columns
    tops = ((own["kind"] == KIND_CODES[Kind.HEADING]) & (own["level"] == 1)).astype(np.float32)
    columns["top headings before"] = np.cumsum(tops) - tops
