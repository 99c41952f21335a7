"""Which blocks are prose, that is running text: one test for rules, titles and threads, and two variants of it.

They were fitted on different data, and using one for another changes results: the site memory must not
take a long headline for a sentence of an article, and the model was trained with its own variant.
"""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from ..page import Block, Kind
from ..patterns import pattern

_LONG_LINE_WORDS = 20  # a line this long is prose with any ending
_MIN_SENTENCE_WORDS = 9  # a line this long is prose if it ends like a sentence
MIN_FULL_SENTENCE_WORDS = 12  # for the site memory and the model, which also require a sentence end or a full stop
_MAX_MODEL_LINK_SHARE = 0.4  # share of a text's characters in links, for the model

_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "।", "؟", "۔", "…", "”", "»", '"', "’", ")", ":", "」")
_MEMORY_SENTENCE_END = pattern(r"[.!?…。！？:;\"”’»)\]]\s*$")


def is_prose(block: Block, words: int) -> bool:
    """Whether a block of so many words is running text: it is long, or ends like a sentence."""
    if words < _MIN_SENTENCE_WORDS or not _may_be_prose(block):
        return False
    return words >= _LONG_LINE_WORDS or block.text.endswith(_SENTENCE_ENDS)


def is_full_sentence(block: Block) -> bool:
    """The variant of the site memory, which counts the words itself: a block that ends like a sentence.

    Unlike `is_prose` it accepts a semicolon and a closing bracket, and no ends of Arabic and Hindi sentences.
    """
    return len(block.text) >= 2 * MIN_FULL_SENTENCE_WORDS and _may_be_prose(block) and ends_sentence(block.text)


def ends_sentence(text: str) -> bool:
    """Whether a line ends like a sentence."""
    return bool(_MEMORY_SENTENCE_END.search(text[-3:]))


def model_prose(words: NDArray[Any], linked: NDArray[Any], stops: NDArray[Any]) -> NDArray[Any]:
    """The variant of the model, for all blocks at once: the word counts of those that are prose, 0 for the others.

    ``linked`` is the share of the characters in links, ``stops`` the number of full stops anywhere
    in the text. Headings and code count as well: the kind of a block is another feature of the model.
    """
    return words * ((words >= MIN_FULL_SENTENCE_WORDS) & (linked < _MAX_MODEL_LINK_SHARE) & (stops > 0))


def _may_be_prose(block: Block) -> bool:
    return block.kind is not Kind.HEADING and block.kind is not Kind.CODE and block.linked * 2 <= len(block.text)
