"""True lines of the labelled pages that the wording model takes for cruft: what it has to learn to leave alone."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from cleaners.clean import read_page
from cleaners.page import Block, Kind
from cleaners.wording import BODY, WordingModel
from cleaners.words import words_of

from .corpus import HELD_OUT_BUCKET, bucket_of
from .data import LabelledPage, training_pages
from .hand_labels import hand_labelled_pages
from .labels import label_blocks

_MIN_WORDS, _PARAGRAPH_WORDS, _MIN_PARAGRAPHS = 4, 8, 3
_TRUE = 0.85  # share of a line's words that the truth has
_MISTAKEN = 0.3  # probability of cruft of a true line
_MAX_LINES_PER_PAGE = 20


def mistaken_lines(model: WordingModel, buckets: frozenset[int] | None = None) -> list[str]:
    """True lines of the pages that the shipped models are trained on, or of some ``buckets``, in a fixed order.

    Raises FileNotFoundError when the labelled pages are missing.
    """
    mistaken: list[str] = []
    for labelled in [*training_pages(), *hand_labelled_pages()]:
        bucket = bucket_of(labelled.group)
        if bucket == HELD_OUT_BUCKET or (buckets is not None and bucket not in buckets):
            continue
        lines = sorted(set(true_lines(labelled)), key=lambda text: zlib.crc32(text.encode()))
        if lines:
            cruft = 1 - model.probabilities(lines)[:, BODY]
            chosen = [line for line, probability in zip(lines, cruft, strict=True) if probability > _MISTAKEN]
            mistaken += chosen[:_MAX_LINES_PER_PAGE]
    return mistaken


def true_lines(labelled: LabelledPage) -> Iterator[str]:
    """The true lines between the first and the last paragraph of a page's body."""
    blocks = read_page(labelled.body, labelled.url)[0].blocks
    words = [words_of(block.text) for block in blocks]
    label = label_blocks(words, words_of(labelled.text))
    size = list(map(len, words))
    body = [i for i in range(len(blocks)) if label[i] > _TRUE and size[i] >= _PARAGRAPH_WORDS]
    if len(body) < _MIN_PARAGRAPHS:
        return
    for i in range(body[0], body[-1] + 1):
        if label[i] > _TRUE and size[i] >= _MIN_WORDS and _is_line(blocks[i]):
            yield blocks[i].text


def _is_line(block: Block) -> bool:
    return not block.hidden and block.kind not in (Kind.CODE, Kind.CELL)
