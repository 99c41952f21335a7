"""What a first judgement of all blocks tells of each: a block is rarely body where all around is clutter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .chars import Floats
from .text_features import distances, running_sums
from .threshold import best_cut
from .tree import Tree

Wide = NDArray[np.float64]

_REACHES = (3, 10, 40)  # blocks before and after
_LEVELS = 4
_BODY_WORDS = 10  # a shorter block says little of where the body is


def measure_context(kept: Wide, words: Wide, tree: Tree | None) -> dict[str, Floats]:
    """Features, by name, made of the probability that each block is body, as judged without them.

    ``words`` are the lengths of the blocks. A block's own share is left out of what is
    told of the parts it stands in.
    """
    kept = np.clip(kept, 1e-4, 1 - 1e-4)
    weight = words + 1
    odds = np.log(kept / (1 - kept))
    columns = {"first odds": odds}
    for away in (1, 2):
        columns[f"first odds {away} before"] = _shifted(odds, away)
        columns[f"first odds {away} after"] = _shifted(odds[::-1], away)[::-1]
    body = kept * weight
    bodies, weights = running_sums(body), running_sums(weight)
    _add_windows(columns, bodies, weights)
    if tree is not None:
        _add_parts(columns, body, weight, tree)
    total = bodies[-1]
    columns["first body before"] = bodies[:-1] / total
    columns["first body after"] = (total - bodies[1:]) / total
    columns["first body words"] = np.full(len(kept), total)
    columns["first body share"] = np.full(len(kept), total / weights[-1])
    chosen, expected = best_cut(kept, weight)
    edge = odds[chosen].min() if chosen.any() else odds.max()
    columns["first expected"] = np.full(len(kept), expected)
    columns["first odds over cut"] = odds - edge
    columns["first since body"], columns["first until body"] = distances((kept > 0.5) & (weight > _BODY_WORDS))
    return {name: column.astype(np.float32) for name, column in columns.items()}


def _shifted(values: Wide, away: int) -> Wide:
    found = np.full(len(values), np.nan)
    found[away:] = values[: len(values) - away] if away < len(values) else found[away:]
    return found


def _share(part: Wide, whole: Wide) -> Wide:
    """One over the other; NaN where there is nothing to have a share of."""
    found: Wide = np.where(whole > 1e-9, part / np.maximum(whole, 1e-9), np.nan)
    return found


def _add_windows(columns: dict[str, Wide], bodies: Wide, weights: Wide) -> None:
    """How much of the words before and after is body."""
    n = len(bodies) - 1
    index = np.arange(n)
    for reach in _REACHES:
        first, last = np.maximum(index - reach, 0), np.minimum(index + 1 + reach, n)
        columns[f"first kept {reach} before"] = _share(bodies[index] - bodies[first], weights[index] - weights[first])
        columns[f"first kept {reach} after"] = _share(
            bodies[last] - bodies[index + 1], weights[last] - weights[index + 1]
        )


def _add_parts(columns: dict[str, Wide], body: Wide, weight: Wide, tree: Tree) -> None:
    """How much is body of the containers around a block, and of the blocks marked up like it."""
    bodies, weights = running_sums(body), running_sums(weight)
    at = tree.holder
    alone = tree.end[at] - tree.start[at] <= 1
    at = np.where(alone, tree.wider[at], at)
    for level in range(1, _LEVELS + 1):
        start, end = tree.start[at], tree.end[at]
        inside = bodies[end] - bodies[start]
        columns[f"first container {level} kept"] = _share(inside - body, weights[end] - weights[start] - weight)
        columns[f"first container {level} share"] = inside / bodies[-1]
        at = tree.wider[at]
    group = tree.path[tree.holder] + 1
    alike, size = np.bincount(group, body)[group], np.bincount(group, weight)[group]
    columns["first group kept"] = _share(alike - body, size - weight)
    columns["first group share"] = alike / bodies[-1]
