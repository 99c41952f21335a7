"""An article that stands twice in its page: written once for narrow screens, once for print, once for programs.

Every copy looks like the article, so nothing that looks at a block and its surroundings tells them apart.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...page import Page

_SHARE = 0.25  # of the kept words: less are terms, examples and quotes that are said again on purpose
_BLOCKS, _WORDS = 3, 100  # of one copy
_SKIPPED = 2  # blocks that a copy may leave out in one place
_LARGE = 1500  # characters of a block that may hold others
_HELD = 0.6  # of its characters


def repeats(page: Page, kept: NDArray[np.bool_], words: NDArray[np.float64]) -> list[int]:
    """The kept blocks of later copies: those that say, in the same order and word for word, what kept ones said.

    Also one large block that holds the text of others.
    """
    places = [int(index) for index in np.flatnonzero(kept)]
    texts = [page.blocks[index].text for index in places]
    again = [place for run in _runs(texts) for place in run if len(run) >= _BLOCKS]
    again += _holders(texts)
    found = sorted({places[place] for place in again})
    enough = max(_WORDS, _SHARE * float(words[kept].sum()))
    return found if float(words[found].sum()) >= enough else []


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
    """Large texts that hold several of the others."""
    found = []
    for place, large in enumerate(texts):
        if len(large) < _LARGE:
            continue
        held = [len(text) for other, text in enumerate(texts) if other != place and text in large]
        if len(held) >= _BLOCKS and sum(held) >= _HELD * len(large):
            found.append(place)
    return found
