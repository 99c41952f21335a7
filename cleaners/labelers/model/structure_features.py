"""What the markup around a block tells: every element is a range of blocks, every total a look-up."""

from __future__ import annotations

import numpy as np

from ...page import Page
from .chars import Floats
from .relation_features import measure_relations
from .text_features import BlockFeatures
from .tree import Totals, Tree

_LANDMARKS = {
    "main": ("main",),
    "article": ("article",),
    "nav": ("nav", "menu"),
    "aside": ("aside",),
    "footer": ("footer",),
    "header": ("header",),
    "form": ("form", "fieldset", "select", "textarea"),
    "section": ("section",),
    "table": ("table",),
    "list": ("ul", "ol", "dl"),
    "figure": ("figure", "figcaption"),
    "quote": ("blockquote",),
    "details": ("details",),
    "dialog": ("dialog",),
    "button": ("button",),
    "paragraph": ("p",),
}
_ROLES = {
    "main": "main",
    "article": "article",
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "complementary": "aside",
    "contentinfo": "footer",
    "banner": "header",
    "search": "form",
    "form": "form",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "button": "button",
    "toolbar": "nav",
    "tablist": "nav",
}
_TAG_LANDMARK = {tag: name for name, tags in _LANDMARKS.items() for tag in tags}
_LEVELS = 4


def measure_structure(page: Page, lines: BlockFeatures, tree: Tree) -> dict[str, Floats]:
    """Every feature that rests on markup, by name."""
    columns: dict[str, Floats] = {"depth": tree.depth[tree.holder].astype(np.float32)}
    _add_landmarks(columns, page, tree)
    totals = Totals(lines, tree)
    _add_levels(columns, lines, tree, totals)
    _add_groups(columns, lines, tree)
    columns.update(measure_relations(page, lines, tree, totals))
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
        for index in np.flatnonzero(marked).tolist():  # parents come first, so the innermost is written last
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


def _add_levels(columns: dict[str, Floats], lines: BlockFeatures, tree: Tree, totals: Totals) -> None:
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


def _add_groups(columns: dict[str, Floats], lines: BlockFeatures, tree: Tree) -> None:
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
