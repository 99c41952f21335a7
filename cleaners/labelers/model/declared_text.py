"""How much of each block is in the texts that the page's linked data declare: the article, a description, posts."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator

import numpy as np

from ...page import Page
from ...words import words_of
from .chars import Floats

Pair = tuple[str, str]  # two neighbouring words

_TEXT = re.compile(r'"(?:articleBody|text|description|reviewBody|transcript)"\s*+:\s*+("(?:[^"\\]|\\.)*+")', re.S)
_MAX_SCRIPT_CHARS = 400_000  # of one script; what follows is not read
_MARKUP = re.compile(r"<[^<>]{1,200}>")
_MIN_PAIRS = 20  # fewer make a slogan


def declared_overlap(page: Page, tokens: list[list[str]]) -> Floats:
    """By block: the share of its word pairs that the page declares; NaN where it declares no text."""
    pairs = declared_pairs(page)
    if not pairs:
        return np.full(len(tokens), np.nan, np.float32)
    shares = [
        sum(map(pairs.__contains__, itertools.pairwise(words))) / (len(words) - 1) if len(words) > 1 else 0.0
        for words in tokens
    ]
    return np.array(shares, np.float32)


def declared_pairs(page: Page) -> frozenset[Pair]:
    """The word pairs of the texts that the page's linked data declare; none where they declare hardly any text."""
    pairs: set[Pair] = set()
    for text in _declared_texts(page):
        pairs.update(itertools.pairwise(words_of(_MARKUP.sub(" ", text))))
    return frozenset(pairs) if len(pairs) >= _MIN_PAIRS else frozenset()


def _declared_texts(page: Page) -> Iterator[str]:
    for script in page.head.jsonld:
        for quoted in _TEXT.findall(script[:_MAX_SCRIPT_CHARS]):
            try:
                yield json.loads(quoted, strict=False)
            except ValueError:
                continue
