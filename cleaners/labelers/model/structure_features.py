"""Features of the markup around a block. Every element is a range of blocks, so every total is a look-up."""

from __future__ import annotations

import numpy as np

from ...page import Element, Page
from .chars import Floats
from .element_tree import ElementTree, Totals
from .main_part import measure_main_part
from .relation_features import measure_relations
from .text_features import BlockFeatures

# Name of a landmark: the tags, then the roles of elements that are one.
_LANDMARKS = {
    "main": ("main", "main"),
    "article": ("article", "article"),
    "nav": ("nav menu", "navigation menu menubar toolbar tablist"),
    "aside": ("aside", "complementary"),
    "footer": ("footer", "contentinfo"),
    "header": ("header", "banner"),
    "form": ("form fieldset select textarea", "search form"),
    "section": ("section", ""),
    "table": ("table", ""),
    "list": ("ul ol dl", ""),
    "figure": ("figure figcaption", ""),
    "quote": ("blockquote", ""),
    "details": ("details", ""),
    "dialog": ("dialog", "dialog alertdialog"),
    "button": ("button", "button"),
    "paragraph": ("p", ""),
}
_LANDMARK_OF_TAG = {tag: name for name, (tags, _) in _LANDMARKS.items() for tag in tags.split()}
_LANDMARK_OF_ROLE = {role: name for name, (_, roles) in _LANDMARKS.items() for role in roles.split()}
_LEVELS = 4


def measure_structure(page: Page, block_features: BlockFeatures, tree: ElementTree, title: str) -> dict[str, Floats]:
    """Every feature that is computed from markup, by name; ``title`` is the page's title as declared or shown."""
    columns: dict[str, Floats] = {"depth": tree.depth[tree.holder].astype(np.float32)}
    _add_landmarks(columns, page, tree)
    totals = Totals(block_features, tree)
    _add_containers(columns, block_features, tree, totals)
    _add_groups(columns, block_features, tree)
    columns.update(measure_main_part(block_features, tree, totals, title))
    columns.update(measure_relations(page, block_features, tree, totals))
    return columns


def _add_landmarks(columns: dict[str, Floats], page: Page, tree: ElementTree) -> None:
    """How many levels above the block each landmark is (NaN: it is not around the block); form fields and pictures."""
    n = len(page.blocks)
    depth = tree.depth[tree.holder]
    for name, elements in _landmarks(page).items():
        nearest = np.full(n, -1, np.int64)
        for element in elements:  # parents come first, so the innermost is written last
            nearest[element.start : element.end] = element.depth
        columns[f"in {name}"] = np.where(nearest >= 0, depth - nearest, np.nan).astype(np.float32)
        columns[f"has {name}"] = np.full(n, min(len(elements), 50), np.float32)
    fields, images = np.zeros(n, np.float32), np.zeros(n, np.float32)
    for element in page.elements:
        if (element.fields or element.images) and element.end - element.start < 30:
            if element.fields:
                fields[element.start : element.end] = element.fields
            if element.images:
                images[element.start : element.end] = element.images
    columns["fields"], columns["images"] = fields, images


def _landmarks(page: Page) -> dict[str, list[Element]]:
    """The elements that are a landmark, by its name, in page order."""
    landmarks: dict[str, list[Element]] = {name: [] for name in (*_LANDMARKS, "body property")}
    for element in page.elements:
        attrs = element.attrs
        name = _LANDMARK_OF_TAG.get(element.tag)
        if name:
            landmarks[name].append(element)
        if not attrs:
            continue
        role = _LANDMARK_OF_ROLE.get(attrs.get("role") or "")
        if role and role != name:
            landmarks[role].append(element)
        if attrs.get("itemprop") in ("articleBody", "text", "description"):
            landmarks["body property"].append(element)
    return landmarks


def _add_containers(
    columns: dict[str, Floats], block_features: BlockFeatures, tree: ElementTree, totals: Totals
) -> None:
    """Totals of the containers around the block, each of which holds more blocks than the one before it."""
    n = len(block_features.words)
    index = np.arange(n, dtype=np.float32)
    container = tree.holder
    alone = tree.end[container] - tree.start[container] <= 1
    container = np.where(alone, tree.wider[container], container)
    for level in range(1, _LEVELS + 1):
        size = totals.blocks[container]
        columns[f"container {level} share"] = totals.words[container] / totals.page_words
        columns[f"container {level} blocks"] = size
        columns[f"container {level} mean"] = totals.words[container] / size
        columns[f"container {level} linked"] = totals.linked[container]
        columns[f"container {level} prose"] = totals.prose[container] / totals.page_prose
        columns[f"container {level} stops"] = totals.stops[container]
        if level <= 2:
            columns[f"container {level} headings"] = totals.headings[container]
            columns[f"container {level} place"] = (index - tree.start[container]) / size
            spread = totals.squares[container] / size - (totals.words[container] / size) ** 2
            columns[f"container {level} spread"] = np.sqrt(np.maximum(spread, 0))
        container = tree.wider[container]


def _add_groups(columns: dict[str, Floats], block_features: BlockFeatures, tree: ElementTree) -> None:
    """Totals of all blocks of the page that have the same chain of tags and classes."""
    group = tree.path[tree.holder] + 1
    size = np.bincount(group)
    words = np.bincount(group, block_features.words)
    squares = np.bincount(group, block_features.words**2)
    linked = np.bincount(group, block_features.words * block_features.linked)
    prose = np.bincount(group, block_features.prose)
    count = np.maximum(size, 1)
    mean = words / count
    columns["group share"] = (words / max(float(words.sum()), 1.0))[group].astype(np.float32)
    columns["group size"] = size[group].astype(np.float32)
    columns["group mean"] = mean[group].astype(np.float32)
    columns["group spread"] = np.sqrt(np.maximum(squares / count - mean**2, 0))[group].astype(np.float32)
    columns["group linked"] = (linked / np.maximum(words, 1))[group].astype(np.float32)
    columns["group prose"] = (prose / max(float(prose.sum()), 1.0))[group].astype(np.float32)
