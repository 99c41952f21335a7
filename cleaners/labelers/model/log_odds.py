"""Features made of learned log-odds: of names in the markup, of words in the text, of the targets of links."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .chars import Floats
from .element_tree import ElementTree
from .text_features import running_sums, window_sums

Offsets = NDArray[np.int64]
_DECAY = np.array((1, 0.6, 0.8))  # of the sums, from an element to the next inside it
Spread = tuple[Floats, Floats, Floats]  # mean, lowest and highest value of each run


def markup_columns(spread: Spread, tree: ElementTree) -> dict[str, Floats]:
    """Features of the chain of elements around each block.

    ``spread`` holds the mean, lowest and highest log-odds of every element's names.
    Down the chain they are summed, with and without a decay, and the extremes are carried on.
    """
    own, low, high = (np.append(values, 0).astype(np.float64) for values in spread)
    # The last row means "no element": 0 in every chain, so that roots need no special case.
    sums = np.column_stack((own, own, low + high))
    lowest, highest = np.minimum(low, 0), np.maximum(high, 0)
    for level in tree.levels[1:]:  # from the outside in, all elements of one depth at once
        parents = tree.parent[level]
        sums[level] += _DECAY * sums[parents]
        lowest[level] = np.minimum(lowest[level], lowest[parents])
        highest[level] = np.maximum(highest[level], highest[parents])
    holder = tree.holder
    chains = dict(zip(("sum", "near", "extremes"), sums.T, strict=True)) | {"lowest": lowest, "highest": highest}
    columns: dict[str, Floats] = {f"names {name}": chain[holder].astype(np.float32) for name, chain in chains.items()}
    own = own.astype(np.float32)
    parent = tree.parent[holder]
    columns["names own"], columns["names parent"] = own[holder], own[parent]
    columns["names grandparent"] = own[tree.parent[parent]]
    return columns


def text_columns(values: Floats, offsets: Offsets, words: Floats, since_heading: Floats) -> dict[str, Floats]:
    """Features of the words of each block, of the blocks around it and of the heading over it."""
    mean, low, high = spread_of(values, offsets)
    last = np.maximum(offsets[1:] - 1, 0)
    padded = values if len(values) else np.zeros(1, np.float32)
    columns = {
        "text mean": mean,
        "text lowest": low,
        "text highest": high,
        "text last": padded[last].astype(np.float32),
    }
    total = _sums(values, offsets)
    columns["text sum"] = total
    weighted = mean * np.sqrt(words)
    for reach in (2, 8):
        columns[f"text {reach} before"], columns[f"text {reach} after"] = window_sums(running_sums(weighted), reach)
    heading = np.arange(len(mean)) - np.nan_to_num(since_heading, nan=0).astype(np.int64)
    has_heading = ~np.isnan(since_heading)
    columns["text heading"] = np.where(has_heading, mean[heading], np.nan).astype(np.float32)
    columns["text heading lowest"] = np.where(has_heading, low[heading], np.nan).astype(np.float32)
    return columns


def link_columns(values: Floats, offsets: Offsets) -> dict[str, Floats]:
    """Features of where the links of each block, and of the blocks around it, lead."""
    mean, low, high = spread_of(values, offsets)
    empty = np.diff(offsets) == 0
    columns = {
        "targets mean": np.where(empty, np.nan, mean).astype(np.float32),
        "targets lowest": np.where(empty, np.nan, low).astype(np.float32),
        "targets highest": np.where(empty, np.nan, high).astype(np.float32),
    }
    n, index, cumulated = len(mean), np.arange(len(mean)), running_sums(mean)
    for reach in (3, 12):
        around = cumulated[np.minimum(index + 1 + reach, n)] - cumulated[np.maximum(index - reach, 0)] - mean
        columns[f"targets {reach} around"] = around.astype(np.float32)
    return columns


def _sums(values: Floats, offsets: Offsets) -> Floats:
    total = running_sums(values)
    return (total[offsets[1:]] - total[offsets[:-1]]).astype(np.float32)


def spread_of(values: Floats, offsets: Offsets) -> Spread:
    """Mean, lowest and highest value of each run; 0 for an empty run."""
    sizes = np.diff(offsets)
    mean = _sums(values, offsets) / np.maximum(sizes, 1)
    low, high = np.zeros(len(sizes), np.float32), np.zeros(len(sizes), np.float32)
    filled = np.flatnonzero(sizes > 0)
    if len(filled):
        low[filled] = np.minimum.reduceat(values, offsets[filled])
        high[filled] = np.maximum.reduceat(values, offsets[filled])
    return mean.astype(np.float32), low, high
