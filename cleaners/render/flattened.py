"""The kept lines of flattened text: which are items, and where paragraphs begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..page import Block, Decision, Kind
from ..segment.written_formulas import mark_written, may_have_formulas
from .text import kept_blocks

_BULLET = re.compile(r"(?:[-*•‣▪●]|(\d{1,3})[.)])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class FlatLine:
    """A line without its bullet; its marks are the formulas in it. ``number`` is that of an item, "" for none."""

    block: Block
    is_item: bool
    number: str
    begins_paragraph: bool


def flattened_lines(decisions: Sequence[Decision]) -> Iterator[FlatLine]:
    """The kept lines in order; a paragraph begins after a blank line, and where items begin or end."""
    previous: Block | None = None
    for block, gap in kept_blocks(decisions):
        bullet = _BULLET.match(block.text) if block.kind is Kind.ITEM else None
        begins = previous is None or bool(gap) or previous.kind is not block.kind
        text = block.text[bullet.end() :] if bullet else block.text
        yield FlatLine(_with_formulas(block, text), bullet is not None, bullet[1] or "" if bullet else "", begins)
        previous = block


def _with_formulas(block: Block, text: str) -> Block:
    text, marks = mark_written(text, (), known=False) if may_have_formulas(text) else (text, ())
    return replace(block, text=text, marks=marks)
