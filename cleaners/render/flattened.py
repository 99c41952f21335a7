"""The kept lines of flattened text: which are headings, items and code, and where paragraphs begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ..lexicon.text import count_words
from ..page import Block, Decision, Kind, Page
from ..reading.prose import is_prose
from ..reading.short_lines import is_list_heading
from ..segment.written_formulas import mark_written, may_have_formulas
from .flattened_code import code_runs
from .text import kept_blocks

_BULLET = re.compile(r"(?:[-*•‣▪●]|(\d{1,3})[.)])\s+(?=\S)")
_MAX_HEADING_WORDS, _MAX_HEADING_CHARS = 12, 90
_NO_HEADING_ENDS = (*".,;:!?…\"'»”“’)。，、；：！？।۔؟،」", "http")


class FlatKind(Enum):
    """What a line of flattened text is written as."""

    TEXT = "text"
    ITEM = "item"
    HEADING = "heading"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class FlatLine:
    """A line without its bullet; its marks are the formulas in it. ``number`` is that of an item, "" for none.

    A line of code has the indentation of its source; ``begins_paragraph`` is true for the first line of a passage.
    """

    block: Block
    kind: FlatKind
    number: str
    begins_paragraph: bool


def flattened_lines(page: Page, decisions: Sequence[Decision], with_headings: bool = True) -> Iterator[FlatLine]:
    """The kept lines in order; a paragraph begins after a blank line, and where the kind of line changes.

    ``with_headings`` is false for a thread, in which a short line above a post is a name.
    """
    kept = list(kept_blocks(decisions))
    blocks = [block for block, _ in kept]
    code = code_runs(page, blocks)
    previous: FlatLine | None = None
    for i, (block, gap) in enumerate(kept):
        number, kind = "", FlatKind.TEXT
        if i in code:
            kind, block = FlatKind.CODE, replace(block, text=code[i], marks=())
        elif with_headings and _is_heading(blocks, i, code):
            kind = FlatKind.HEADING
        elif block.kind is Kind.ITEM and (bullet := _BULLET.match(block.text)):
            kind, number = FlatKind.ITEM, bullet[1] or ""
            block = replace(block, text=block.text[bullet.end() :])
        changes = previous is None or kind is not previous.kind or kind is FlatKind.HEADING
        begins = changes or (bool(gap) and kind is not FlatKind.CODE)
        previous = FlatLine(block if kind is FlatKind.CODE else _with_formulas(block), kind, number, begins)
        yield previous


def _is_heading(blocks: Sequence[Block], i: int, code: dict[int, str]) -> bool:
    """Whether a line has the shape of a heading and stands above a paragraph, code or a list that it names."""
    text = blocks[i].text
    if len(text) > _MAX_HEADING_CHARS or count_words(text) > _MAX_HEADING_WORDS or i + 1 == len(blocks):
        return False
    if text.endswith(_NO_HEADING_ENDS) or text[0].islower() or not any(map(str.isalpha, text)):
        return False
    if is_list_heading(text):
        return True
    if blocks[i].kind is Kind.ITEM and (not text[0].isdigit() or (i > 0 and blocks[i - 1].kind is Kind.ITEM)):
        return False
    return (_is_paragraph(blocks[i + 1]) or i + 1 in code) and (i == 0 or i - 1 in code or _ends_passage(blocks, i - 1))


def _ends_passage(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line may be the last before a heading: a paragraph, an item, or the last above a blank line.

    Where every line has a blank line below it, it shows nothing.
    """
    if blocks[i].kind is Kind.ITEM or _is_paragraph(blocks[i]):
        return True
    return bool(blocks[i + 1].gap) and not blocks[i].gap


def _is_paragraph(block: Block) -> bool:
    return is_prose(block, count_words(block.text))


def _with_formulas(block: Block) -> Block:
    text, marks = mark_written(block.text, (), known=False) if may_have_formulas(block.text) else (block.text, ())
    return replace(block, text=text, marks=marks)
