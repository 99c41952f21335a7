"""The labelled pages as samples: blocks, labels, features that need no learned tables, and tokens."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cleaners.clean import read_page
from cleaners.labelers.model.element_tree import ElementTree
from cleaners.labelers.model.features import measure_base
from cleaners.labelers.model.tables import token_hash
from cleaners.labelers.model.text_features import BlockFeatures
from cleaners.labelers.model.tokens import is_english, link_tokens, markup_groups, markup_tokens, text_tokens
from cleaners.page import Page
from cleaners.reading import Reading
from cleaners.segment import segment_text
from cleaners.words import words_of

from .data import LabelledPage
from .flatten import STYLES, flatten
from .labels import label_blocks

BUCKETS = 10  # of domains; two of them make a fold of the cross-validation
HELD_OUT_BUCKET = 9  # the shipped models never saw these domains: quality floors are measured on them
TABLES = ("markup", "text", "target")


def bucket_of(group: str) -> int:
    """The bucket of a domain; it does not depend on the other pages."""
    return zlib.crc32(group.encode()) % BUCKETS


def training_buckets() -> list[int]:
    """The buckets that the shipped models are trained on."""
    return [bucket for bucket in range(BUCKETS) if bucket != HELD_OUT_BUCKET]


@dataclass
class Tokens:
    """The tokens of a page's blocks or elements as ids of the vocabulary, one block or element after the other."""

    ids: NDArray[np.int64]
    offsets: NDArray[np.int64]


@dataclass
class Sample:
    """One labelled page, ready for training."""

    labelled: LabelledPage
    page: Page
    block_features: BlockFeatures
    tree: ElementTree | None
    columns: dict[str, NDArray[np.float32]]
    tokens: dict[str, Tokens]
    label: NDArray[np.float32]
    words: NDArray[np.float32]
    truth: list[str]
    english: bool
    style: str

    @property
    def bucket(self) -> int:
        return bucket_of(self.labelled.group)


@dataclass
class Vocabulary:
    """An id for every distinct token, by the hash under which the model file stores it."""

    id_by_hash: dict[int, int] = field(default_factory=dict)

    def ids(self, tokens: Iterable[str]) -> list[int]:
        return [self.id_by_hash.setdefault(token_hash(token), len(self.id_by_hash)) for token in tokens]

    def __len__(self) -> int:
        return len(self.id_by_hash)

    def hashes(self) -> NDArray[np.uint32]:
        """The hashes in the order of their ids."""
        return np.fromiter(self.id_by_hash, np.uint32, len(self.id_by_hash))


@dataclass
class Corpus:
    """All samples of one track, their vocabularies, and the pages without a block, each with its style."""

    samples: list[Sample]
    vocabularies: dict[str, Vocabulary]
    empty: list[tuple[LabelledPage, str]]


def html_corpus(pages: Iterable[LabelledPage]) -> Corpus:
    """The pages as HTML."""
    return _corpus((labelled, "", read_page(labelled.body, labelled.url)[0]) for labelled in pages)


def text_corpus(pages: Iterable[LabelledPage]) -> Corpus:
    """The pages flattened: each whole in the plain style and in another one, and its article with a few lines around.

    The last is like the output of crawlers that cleaned a page, but not completely.
    """
    return _corpus((labelled, style, page) for labelled in pages for style, page in _flattened(labelled))


def _corpus(pages: Iterable[tuple[LabelledPage, str, Page]]) -> Corpus:
    corpus = Corpus([], {name: Vocabulary() for name in TABLES}, [])
    for labelled, style, page in pages:
        if page.blocks:
            corpus.samples.append(_sample(labelled, page, corpus.vocabularies, style))
        else:
            corpus.empty.append((labelled, style))
    return corpus


def _flattened(labelled: LabelledPage) -> Iterator[tuple[str, Page]]:
    page, _ = read_page(labelled.body, labelled.url)
    random_bits = zlib.crc32(labelled.name.encode())
    varied = STYLES[1 + random_bits % (len(STYLES) - 1)]
    variants = [("blank", "blank", slice(None)), (varied, varied, slice(None))]
    cropped = _around_truth(page, labelled, random_bits)
    if cropped is not None:
        variants.append(("cropped", STYLES[(random_bits >> 16) % len(STYLES)], cropped))
    url = labelled.url if random_bits & 1 << 20 else None  # text often comes without a URL
    for name, style, part in variants:
        yield name, segment_text(flatten(page, style, labelled.name, part), url)


def _around_truth(page: Page, labelled: LabelledPage, random_bits: int) -> slice | None:
    """The blocks from a few before the first of the truth to a few after its last; None for an empty truth."""
    words = [words_of(block.text) for block in page.blocks]
    body = np.flatnonzero(label_blocks(words, words_of(labelled.text)) > 0.5)
    if not len(body):
        return None
    before, after = random_bits % 9, (random_bits >> 8) % 13
    return slice(max(int(body[0]) - before, 0), int(body[-1]) + 1 + after)


def _sample(labelled: LabelledPage, page: Page, vocabularies: dict[str, Vocabulary], style: str) -> Sample:
    block_features, tree, columns = measure_base(Reading(page))
    words = [words_of(block.text) for block in page.blocks]
    truth = words_of(labelled.text)
    runs = {
        "text": [text_tokens(b, tokens) for b, tokens in zip(page.blocks, block_features.tokens, strict=True)],
        "markup": [
            markup_tokens(markup_groups(e, page.elements[e.parent] if e.parent >= 0 else None)) for e in page.elements
        ],
        "target": [link_tokens(block) for block in page.blocks],
    }
    return Sample(
        labelled, page, block_features, tree, columns,
        {name: _token_ids(vocabularies[name], run) for name, run in runs.items()},
        label_blocks(words, truth).astype(np.float32),
        np.array([len(own) for own in words], np.float32),
        truth, is_english(block_features.tokens), style,
    )  # fmt: skip


def _token_ids(vocabulary: Vocabulary, runs: Sequence[Sequence[str]]) -> Tokens:
    ids = [vocabulary.ids(run) for run in runs]
    offsets = np.concatenate(([0], np.cumsum([len(run) for run in ids]))).astype(np.int64)
    return Tokens(np.array([i for run in ids for i in run], np.int64), offsets)
