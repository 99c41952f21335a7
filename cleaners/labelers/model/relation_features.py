"""A block's relation to parts of the page: repeated units, the bulk of the prose, title, articles."""

from __future__ import annotations

import numpy as np

from ...page import Kind, Page
from .chars import Floats
from .text_features import BlockFeatures
from .tree import Totals, Tree


def measure_relations(page: Page, lines: BlockFeatures, tree: Tree, totals: Totals) -> dict[str, Floats]:
    """The features of this group, by name."""
    columns: dict[str, Floats] = {}
    _add_repeated(columns, tree, totals)
    _add_prose_container(columns, tree, totals)
    _add_kinship(columns, page, lines, tree, totals)
    return columns


def _add_repeated(columns: dict[str, Floats], tree: Tree, totals: Totals) -> None:
    """The nearest ancestor that has at least two likenesses on the page: a card, a post, a row."""
    elements = len(tree.path) - 1
    n = len(tree.holder)
    if not elements:
        return
    likes = np.bincount(tree.path[:-1])[tree.path[:-1]]
    wide = (tree.end[:-1] - tree.start[:-1]) >= 2
    group_words = np.bincount(tree.path[:-1], totals.words[:-1])[tree.path[:-1]]
    nearest, outermost = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    for index in np.flatnonzero((likes >= 3) & wide):
        span = slice(tree.start[index], tree.end[index])
        nearest[span] = index
        outermost[span] = np.where(outermost[span] < 0, index, outermost[span])
    for name, at in (("unit", nearest), ("outer unit", outermost)):
        found = at >= 0
        columns[f"{name} likes"] = np.where(found, likes[at], np.nan).astype(np.float32)
        columns[f"{name} words"] = np.where(found, totals.words[at], np.nan).astype(np.float32)
        columns[f"{name} mean"] = np.where(found, group_words[at] / likes[at], np.nan).astype(np.float32)
        columns[f"{name} share"] = np.where(found, group_words[at] / totals.page_words, np.nan).astype(np.float32)
        columns[f"{name} linked"] = np.where(found, totals.linked[at], np.nan).astype(np.float32)
        columns[f"{name} place"] = np.where(found, np.arange(n) - tree.start[at], np.nan).astype(np.float32)


def _add_prose_container(columns: dict[str, Floats], tree: Tree, totals: Totals) -> None:
    """Inside, before or after the deepest element that holds half (and most) of the page's prose."""
    n = len(tree.holder)
    index = np.arange(n, dtype=np.float32)
    for name, share in (("half", 0.5), ("most", 0.85)):
        held = np.flatnonzero(totals.prose[:-1] >= share * totals.page_prose)
        at = int(held[np.argmax(tree.depth[held])]) if len(held) else -1
        start, end = int(tree.start[at]), int(tree.end[at])
        outside = np.where(index < start, index - start, np.where(index >= end, index - end + 1, 0))
        columns[f"{name} prose away"] = outside.astype(np.float32)
        columns[f"{name} prose place"] = ((index - start) / max(end - start, 1)).astype(np.float32)
        columns[f"{name} prose size"] = np.full(n, totals.words[at] / totals.page_words, np.float32)
        columns[f"{name} prose linked"] = np.full(n, totals.linked[at], np.float32)


def _add_kinship(columns: dict[str, Floats], page: Page, lines: BlockFeatures, tree: Tree, totals: Totals) -> None:
    """How near a block's relation to the title is, and how many articles and top headings stand before it."""
    n = len(tree.holder)
    chain = set()
    at = int(tree.holder[lines.title]) if lines.title >= 0 else -1
    while at >= 0:
        chain.add(at)
        at = int(tree.parent[at])
    common = np.full(len(page.elements) + 1, -1, np.int64)
    parent = tree.parent.tolist()
    for index in range(len(page.elements)):
        common[index] = index if index in chain else common[parent[index]]
    shared = common[tree.holder]
    columns["title kin levels"] = (tree.depth[tree.holder] - tree.depth[shared]).astype(np.float32)
    columns["title kin share"] = (totals.words[shared] / totals.page_words).astype(np.float32)
    columns["title kin prose"] = (totals.prose[shared] / totals.page_prose).astype(np.float32)
    ends = np.zeros(n + 1, np.float32)
    for element in page.elements:
        if element.tag == "article" and lines.prose[element.start : element.end].sum() > 50:
            ends[element.end] += 1
    columns["articles before"] = np.cumsum(ends)[:n]
    tops = np.array([block.kind is Kind.HEADING and block.level == 1 for block in page.blocks], np.float32)
    columns["top headings before"] = np.cumsum(tops) - tops
