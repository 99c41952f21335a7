"""Writes the kept body as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..page import Block, Decision, Kind, Page
from .readable import readable

_TIGHT_KINDS = (Kind.ITEM, Kind.CELL)


def to_text(page: Page, decisions: Sequence[Decision]) -> str:
    """The kept body as plain text, without the title.

    A blank line separates blocks, a line end list items and cells. Flattened text has the gaps
    of its source: lines without a blank line between them still have none. Formulas are TeX.
    """
    parts: list[str] = []
    previous: Block | None = None
    for block, gap in kept_blocks(decisions):
        if previous is not None:
            is_tight = gap == 0 if page.origin == "text" else block.kind in _TIGHT_KINDS and previous.kind is block.kind
            parts.append("\n" if is_tight else "\n\n")
        parts.append(readable(block))
        previous = block
    return "".join(parts)


def kept_blocks(decisions: Sequence[Decision]) -> Iterator[tuple[Block, int]]:
    """The body's blocks in order, each with the largest gap since the block before."""
    gap = 0
    for decision in decisions:
        gap = max(gap, decision.block.gap)
        if decision.kept and decision.role != "title":
            yield decision.block, gap
            gap = 0
