"""Which block is the title, and how the others relate to it and to the page's declared description."""

from __future__ import annotations

import numpy as np

from ...reading import Reading
from ...words import words_of
from .chars import Floats


def find_title(reading: Reading) -> tuple[int, float]:
    """The index of the title's block (-1: none) and how likely it is."""
    return (reading.title[0].block.index, reading.title[1]) if reading.title else (-1, 0.0)


def add_title_features(
    columns: dict[str, Floats], words: list[frozenset[str]], title_index: int, reading: Reading
) -> None:
    """Add the features of each block's relation to the title; ``words`` are the distinct ones of each block."""
    page, n = reading.page, len(words)
    index = np.arange(n, dtype=np.float32)
    before = np.cumsum(columns["words"]) - columns["words"]
    shown, missing = "", np.full(n, np.nan, np.float32)
    columns["from title"] = columns["words from title"] = missing
    if title_index >= 0:
        columns["from title"], columns["words from title"] = index - title_index, before - before[title_index]
        shown = page.blocks[title_index].text
    title_words = set(words_of(next(iter(reading.declared_titles), shown)))
    about = next((text for name, text in page.head.meta if name in ("og:description", "description")), "")
    about_words = set(words_of(about))
    sizes = np.array([len(found) for found in words], np.float32)
    shared = np.array([len(title_words & found) for found in words], np.float32)
    described = np.array([len(about_words & found) for found in words], np.float32)
    columns["description overlap"] = np.where(sizes > 4, described / np.maximum(sizes, 1), 0)
    columns["title overlap"] = shared / np.maximum(sizes, 1)
    columns["title share"] = shared / max(len(title_words), 1)
