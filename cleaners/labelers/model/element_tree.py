"""A page's elements as arrays, and totals of words, links and prose inside each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ...page import Kind, Page
from .chars import Floats
from .text_features import KIND_CODES, BlockFeatures, running_sums

Ints = NDArray[np.int64]


@dataclass
class ElementTree:
    """The elements of a page as arrays; index -1 (the last row) means "no element"."""

    parent: Ints
    start: Ints
    end: Ints
    depth: Ints
    path: Ints  # elements with the same chain of tags and classes share a number
    wider: Ints  # the nearest ancestor that holds more blocks
    holder: Ints  # by block: its innermost element

    @cached_property
    def levels(self) -> list[Ints]:
        """The elements of every depth, the outermost first."""
        depth = self.depth[:-1]
        return np.split(np.argsort(depth, kind="stable"), np.cumsum(np.bincount(depth))[:-1]) if len(depth) else []


def build_element_tree(page: Page) -> ElementTree:
    """Arrays of a page's elements."""
    elements = page.elements
    parent = np.array([*(element.parent for element in elements), -1], np.int64)
    start = np.array([*(element.start for element in elements), 0], np.int64)
    end = np.array([*(element.end for element in elements), len(page.blocks)], np.int64)
    depth = np.array([*(element.depth for element in elements), 0], np.int64)
    same = (parent >= 0) & (start[parent] == start) & (end[parent] == end)
    paths: dict[tuple[int, str, str | None], int] = {}
    path: list[int] = []
    wider: list[int] = []
    for element, outer, as_wide in zip(elements, parent.tolist(), same.tolist(), strict=False):
        key = (path[outer] if outer >= 0 else -1, element.tag, element.attrs.get("class"))
        path.append(paths.setdefault(key, len(paths)))
        wider.append(wider[outer] if as_wide else outer)
    holder = np.array([block.element for block in page.blocks], np.int64)
    return ElementTree(
        parent, start, end, depth, np.array([*path, -1], np.int64), np.array([*wider, -1], np.int64), holder
    )


class Totals:
    """Words, links, prose and kinds summed over every element's blocks."""

    def __init__(self, block_features: BlockFeatures, tree: ElementTree) -> None:
        self._tree = tree
        self.words = self._sum(block_features.words)
        self.linked = self._sum(block_features.words * block_features.linked) / np.maximum(self.words, 1)
        self.prose = self._sum(block_features.prose)
        kind = block_features.columns["kind"]
        self.blocks = np.maximum((tree.end - tree.start).astype(np.float32), 1)
        self.headings = self._sum((kind == KIND_CODES[Kind.HEADING]).astype(np.float32)) / self.blocks
        self.stops = self._sum(block_features.columns["stops"]) / np.maximum(self.words, 1)
        self.squares = self._sum(block_features.words**2)
        self.page_words = max(float(block_features.words.sum()), 1.0)
        self.page_prose = max(float(block_features.prose.sum()), 1.0)

    def _sum(self, values: Floats) -> Floats:
        total = running_sums(values)
        return (total[self._tree.end] - total[self._tree.start]).astype(np.float32)
