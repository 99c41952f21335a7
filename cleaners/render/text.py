"""Decisions to plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..page import Block, Decision, Kind, Page

_TIGHT = (Kind.ITEM, Kind.CELL)


def to_text(page: Page, decisions: Sequence[Decision]) -> str:
    """The kept body as plain text, without the title.

    Blocks stand apart by a blank line, list items and cells by a line end. Flattened
    text keeps its own gaps: lines that stood together still do.
    """
    parts: list[str] = []
    before: Block | None = None
    for block, gap in kept_blocks(decisions):
        if before is not None:
            tight = gap == 0 if page.origin == "text" else block.kind in _TIGHT and before.kind is block.kind
            parts.append("\n" if tight else "\n\n")
        parts.append(block.text)
        before = block
    return "".join(parts)


def kept_blocks(decisions: Sequence[Decision]) -> Iterator[tuple[Block, int]]:
    """The body's blocks in order, each with the widest gap since the one before it."""
    gap = 0
    for decision in decisions:
        gap = max(gap, decision.block.gap)
        if decision.kept and decision.role != "title":
            yield decision.block, gap
            gap = 0
