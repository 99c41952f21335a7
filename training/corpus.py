"""The labelled pages as samples: blocks, labels, features that need no learned tables, and tokens."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cleaners.clean import read_page
from cleaners.labelers.model.features import measure_base
from cleaners.labelers.model.tables import token_hash
from cleaners.labelers.model.text_features import BlockFeatures
from cleaners.labelers.model.tokens import is_english, link_tokens, markup_groups, markup_tokens, text_tokens
from cleaners.labelers.model.tree import Tree
from cleaners.page import Page
from cleaners.reading import Reading
from cleaners.segment import segment_text

from .data import LabelledPage
from .flatten import STYLES, flatten
from .labels import label_blocks, words_of

BUCKETS = 10  # domains are dealt into so many; a fold of the cross-validation is two of them
TABLES = ("markup", "text", "target")


def bucket_of(group: str) -> int:
    """The bucket of a domain: fixed, whatever other pages there are."""
    return zlib.crc32(group.encode()) % BUCKETS


@dataclass
class Tokens:
    """The tokens of a page's blocks or elements as numbers of the vocabulary, one after the other."""

    ids: NDArray[np.int64]
    offsets: NDArray[np.int64]


@dataclass
class Sample:
    """One labelled page, ready for training."""

    labelled: LabelledPage
    page: Page
    lines: BlockFeatures
    tree: Tree | None
    columns: dict[str, NDArray[np.float32]]
    tokens: dict[str, Tokens]
    label: NDArray[np.float32]
    words: NDArray[np.float32]
    truth: list[str]
    english: bool
    style: str = ""

    @property
    def bucket(self) -> int:
        return bucket_of(self.labelled.group)


@dataclass
class Vocabulary:
    """Every different token, by the hash under which it will be kept."""

    number: dict[int, int] = field(default_factory=dict)

    def ids(self, tokens: Iterable[str]) -> list[int]:
        return [self.number.setdefault(token_hash(token), len(self.number)) for token in tokens]

    def __len__(self) -> int:
        return len(self.number)

    def hashes(self) -> NDArray[np.uint32]:
        """The hashes in the order of their numbers."""
        return np.fromiter(self.number, np.uint32, len(self.number))


@dataclass
class Corpus:
    """All samples of one track, the vocabularies of their tokens, and the pages (with their style) without a block."""

    samples: list[Sample]
    vocabularies: dict[str, Vocabulary]
    empty: list[tuple[LabelledPage, str]]


def html_corpus(pages: Sequence[LabelledPage]) -> Corpus:
    """The pages as HTML."""
    corpus = Corpus([], {name: Vocabulary() for name in TABLES}, [])
    for labelled in pages:
        page, _ = read_page(labelled.body, labelled.url)
        if page.blocks:
            corpus.samples.append(_sample(labelled, page, corpus.vocabularies))
        else:
            corpus.empty.append((labelled, ""))
    return corpus


def text_corpus(pages: Sequence[LabelledPage]) -> Corpus:
    """The pages flattened: each whole in the plain style and in another one, and its article with a few lines around.

    The last is the output of crawlers that cleaned a page, but not well enough.
    """
    corpus = Corpus([], {name: Vocabulary() for name in TABLES}, [])
    for labelled in pages:
        page, _ = read_page(labelled.body, labelled.url)
        dice = zlib.crc32(labelled.name.encode())
        varied = STYLES[1 + dice % (len(STYLES) - 1)]
        variants = [("blank", "blank", slice(None)), (varied, varied, slice(None))]
        around = _around_truth(page, labelled, dice)
        if around is not None:
            variants.append(("cropped", STYLES[(dice >> 16) % len(STYLES)], around))
        for name, style, part in variants:
            url = labelled.url if dice & 1 << 20 else None  # half of them: text often comes without
            lines = segment_text(flatten(page, style, labelled.name, part), url)
            if lines.blocks:
                corpus.samples.append(_sample(labelled, lines, corpus.vocabularies, name))
            else:
                corpus.empty.append((labelled, name))
    return corpus


def _around_truth(page: Page, labelled: LabelledPage, dice: int) -> slice | None:
    """The blocks from a few before the first of the truth to a few after the last; None when there are none."""
    words = [words_of(block.text) for block in page.blocks]
    kept = np.flatnonzero(label_blocks(words, words_of(labelled.text)) > 0.5)
    if not len(kept):
        return None
    before, after = dice % 9, (dice >> 8) % 13
    return slice(max(int(kept[0]) - before, 0), int(kept[-1]) + 1 + after)


def _sample(labelled: LabelledPage, page: Page, vocabularies: dict[str, Vocabulary], style: str = "") -> Sample:
    lines, tree, columns = measure_base(Reading(page))
    words = [words_of(block.text) for block in page.blocks]
    truth = words_of(labelled.text)
    runs = {
        "text": [text_tokens(block, found) for block, found in zip(page.blocks, lines.tokens, strict=True)],
        "markup": [
            markup_tokens(markup_groups(e, page.elements[e.parent] if e.parent >= 0 else None)) for e in page.elements
        ],
        "target": [link_tokens(block) for block in page.blocks],
    }
    return Sample(
        labelled, page, lines, tree, columns,
        {name: _number(vocabularies[name], run) for name, run in runs.items()},
        label_blocks(words, truth).astype(np.float32),
        np.array([len(found) for found in words], np.float32),
        truth, is_english(lines.tokens), style,
    )  # fmt: skip


def _number(vocabulary: Vocabulary, runs: Sequence[Sequence[str]]) -> Tokens:
    numbered = [vocabulary.ids(run) for run in runs]
    offsets = np.concatenate(([0], np.cumsum([len(run) for run in numbered]))).astype(np.int64)
    return Tokens(np.array([i for run in numbered for i in run], np.int64), offsets)
