"""Where the article is: features of the containers around a block that tell its part of the page from the others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...page import Kind
from ...words import words_of
from .chars import Floats
from .element_tree import ElementTree, Totals
from .text_features import KIND_CODES, BlockFeatures, distances, running_sums

_MIN_PARAGRAPH = 25  # characters; shorter ones say nothing of their container
_CHARS_A_POINT, _MAX_POINTS = 100, 3
_GENERATIONS = (1.0, 0.5)  # share of a paragraph's points that its parent and grandparent get
_LEVELS = 4
_MAX_TITLE_WORDS = 24


def measure_main_part(
    block_features: BlockFeatures, tree: ElementTree, totals: Totals, title: str
) -> dict[str, Floats]:
    """The features of this group, by name; ``title`` is the page's title as declared or shown."""
    columns: dict[str, Floats] = {}
    _add_paragraph_points(columns, block_features, tree, totals)
    _add_title_coverage(columns, block_features, tree, title)
    _add_linked_headings(columns, block_features, tree)
    return columns


def _add_paragraph_points(
    columns: dict[str, Floats], block_features: BlockFeatures, tree: ElementTree, totals: Totals
) -> None:
    """Points that paragraphs give to the elements around them, as readability counts them (Arc90, 2009).

    A paragraph has one point, one for each comma and up to three for its length; its parent gets them, its
    grandparent half. The element with most points, less its share of links, is where the article is taken to be.
    """
    own = block_features.columns
    chars = own["chars"] * (1 - block_features.linked)
    commas = own["commas"] * np.maximum(own["words"], 1)
    points = np.where(
        (own["chars"] >= _MIN_PARAGRAPH) & (own["kind"] != KIND_CODES[Kind.HEADING]),
        1 + commas + np.minimum(chars / _CHARS_A_POINT, _MAX_POINTS), 0,
    )  # fmt: skip
    alone = tree.end[tree.holder] - tree.start[tree.holder] <= 1
    around = np.where(alone, tree.parent[tree.holder], tree.holder)
    score = np.zeros(len(tree.parent))
    for share in _GENERATIONS:
        inside = (around >= 0) & (points > 0)
        np.add.at(score, around[inside], share * points[inside])
        around = np.where(inside, tree.parent[around], -1)
    score *= 1 - np.minimum(totals.linked, 1)
    n = len(tree.holder)
    index = np.arange(n)
    best = int(np.argmax(score[:-1])) if len(score) > 1 else -1
    top = max(float(score[best]), 1e-9)
    start, end = int(tree.start[best]), int(tree.end[best])
    outside = np.where(index < start, index - start, np.where(index >= end, index - end + 1, 0))
    columns["points away"] = outside.astype(np.float32)
    columns["points place"] = ((index - start) / max(end - start, 1)).astype(np.float32)
    columns["points size"] = np.full(n, totals.words[best] / totals.page_words, np.float32)
    highest = _highest_above(score, tree)
    columns["points share"] = (highest[tree.holder] / top).astype(np.float32)
    common = _common_depth(tree, best)
    columns["points kin levels"] = (tree.depth[tree.holder] - common[tree.holder]).astype(np.float32)
    columns["points kin depth"] = (tree.depth[best] - common[tree.holder]).astype(np.float32)
    level = np.sort(score[:-1])[::-1]
    columns["points lead"] = np.full(n, top / max(float(level[1]), 1e-9) if len(level) > 1 else 9.0, np.float32)


def _highest_above(score: NDArray[np.float64], tree: ElementTree) -> NDArray[np.float64]:
    """By element: the highest score of the element and the elements around it."""
    highest = score.copy()
    highest[-1] = 0
    for level in tree.levels[1:]:
        highest[level] = np.maximum(highest[level], highest[tree.parent[level]])
    return highest


def _common_depth(tree: ElementTree, element: int) -> NDArray[np.int64]:
    """By element: the depth of the innermost element that is around it and around ``element``; -1 for none."""
    chain = set()
    while element >= 0:
        chain.add(element)
        element = int(tree.parent[element])
    common = np.full(len(tree.parent), -1, np.int64)
    for level in tree.levels:
        own = np.fromiter((index in chain for index in level.tolist()), bool, len(level))
        common[level] = np.where(own, tree.depth[level], common[tree.parent[level]])
    return common


def _add_title_coverage(
    columns: dict[str, Floats], block_features: BlockFeatures, tree: ElementTree, title: str
) -> None:
    """How many of the title's words each container holds, rare words of the page counting most."""
    n = len(tree.holder)
    wanted = list(dict.fromkeys(words_of(title)))[:_MAX_TITLE_WORDS]
    if not wanted:
        for level in range(1, _LEVELS + 1):
            columns[f"title in container {level}"] = np.full(n, np.nan, np.float32)
        return
    row = {word: number for number, word in enumerate(wanted)}
    found = np.zeros((len(wanted), n + 1), np.int32)
    for index, words in enumerate(block_features.tokens):
        for word in row.keys() & words:
            found[row[word], index + 1] = 1
    sums = found.cumsum(1)
    weight = np.log((n + 2) / (sums[:, -1] + 1)) * (sums[:, -1] > 1)
    total = max(float(weight.sum()), 1e-9)
    container = tree.holder
    alone = tree.end[container] - tree.start[container] <= 1
    container = np.where(alone, tree.wider[container], container)
    for level in range(1, _LEVELS + 1):
        chosen, position = np.unique(container, return_inverse=True)
        covered = sums[:, tree.end[chosen]] > sums[:, tree.start[chosen]]
        columns[f"title in container {level}"] = ((weight @ covered) / total)[position].astype(np.float32)
        container = tree.wider[container]


def _add_linked_headings(columns: dict[str, Floats], block_features: BlockFeatures, tree: ElementTree) -> None:
    """Headings that are links introduce other pages: their share in the containers, and how far away the last is."""
    heading = block_features.columns["kind"] == KIND_CODES[Kind.HEADING]
    linked = heading & (block_features.linked > 0.5)
    columns["since linked heading"], columns["until linked heading"] = distances(linked)
    last = np.maximum.accumulate(np.where(heading, np.arange(len(heading)), -1)) if len(heading) else heading
    columns["heading linked"] = np.where(last >= 0, block_features.linked[last], np.nan).astype(np.float32)
    all_headings, all_linked = running_sums(heading.astype(np.float32)), running_sums(linked.astype(np.float32))
    container = tree.holder
    alone = tree.end[container] - tree.start[container] <= 1
    container = np.where(alone, tree.wider[container], container)
    for level in range(1, 4):
        start, end = tree.start[container], tree.end[container]
        count = all_headings[end] - all_headings[start]
        share = (all_linked[end] - all_linked[start]) / np.maximum(count, 1)
        columns[f"container {level} linked headings"] = np.where(count > 0, share, np.nan).astype(np.float32)
        container = tree.wider[container]
