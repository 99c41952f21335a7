"""Articles that a page holds twice: once for narrow screens, once for print, once for programs.

Every copy looks like the article, so the features of a block and its surroundings are the same for all of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...reading import Reading

COPY_REASON = "stands on the page once more, word for word"
CONTAINER_REASON = "holds hardly more than other texts of the page do"
_MIN_SHARE = 0.25  # of the kept words; less is a term, an example or a quote that is repeated on purpose
_MIN_BLOCKS, _MIN_WORDS = 3, 100  # of one copy; steps and terms that several entries share are shorter
_MIN_QUOTED_WORDS = 40  # of one copy in a thread: a post quoted whole
_MAX_SKIPPED = 2  # blocks that a copy may omit or insert at one point
_BLOCKS_PER_INSERTION = 10  # copied blocks for each inserted one; the entries of a reference differ more
_LARGE_CHARS = 1500  # length of a block that may hold others
_MIN_HELD_SHARE = 0.9  # of its characters; a post that quotes others has words of its own
_SHINGLE_WORDS = 3


def repeated_blocks(reading: Reading, kept: NDArray[np.bool_], words: NDArray[np.float64]) -> dict[int, str]:
    """The kept blocks that repeat earlier kept ones, by index, with the reason to drop them.

    These are runs of blocks with the same texts in the same order, large blocks that hold the
    text of others, and in a thread also posts that are quoted whole.
    """
    indexes = [int(index) for index in np.flatnonzero(kept)]
    texts = [reading.page.blocks[index].text for index in indexes]
    copies = [[indexes[i] for i in copy] for copy in _copies(texts) if len(copy) >= _MIN_BLOCKS]
    min_words = _MIN_QUOTED_WORDS if copies and reading.is_forum else _MIN_WORDS
    reasons = {index: COPY_REASON for copy in copies if words[copy].sum() >= min_words for index in copy}
    reasons.update((indexes[i], CONTAINER_REASON) for i in _containers(texts))
    min_total = max(_MIN_WORDS, _MIN_SHARE * float(words[kept].sum()))
    return reasons if words[list(reasons)].sum() >= min_total else {}


def _copies(texts: list[str]) -> list[list[int]]:
    """Runs of texts that occur before the run in the same order, as indexes."""
    occurrences: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        occurrences.setdefault(text, []).append(index)
    copies: list[list[int]] = []
    start = 0
    while start < len(texts):
        copy = _copy_from(start, texts, occurrences)
        copies += [copy] if copy else []
        start = copy[-1] + 1 if copy else start + 1
    return copies


def _copy_from(start: int, texts: list[str], occurrences: Mapping[str, list[int]]) -> list[int]:
    """The indexes of the copy that begins at ``start``; empty when its text occurs there for the first time."""
    copy: list[int] = []
    last_original = -1
    for index in range(start, len(texts)):
        of_text = occurrences[texts[index]]
        original = of_text[bisect_right(of_text, last_original) if copy else 0]
        if original < start and (not copy or original <= last_original + 1 + _MAX_SKIPPED):
            copy.append(index)
            last_original = original
            continue
        inserted = index - start + 1 - len(copy)
        if _BLOCKS_PER_INSERTION * inserted > len(copy) or index - copy[-1] > _MAX_SKIPPED:
            break
    return copy


def _containers(texts: list[str]) -> list[int]:
    """Indexes of large texts that consist of others, which are not large themselves."""
    min_chars = max(_LARGE_CHARS, _MIN_SHARE * sum(map(len, texts)))
    max_chars = sum(len(text) for text in texts if len(text) < _LARGE_CHARS) / _MIN_HELD_SHARE
    large = [index for index, text in enumerate(texts) if min_chars <= len(text) <= max_chars]
    parts = {text: _word_shingles(text) for text in texts if len(text) < _LARGE_CHARS} if large else {}
    return [index for index in large if _consists_of(texts[index], parts)]


def _consists_of(large: str, parts: Mapping[str, set[tuple[str, ...]]]) -> bool:
    shingles = _word_shingles(large)
    held = [len(text) for text, own in parts.items() if own and len(own & shingles) >= _MIN_HELD_SHARE * len(own)]
    return len(held) >= _MIN_BLOCKS and sum(held) >= _MIN_HELD_SHARE * len(large)


def _word_shingles(text: str) -> set[tuple[str, ...]]:
    """All runs of three words. They show in one pass whether a text holds another, even without a space between."""
    words = text.split()
    return set(zip(*(words[start:] for start in range(_SHINGLE_WORDS)), strict=False))
