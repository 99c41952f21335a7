"""An article that stands twice in its page: written once for narrow screens, once for print, once for programs.

Every copy looks like the article, so nothing that looks at a block and its surroundings tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...page import Page

COPY = "stands on the page once more, word for word"
WHOLE = "holds hardly more than other texts of the page do"
_SHARE = 0.25  # of the kept words: less are terms, examples and quotes that are said again on purpose
_BLOCKS, _WORDS = 3, 100  # of one copy
_SKIPPED = 2  # blocks that a copy may leave out in one place
_LARGE = 1500  # characters of a block that may hold others
_HELD = 0.9  # of its characters: a post that quotes others has words of its own
_RUN = 3  # words


def repeats(page: Page, kept: NDArray[np.bool_], words: NDArray[np.float64]) -> dict[int, str]:
    """The kept blocks of later copies, and why: they say, in the same order and word for word, what kept ones said.

    Also one large block that holds the text of others.
    """
    places = [int(index) for index in np.flatnonzero(kept)]
    texts = [page.blocks[index].text for index in places]
    runs = ([places[place] for place in run] for run in _runs(texts) if len(run) >= _BLOCKS)
    found = {index: COPY for run in runs if words[run].sum() >= _WORDS for index in run}
    found.update((places[place], WHOLE) for place in _holders(texts))
    return found if words[list(found)].sum() >= _SHARE * words[kept].sum() else {}


def _runs(texts: list[str]) -> list[list[int]]:
    """Runs of texts of which each stood before, each behind the one before it."""
    first: dict[str, int] = {}
    runs: list[list[int]] = []
    last = -1  # where the text before stood first; -1 where it did not
    for place, text in enumerate(texts):
        stood = first.setdefault(text, place)
        if stood == place:
            last = -1
            continue
        if last < 0 or not last < stood <= last + 1 + _SKIPPED:
            runs.append([])
        runs[-1].append(place)
        last = stood
    return runs


def _holders(texts: list[str]) -> list[int]:
    """Large texts that are made of others, which are not large themselves."""
    least = max(_LARGE, _SHARE * sum(map(len, texts)))
    most = sum(len(text) for text in texts if len(text) < _LARGE) / _HELD
    large = [place for place, text in enumerate(texts) if least <= len(text) <= most]
    parts = {text: _runs_of_words(text) for text in texts if len(text) < _LARGE} if large else {}
    return [place for place in large if _is_made_of(texts[place], parts)]


def _is_made_of(large: str, parts: Mapping[str, set[tuple[str, ...]]]) -> bool:
    said = _runs_of_words(large)
    held = [len(text) for text, runs in parts.items() if runs and len(runs & said) >= _HELD * len(runs)]
    return len(held) >= _BLOCKS and sum(held) >= _HELD * len(large)


def _runs_of_words(text: str) -> set[tuple[str, ...]]:
    """What tells in one pass whether a text holds another, though words run together where the other begins or ends."""
    words = text.split()
    return set(zip(*(words[start:] for start in range(_RUN)), strict=False))
