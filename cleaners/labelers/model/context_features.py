"""Features made of the first forest's result: a block is rarely body where all blocks around it are clutter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .chars import Floats
from .element_tree import ElementTree
from .text_features import distances, running_sums
from .threshold import choose_blocks

Wide = NDArray[np.float64]

_REACHES = (3, 10, 40)  # blocks before and after
_LEVELS = 4
_PARTS = (0.6, 0.8, 0.95)  # of the body's words, the surest counting most
_MIN_BODY_WORDS = 10  # a shorter block hardly shows where the body is


def measure_context(probability: Wide, words: Wide, tree: ElementTree | None) -> dict[str, Floats]:
    """Features, by name, made of each block's probability of being body by the first forest.

    ``words`` are the lengths of the blocks. The features of a container or a window leave
    out the block itself.
    """
    probability = np.clip(probability, 1e-4, 1 - 1e-4)
    weight = words + 1
    log_odds = np.log(probability / (1 - probability))
    columns = {"first odds": log_odds}
    for offset in (1, 2):
        columns[f"first odds {offset} before"] = _shifted(log_odds, offset)
        columns[f"first odds {offset} after"] = _shifted(log_odds[::-1], offset)[::-1]
    body = probability * weight
    body_sums, weight_sums = running_sums(body), running_sums(weight)
    _add_windows(columns, body_sums, weight_sums)
    if tree is not None:
        _add_containers(columns, body, weight, tree)
        _add_body_part(columns, probability * body, body_sums, weight_sums, tree)
    total = body_sums[-1]
    columns["first body before"] = body_sums[:-1] / total
    columns["first body after"] = (total - body_sums[1:]) / total
    columns["first body words"] = np.full(len(probability), total)
    columns["first body share"] = np.full(len(probability), total / weight_sums[-1])
    kept, expected_f1 = choose_blocks(probability, weight)
    lowest_kept = log_odds[kept].min() if kept.any() else log_odds.max()
    columns["first expected"] = np.full(len(probability), expected_f1)
    columns["first odds over cut"] = log_odds - lowest_kept
    columns["first since body"], columns["first until body"] = distances(
        (probability > 0.5) & (weight > _MIN_BODY_WORDS)
    )
    return {name: column.astype(np.float32) for name, column in columns.items()}


def _shifted(values: Wide, offset: int) -> Wide:
    shifted = np.full(len(values), np.nan)
    shifted[offset:] = values[: max(len(values) - offset, 0)]
    return shifted


def _share(part: Wide, whole: Wide) -> Wide:
    """``part`` divided by ``whole``; NaN where ``whole`` is 0."""
    share: Wide = np.where(whole > 1e-9, part / np.maximum(whole, 1e-9), np.nan)
    return share


def _add_windows(columns: dict[str, Wide], body_sums: Wide, weight_sums: Wide) -> None:
    """How much of the text shortly before and after each block is body."""
    n = len(body_sums) - 1
    index = np.arange(n)
    for reach in _REACHES:
        first, last = np.maximum(index - reach, 0), np.minimum(index + 1 + reach, n)
        columns[f"first kept {reach} before"] = _share(
            body_sums[index] - body_sums[first], weight_sums[index] - weight_sums[first]
        )
        columns[f"first kept {reach} after"] = _share(
            body_sums[last] - body_sums[index + 1], weight_sums[last] - weight_sums[index + 1]
        )


def _add_body_part(
    columns: dict[str, Wide], certain: Wide, body_sums: Wide, weight_sums: Wide, tree: ElementTree
) -> None:
    """Inside, before or after the smallest element that holds most of what is surely body, and how pure it is."""
    sums = running_sums(certain)
    n = len(certain)
    index = np.arange(n)
    for share in _PARTS:
        holders = np.flatnonzero(sums[tree.end[:-1]] - sums[tree.start[:-1]] >= share * sums[-1])
        element = int(holders[np.argmax(tree.depth[holders])]) if len(holders) else -1
        start, end = int(tree.start[element]), int(tree.end[element])
        columns[f"first part {share} away"] = np.where(
            index < start, index - start, np.where(index >= end, index - end + 1, 0)
        )
        inside = weight_sums[end] - weight_sums[start]
        columns[f"first part {share} kept"] = np.full(n, (body_sums[end] - body_sums[start]) / max(inside, 1))
        columns[f"first part {share} size"] = np.full(n, inside / weight_sums[-1])


def _add_containers(columns: dict[str, Wide], body: Wide, weight: Wide, tree: ElementTree) -> None:
    """How much of the containers around a block, and of the blocks marked up like it, is body."""
    body_sums, weight_sums = running_sums(body), running_sums(weight)
    container = tree.holder
    alone = tree.end[container] - tree.start[container] <= 1
    container = np.where(alone, tree.wider[container], container)
    for level in range(1, _LEVELS + 1):
        start, end = tree.start[container], tree.end[container]
        inside = body_sums[end] - body_sums[start]
        columns[f"first container {level} kept"] = _share(inside - body, weight_sums[end] - weight_sums[start] - weight)
        columns[f"first container {level} share"] = inside / body_sums[-1]
        container = tree.wider[container]
    group = tree.path[tree.holder] + 1
    alike, size = np.bincount(group, body)[group], np.bincount(group, weight)[group]
    columns["first group kept"] = _share(alike - body, size - weight)
    columns["first group share"] = alike / body_sums[-1]
