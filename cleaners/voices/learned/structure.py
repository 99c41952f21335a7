"""What the markup around a block tells. Every element is a range of blocks, so each total is a prefix-sum look-up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...page import Kind, Page
from .chars import Floats
from .lines import KIND_CODES, Lines

_LANDMARKS = {
    "main": ("main",), "article": ("article",), "nav": ("nav", "menu"), "aside": ("aside",), "footer": ("footer",),
    "header": ("header",), "form": ("form", "fieldset", "select", "textarea"), "section": ("section",),
    "table": ("table",), "list": ("ul", "ol", "dl"), "figure": ("figure", "figcaption"),
    "quote": ("blockquote",), "details": ("details",), "dialog": ("dialog",), "button": ("button",), "paragraph": ("p",),
}  # fmt: skip
_ROLES = {
    "main": "main", "article": "article", "navigation": "nav", "menu": "nav", "menubar": "nav", "complementary": "aside",
    "contentinfo": "footer", "banner": "header", "search": "form", "form": "form", "dialog": "dialog",
    "alertdialog": "dialog", "button": "button", "toolbar": "nav", "tablist": "nav",
}  # fmt: skip
_TAG_LANDMARK = {tag: name for name, tags in _LANDMARKS.items() for tag in tags}
_LEVELS = 4
Ints = NDArray[np.int64]


@dataclass
class Tree:
    """The elements of a page as arrays; index -1 (the last row) stands for "no element"."""

    parent: Ints
    start: Ints
    end: Ints
    depth: Ints
    path: Ints  # elements with the same chain of tags and classes share a number
    wider: Ints  # the nearest ancestor that holds more blocks
    holder: Ints  # by block: its innermost element


def build_tree(page: Page) -> Tree:
    """Arrays of a page's elements."""
    elements = page.elements
    paths: dict[tuple[int, str, str | None], int] = {}
    path, wider = [], []
    for element in elements:
        parent = element.parent
        key = (path[parent] if parent >= 0 else -1, element.tag, element.attrs.get("class"))
        path.append(paths.setdefault(key, len(paths)))
        if parent < 0:
            wider.append(-1)
        else:
            outer = elements[parent]
            same = outer.start == element.start and outer.end == element.end
            wider.append(wider[parent] if same else parent)
    count = len(elements)
    table = np.array([(e.parent, e.start, e.end, e.depth) for e in elements], np.int64).reshape(count, 4)
    table = np.vstack([table, [-1, 0, len(page.blocks), 0]])
    holder = np.array([block.element for block in page.blocks], np.int64)
    return Tree(
        table[:, 0], table[:, 1], table[:, 2], table[:, 3],
        np.array([*path, -1], np.int64), np.array([*wider, -1], np.int64), holder,
    )  # fmt: skip


def measure_structure(page: Page, lines: Lines, tree: Tree) -> dict[str, Floats]:
    """Every feature that rests on markup, by name."""
    columns: dict[str, Floats] = {"depth": tree.depth[tree.holder].astype(np.float32)}
    _add_landmarks(columns, page, tree)
    totals = _Totals(lines, tree)
    _add_levels(columns, lines, tree, totals)
    _add_groups(columns, lines, tree)
    _add_repeated(columns, tree, totals)
    _add_prose_container(columns, tree, totals)
    _add_kinship(columns, page, lines, tree, totals)
    return columns


def _add_landmarks(columns: dict[str, Floats], page: Page, tree: Tree) -> None:
    """For each landmark, how many levels above the block it stands (NaN: nowhere)."""
    count = len(page.elements)
    own = {name: np.zeros(count + 1, bool) for name in _LANDMARKS}
    body = np.zeros(count + 1, bool)
    for index, element in enumerate(page.elements):
        name = _TAG_LANDMARK.get(element.tag)
        if name:
            own[name][index] = True
        role = element.attrs.get("role")
        if role and role in _ROLES:
            own[_ROLES[role]][index] = True
        if element.attrs.get("itemprop") in ("articleBody", "text", "description"):
            body[index] = True
    n = len(page.blocks)
    depth = tree.depth[tree.holder]
    for name, marked in [*own.items(), ("body property", body)]:
        nearest = np.full(n, -1, np.int64)
        for index in np.flatnonzero(marked):  # parents come first, so the innermost is written last
            nearest[tree.start[index] : tree.end[index]] = tree.depth[index]
        columns[f"in {name}"] = np.where(nearest >= 0, depth - nearest, np.nan).astype(np.float32)
        columns[f"has {name}"] = np.full(n, min(int(marked.sum()), 50), np.float32)
    fields = np.zeros(n, np.float32)
    images = np.zeros(n, np.float32)
    for element in page.elements:
        if element.fields and element.end - element.start < 30:
            fields[element.start : element.end] = element.fields
        if element.images and element.end - element.start < 30:
            images[element.start : element.end] = element.images
    columns["fields"], columns["images"] = fields, images


class _Totals:
    """Totals of words, links, prose and kinds inside every element."""

    def __init__(self, lines: Lines, tree: Tree) -> None:
        self._tree = tree
        self.words = self._of(lines.words)
        self.linked = self._of(lines.words * lines.linked) / np.maximum(self.words, 1)
        self.prose = self._of(lines.prose)
        kind = lines.columns["kind"]
        self.blocks = np.maximum((tree.end - tree.start).astype(np.float32), 1)
        self.headings = self._of((kind == KIND_CODES[Kind.HEADING]).astype(np.float32)) / self.blocks
        self.stops = self._of(lines.columns["stops"]) / np.maximum(self.words, 1)
        self.squares = self._of(lines.words**2)
        self.page_words = max(float(lines.words.sum()), 1.0)
        self.page_prose = max(float(lines.prose.sum()), 1.0)

    def _of(self, values: Floats) -> Floats:
        total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
        return (total[self._tree.end] - total[self._tree.start]).astype(np.float32)


def _add_levels(columns: dict[str, Floats], lines: Lines, tree: Tree, totals: _Totals) -> None:
    """Totals of the containers around the block, each holding more blocks than the one before."""
    n = len(lines.words)
    index = np.arange(n, dtype=np.float32)
    at = tree.holder
    alone = tree.end[at] - tree.start[at] <= 1
    at = np.where(alone, tree.wider[at], at)
    for level in range(1, _LEVELS + 1):
        size = totals.blocks[at]
        columns[f"container {level} share"] = totals.words[at] / totals.page_words
        columns[f"container {level} blocks"] = size
        columns[f"container {level} mean"] = totals.words[at] / size
        columns[f"container {level} linked"] = totals.linked[at]
        columns[f"container {level} prose"] = totals.prose[at] / totals.page_prose
        columns[f"container {level} stops"] = totals.stops[at]
        if level <= 2:
            columns[f"container {level} headings"] = totals.headings[at]
            columns[f"container {level} place"] = (index - tree.start[at]) / size
            spread = totals.squares[at] / size - (totals.words[at] / size) ** 2
            columns[f"container {level} spread"] = np.sqrt(np.maximum(spread, 0))
        at = tree.wider[at]


def _add_groups(columns: dict[str, Floats], lines: Lines, tree: Tree) -> None:
    """The blocks whose chain of tags and classes is the same, wherever on the page they stand."""
    group = tree.path[tree.holder] + 1
    size = np.bincount(group)
    words = np.bincount(group, lines.words)
    squares = np.bincount(group, lines.words**2)
    linked = np.bincount(group, lines.words * lines.linked)
    prose = np.bincount(group, lines.prose)
    count = np.maximum(size, 1)
    mean = words / count
    columns["group share"] = (words / max(float(words.sum()), 1.0))[group].astype(np.float32)
    columns["group size"] = size[group].astype(np.float32)
    columns["group mean"] = mean[group].astype(np.float32)
    columns["group spread"] = np.sqrt(np.maximum(squares / count - mean**2, 0))[group].astype(np.float32)
    columns["group linked"] = (linked / np.maximum(words, 1))[group].astype(np.float32)
    columns["group prose"] = (prose / max(float(prose.sum()), 1.0))[group].astype(np.float32)


def _add_repeated(columns: dict[str, Floats], tree: Tree, totals: _Totals) -> None:
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


def _add_prose_container(columns: dict[str, Floats], tree: Tree, totals: _Totals) -> None:
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


def _add_kinship(columns: dict[str, Floats], page: Page, lines: Lines, tree: Tree, totals: _Totals) -> None:
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
        if element.tag == "article" and totals_prose(lines, element.start, element.end) > 50:
            ends[element.end] += 1
    columns["articles before"] = np.cumsum(ends)[:n]
    tops = np.array([block.kind is Kind.HEADING and block.level == 1 for block in page.blocks], np.float32)
    columns["top headings before"] = np.cumsum(tops) - tops


def totals_prose(lines: Lines, start: int, end: int) -> float:
    """Words of running text in the blocks ``[start, end)``."""
    return float(lines.prose[start:end].sum())
