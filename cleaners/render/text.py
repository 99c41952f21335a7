"""Writes the kept body as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..page import Block, Decision, Kind, Page
from .notes import Notes
from .readable import readable

_TIGHT_KINDS = (Kind.ITEM, Kind.CELL)


def to_text(page: Page, decisions: Sequence[Decision]) -> str:
    """The kept body as plain text, without the title.

    A blank line separates blocks, a line end list items and cells. Flattened text has the gaps
    of its source: lines without a blank line between them still have none. Formulas are TeX.
    """
    if page.origin != "text":
        return _marked_up(page, decisions)
    parts: list[str] = []
    for block, gap in kept_blocks(decisions):
        if parts:
            parts.append("\n\n" if gap else "\n")
        parts.append(block.text)
    return "".join(parts)


def _marked_up(page: Page, decisions: Sequence[Decision]) -> str:
    parts: list[str] = []
    previous: Block | None = None
    notes = Notes(page, decisions)
    for block in notes.in_order([block for block, _ in kept_blocks(decisions)]):
        text = readable(notes.shown(block))
        if not text:
            continue
        if previous is not None:
            is_tight = block.kind in _TIGHT_KINDS and previous.kind is block.kind
            parts.append("\n" if is_tight else "\n\n")
        parts.append(text)
        previous = block
    return "".join(parts)


def kept_blocks(decisions: Sequence[Decision], roles: Sequence[str] = ("body",)) -> Iterator[tuple[Block, int]]:
    """The kept blocks of some roles in order, each with the largest gap since the block before."""
    gap = 0
    for decision in decisions:
        gap = max(gap, decision.block.gap)
        if decision.kept and decision.role in roles:
            yield decision.block, gap
            gap = 0
