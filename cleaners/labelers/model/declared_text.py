"""How much of each block is in the texts that the page's linked data declare: the article, a description, posts."""

from __future__ import annotations

import itertools
import re

import numpy as np

from ...reading.linked_data import LinkedData
from .chars import Floats

Pair = tuple[str, str]  # two neighbouring words

_MARKUP = re.compile(r"<[^<>]{1,200}>")
_WORD = re.compile(r"\w+")
_MIN_PAIRS = 20  # fewer make a slogan


def declared_overlap(linked: LinkedData, tokens: list[list[str]]) -> Floats:
    """By block: the share of its word pairs that the page declares; NaN where it declares no text."""
    pairs = declared_pairs(linked)
    if not pairs:
        return np.full(len(tokens), np.nan, np.float32)
    shares = [
        sum(map(pairs.__contains__, itertools.pairwise(words))) / (len(words) - 1) if len(words) > 1 else 0.0
        for words in tokens
    ]
    return np.array(shares, np.float32)


def declared_pairs(linked: LinkedData) -> frozenset[Pair]:
    """The word pairs of the texts that the page's linked data declare; none where they declare hardly any text."""
    pairs: set[Pair] = set()
    for text in linked.long_texts():
        pairs.update(itertools.pairwise(_WORD.findall(_MARKUP.sub(" ", text).lower())))
    return frozenset(pairs) if len(pairs) >= _MIN_PAIRS else frozenset()
