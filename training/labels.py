"""Labels: the share of each block's words that belongs to the truth.

The page's words are aligned with the truth's (longest common subsequence). A
match counts when it is part of a run of three words or covers a whole short
block. Blocks that the alignment missed, because the truth has another order,
are matched by 4-grams; each word of the truth is used at most once.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from rapidfuzz.distance import LCSseq

from cleaners.decode import decode
from cleaners.words import words_of

from .data import LabelledPage

_TITLE = re.compile(r"<title\b[^<>]*>([^<]{1,1000})", re.I)
_MAX_CELLS = 60_000_000  # of the alignment table; larger pages are matched by 4-grams alone


def word_f1(words: list[str], truth: list[str]) -> float:
    """F1 of two multisets of words; 1.0 when both are empty."""
    if not words and not truth:
        return 1.0
    common = sum((Counter(words) & Counter(truth)).values())
    return 2 * common / (len(words) + len(truth)) if common else 0.0


def score_text(text: str, page: LabelledPage) -> float:
    """Word F1 of a text against a page's truth; a title that the truth begins with counts in neither.

    Where none is named, the truth's first line is the title if most of its words are in the page's <title>.
    In scripts without spaces each character is a word.
    """
    words, truth = words_of(text), words_of(page.text)
    title = words_of(page.title) or _first_line(page)
    if title and truth[: len(title)] == title:
        truth = truth[len(title) :]
        words = words[len(title) :] if words[: len(title)] == title else words
    return word_f1(words, truth)


def _first_line(page: LabelledPage) -> list[str]:
    """The words of the truth's first line, if that is the title; else none."""
    declared = _TITLE.search(decode(page.body).text)
    words = words_of(page.text.strip().partition("\n")[0])
    shared = len(set(words) & set(words_of(declared[1]))) if declared else 0
    return words if shared * 2 > len(set(words)) else []


def label_blocks(blocks: list[list[str]], truth: list[str]) -> np.ndarray:
    """The share of each block's words that belongs to the truth, between 0 and 1."""
    page = [word for block in blocks for word in block]
    owner = np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])
    sizes = np.maximum(np.bincount(owner, minlength=len(blocks)), 1)
    matched = np.zeros(len(page), bool)
    unused = Counter(truth)
    if page and truth and len(page) * len(truth) <= _MAX_CELLS:
        for start, _, length in _runs(page, truth):
            first, last = owner[start], owner[start + length - 1]
            for block in range(first, last + 1):
                inside = np.flatnonzero(owner[start : start + length] == block) + start
                if length >= 3 or len(inside) == sizes[block]:
                    matched[inside] = True
        unused -= Counter(page[i] for i in np.flatnonzero(matched))
    share = np.bincount(owner, weights=matched, minlength=len(blocks)) / sizes
    _label_reordered(blocks, truth, share, unused)
    return share


def _runs(page: list[str], truth: list[str]) -> list[tuple[int, int, int]]:
    codes: dict[str, int] = {}
    a = [codes.setdefault(word, len(codes)) for word in page]
    b = [codes.setdefault(word, len(codes)) for word in truth]
    return [
        (op.src_start, op.dest_start, op.src_end - op.src_start) for op in LCSseq.opcodes(a, b) if op.tag == "equal"
    ]


def _label_reordered(blocks: list[list[str]], truth: list[str], share: np.ndarray, unused: Counter[str]) -> None:
    """Label blocks whose words are elsewhere in the truth, as long as unused words of the truth are unused."""
    grams = {tuple(truth[i : i + 4]) for i in range(len(truth) - 3)}
    for index, block in enumerate(blocks):
        if share[index] > 0.5 or len(block) < 4:
            continue
        in_grams = np.zeros(len(block), bool)
        for i in range(len(block) - 3):
            if tuple(block[i : i + 4]) in grams:
                in_grams[i : i + 4] = True
        needed = Counter(word for word, in_gram in zip(block, in_grams, strict=True) if in_gram)
        available = sum((needed & unused).values())
        if available >= 0.8 * len(block) > 0 and available > share[index] * len(block):
            share[index] = available / len(block)
            unused -= needed
