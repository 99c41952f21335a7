"""Features made of learned keep-rates: log-odds of names in the markup and of words in the text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .chars import Floats
from .text_features import running_sums, window_sums
from .tree import Tree

Offsets = NDArray[np.int64]
Spread = tuple[Floats, Floats, Floats]  # mean, lowest and highest of each run of values


def markup_columns(spread: Spread, tree: Tree) -> dict[str, Floats]:
    """Features of the chain of elements around each block.

    ``spread`` holds the mean, lowest and highest log-odds of every element's names.
    Down the chain they are summed, the extremes are kept, and what is far away fades.
    """
    own, low, high = (np.append(values, 0).astype(np.float64) for values in spread)
    # The last row stands for "no element": 0 in every chain, so that roots need no care.
    chains: dict[str, NDArray[np.float64]] = {
        "sum": own.copy(), "lowest": np.minimum(low, 0), "highest": np.maximum(high, 0),
        "near": own.copy(), "extremes": low + high,
    }  # fmt: skip
    for level in tree.levels[1:]:  # from the outside in, all elements of one depth at once
        up = tree.parent[level]
        chains["sum"][level] += chains["sum"][up]
        chains["lowest"][level] = np.minimum(chains["lowest"][level], chains["lowest"][up])
        chains["highest"][level] = np.maximum(chains["highest"][level], chains["highest"][up])
        chains["near"][level] += 0.6 * chains["near"][up]
        chains["extremes"][level] += 0.8 * chains["extremes"][up]
    at = tree.holder
    columns: dict[str, Floats] = {f"names {name}": chain[at].astype(np.float32) for name, chain in chains.items()}
    own = own.astype(np.float32)
    up_one = tree.parent[at]
    columns["names own"], columns["names parent"] = own[at], own[up_one]
    columns["names grandparent"] = own[tree.parent[up_one]]
    return columns


def text_columns(values: Floats, offsets: Offsets, words: Floats, since_heading: Floats) -> dict[str, Floats]:
    """Features of the words of each block, of the blocks around it and of the heading above it."""
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
    above = np.arange(len(mean)) - np.nan_to_num(since_heading, nan=0).astype(np.int64)
    headed = ~np.isnan(since_heading)
    columns["text heading"] = np.where(headed, mean[above], np.nan).astype(np.float32)
    columns["text heading lowest"] = np.where(headed, low[above], np.nan).astype(np.float32)
    return columns


def link_columns(values: Floats, offsets: Offsets) -> dict[str, Floats]:
    """Features of where the links of each block, and of the blocks around it, lead."""
    mean, low, high = spread_of(values, offsets)
    none = np.diff(offsets) == 0
    columns = {
        "targets mean": np.where(none, np.nan, mean).astype(np.float32),
        "targets lowest": np.where(none, np.nan, low).astype(np.float32),
        "targets highest": np.where(none, np.nan, high).astype(np.float32),
    }
    for reach in (3, 12):
        n = len(mean)
        cumulated = running_sums(mean)
        index = np.arange(n)
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
    full = np.flatnonzero(sizes > 0)
    if len(full):
        low[full] = np.minimum.reduceat(values, offsets[full])
        high[full] = np.maximum.reduceat(values, offsets[full])
    return mean.astype(np.float32), low, high
