"""Where to cut: the blocks whose keeping makes the expected F1 of the page's words largest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float64]

LOWEST_FLOOR, HIGHEST_FLOOR = 0.2, 0.5
LOWEST_ON_TEXT = 0.15  # where there is no markup to be sure by
MODESTY = 0.8
HALF_SURE, SURE = 0.85, 0.95  # expected F1 of a page from which log-odds are drawn in less, and not at all
DOUBTFUL, CLEAR = 0.7, 0.9  # expected F1 of a page on which the floor is the lowest, the highest


def floor_of(expected: float, lowest: float = LOWEST_FLOOR) -> float:
    """How likely a block must at least be: on a clear page as likely as not, on a doubtful one down to ``lowest``.

    On articles, mostly clear, precision is what is wanted; on shops and listings
    everything is doubtful, and a high floor would leave nothing.
    """
    share = (expected - DOUBTFUL) / (CLEAR - DOUBTFUL)
    return lowest + (HIGHEST_FLOOR - lowest) * min(max(share, 0.0), 1.0)


def drawn_in(kept: Probabilities, expected: float) -> Probabilities:
    """The probabilities of a doubtful page, nearer to one half.

    The blocks of a page err together, which none of them alone can know. With the
    log-odds drawn in by a fifth where little F1 is expected, and not at all where much
    is, the cut is better (+.0026 mean F1 in cross-validation on all of WCXB dev).
    """
    doubt = 1 - min(max((expected - HALF_SURE) / (SURE - HALF_SURE), 0.0), 1.0)
    likely = np.clip(kept, 1e-9, 1 - 1e-9)
    odds = (1 - (1 - MODESTY) * doubt) * np.log(likely / (1 - likely))
    return np.asarray(1 / (1 + np.exp(-odds)))


def best_cut(
    kept: Probabilities, words: NDArray[np.float64], lowest: float = LOWEST_FLOOR
) -> tuple[NDArray[np.bool_], float]:
    """Which blocks to keep, and the F1 to expect of it.

    ``kept`` is each block's probability of being body, ``words`` its weight. With
    the blocks sorted by probability, keeping the first k has the expected F1
    2 * sum(p * w) / (sum of kept w + sum of all p * w); the best k is taken, and of
    it what is over the floor (`floor_of`).
    """
    if not len(kept) or not words.sum():
        return np.zeros(len(kept), bool), 0.0
    order = np.argsort(-kept, kind="stable")
    gain = np.cumsum(kept[order] * words[order])
    size = np.cumsum(words[order])
    expected = 2 * gain / np.maximum(size + gain[-1], 1e-9)
    last = int(np.argmax(expected))
    chosen = np.zeros(len(kept), bool)
    chosen[order[: last + 1]] = True
    return chosen & (kept >= floor_of(float(expected[last]), lowest)), float(expected[last])
