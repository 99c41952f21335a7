"""Which block is the title, and how the others relate to it and to the page's own description."""

from __future__ import annotations

import re

import numpy as np

from ...reading import Reading
from ...reading.titles import find_by_overlap
from .chars import Floats

_WORD = re.compile(r"\w+")


def find_title(reading: Reading, words: list[frozenset[str]]) -> tuple[int, float]:
    """The block that is the page's title (-1: none is found) and how likely it is; ``words`` are each block's."""
    if reading.page.origin == "html":
        return find_by_overlap(reading.page.blocks, words, reading.declared_titles)
    return (reading.title[0].block.index, reading.title[1]) if reading.title else (-1, 0.0)


def add_title(columns: dict[str, Floats], words: list[frozenset[str]], title: int, reading: Reading) -> None:
    """Add the features of a block's relation to the title; ``words`` are the different ones of each block."""
    page, n = reading.page, len(words)
    index = np.arange(n, dtype=np.float32)
    before = np.cumsum(columns["words"]) - columns["words"]
    at = title if title >= 0 else 0
    columns["from title"] = index - at if title >= 0 else np.full(n, np.nan, np.float32)
    columns["words from title"] = before - before[at] if title >= 0 and n else np.full(n, np.nan, np.float32)
    own = page.blocks[at].text if n and title >= 0 else ""
    declared = next(iter(reading.declared_titles), own)
    title_words = set(_WORD.findall(declared.lower()))
    about = next((text for name, text in page.head.meta if name in ("og:description", "description")), "")
    about_words = set(_WORD.findall(about.lower()))
    sizes = np.array([len(found) for found in words], np.float32)
    shared = np.array([len(title_words & found) for found in words], np.float32)
    described = np.array([len(about_words & found) for found in words], np.float32)
    columns["description overlap"] = np.where(sizes > 4, described / np.maximum(sizes, 1), 0)
    columns["title overlap"] = shared / np.maximum(sizes, 1)
    columns["title share"] = shared / max(len(title_words), 1)
