"""Decisions to text, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Sequence

from .page import Decision, Kind, Page

_TIGHT = (Kind.ITEM, Kind.CELL)


def to_text(page: Page, decisions: Sequence[Decision]) -> str:
    """The kept body as plain text, without the title: blocks apart by a blank line, items and cells by a line end."""
    parts: list[str] = []
    gap, before = 0, None
    for decision in decisions:
        block = decision.block
        gap = max(gap, block.gap)
        if not decision.kept or decision.role == "title":
            continue
        if before is not None:
            tight = gap == 0 if page.origin == "text" else block.kind in _TIGHT and before.kind is block.kind
            parts.append("\n" if tight else "\n\n")
        parts.append(block.text)
        before, gap = block, 0
    return "".join(parts)


def to_markdown(page: Page, decisions: Sequence[Decision]) -> str:
    """The kept body as Markdown, without the title."""
    return to_text(page, decisions)
