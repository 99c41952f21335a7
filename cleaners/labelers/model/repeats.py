"""An article that stands twice in its page: written once for narrow screens, once for print, once for programs.

Every copy looks like the article, so nothing that looks at a block and its surroundings tells them apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...reading import Reading

COPY = "stands on the page once more, word for word"
WHOLE = "holds hardly more than other texts of the page do"
_SHARE = 0.25  # of the kept words: less are terms, examples and quotes that are said again on purpose
_BLOCKS, _WORDS = 3, 100  # of one copy: steps and terms that several entries have in common are shorter
_QUOTED = 40  # words of one copy in a thread: a post quoted whole
_SKIPPED = 2  # blocks that a copy may leave out or put in, in one place
_PUT_IN = 10  # blocks of a copy for each that it puts in: entries of a reference differ in more
_LARGE = 1500  # characters of a block that may hold others
_HELD = 0.9  # of its characters: a post that quotes others has words of its own
_RUN = 3  # words


def repeats(reading: Reading, kept: NDArray[np.bool_], words: NDArray[np.float64]) -> dict[int, str]:
    """The kept blocks of later copies, and why: they say, in the same order and word for word, what kept ones said.

    Also one large block that holds the text of others, and in a thread posts that are quoted whole.
    """
    places = [int(index) for index in np.flatnonzero(kept)]
    texts = [reading.page.blocks[index].text for index in places]
    runs = [[places[place] for place in run] for run in _runs(texts) if len(run) >= _BLOCKS]
    least = _QUOTED if runs and reading.is_forum else _WORDS
    found = {index: COPY for run in runs if words[run].sum() >= least for index in run}
    found.update((places[place], WHOLE) for place in _holders(texts))
    enough = max(_WORDS, _SHARE * float(words[kept].sum()))
    return found if words[list(found)].sum() >= enough else {}


def _runs(texts: list[str]) -> list[list[int]]:
    """The copies: runs of texts that stood before, in the same order, all ahead of the run."""
    stood: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        stood.setdefault(text, []).append(place)
    runs: list[list[int]] = []
    start = 0
    while start < len(texts):
        run = _run_from(start, texts, stood)
        runs += [run] if run else []
        start = run[-1] + 1 if run else start + 1
    return runs


def _run_from(start: int, texts: list[str], stood: Mapping[str, list[int]]) -> list[int]:
    """The places of the copy that begins at ``start``; none where its text stands for the first time."""
    run: list[int] = []
    last = -1  # where the last text of the run stood
    for place in range(start, len(texts)):
        places = stood[texts[place]]
        before = places[bisect_right(places, last) if run else 0]
        if before < start and (not run or before <= last + 1 + _SKIPPED):
            run.append(place)
            last = before
            continue
        put_in = place - start + 1 - len(run)
        if _PUT_IN * put_in > len(run) or place - run[-1] > _SKIPPED:
            break
    return run


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
