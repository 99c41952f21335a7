"""Which blocks are prose, that is running text: one test for rules, titles and threads, and two named variants of it.

They differ in what they were fitted on, and to exchange one for another changes pages: the site's
memory must not take a long headline of a list for a sentence of an article, the model was trained
with its own column. All have in common that a heading, code or a line that is mostly links is none.
"""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from ..page import Block, Kind
from ..patterns import pattern

LONG_WORDS = 20  # a line this long is prose whatever ends it
SENTENCE_WORDS = 9  # a line this long is prose when it ends as a sentence does
FULL_SENTENCE_WORDS = 12  # for the site's memory and the model; always with the end of a sentence, or a stop
_MODEL_LINKED = 0.4  # share of the characters in links from which the model takes no line for prose

_ENDS = (".", "!", "?", "。", "！", "？", "।", "؟", "۔", "…", "”", "»", '"', "’", ")", ":", "」")
_FULL_END = pattern(r"[.!?…。！？:;\"”’»)\]]\s*$")


def is_prose(block: Block, words: int) -> bool:
    """Whether a block of so many words is running text: long, or a sentence by its end."""
    if words < SENTENCE_WORDS or not _may_be_prose(block):
        return False
    return words >= LONG_WORDS or block.text.endswith(_ENDS)


def is_full_sentence(block: Block) -> bool:
    """The variant of the site's memory, but for the length: ends as a sentence does, however long it is.

    Its ends differ: a semicolon and a closing bracket are some, the ends of Arabic and Hindi sentences are none.
    """
    return len(block.text) >= 2 * FULL_SENTENCE_WORDS and _may_be_prose(block) and ends_sentence(block.text)


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_FULL_END.search(text[-3:]))


def model_prose(words: NDArray[Any], linked: NDArray[Any], stops: NDArray[Any]) -> NDArray[Any]:
    """The variant of the model, for all blocks at once: the words of those that are prose, 0 for the others.

    ``linked`` is the share of the characters in links, ``stops`` the number of full stops anywhere
    in the text. Headings and code may be prose here: the model sees the kind of a block by itself.
    """
    return words * ((words >= FULL_SENTENCE_WORDS) & (linked < _MODEL_LINKED) & (stops > 0))


def _may_be_prose(block: Block) -> bool:
    return block.kind is not Kind.HEADING and block.kind is not Kind.CODE and block.linked * 2 <= len(block.text)
