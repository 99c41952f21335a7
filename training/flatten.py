"""HTML pages as crawlers flatten them: blocks as lines, jittered as real flattenings differ."""

from __future__ import annotations

import itertools
import random
import re

from cleaners.page import Block, Kind, Page

STYLES = ("blank", "single", "inline", "merged")
_GAPS = re.compile(r"\s*\n\s*")


def flatten(page: Page, style: str, seed: str = "", part: slice = slice(None)) -> str:
    """One flattening of a page, or of a part of its blocks, always the same for the same seed.

    ``blank``: a blank line between blocks, items and cells on lines of their own.
    ``single``: no blank lines. ``inline``: a line break at every inline tag, blank
    lines at random. ``merged``: short neighbours share a line at random.
    """
    dice = random.Random(f"{seed}/{style}")
    bullet = dice.choice(("", "", "- ", "* ", "• "))
    parts: list[str] = []
    before: Block | None = None
    for block in page.blocks[part]:
        lines = _lines(block, style, dice)
        if block.kind is Kind.ITEM and bullet and lines:
            lines[0] = bullet + lines[0]
        if before is not None:
            parts.append(_separator(before, block, style, dice))
        parts.append("\n".join(lines))
        before = block
    return "".join(parts)


def _lines(block: Block, style: str, dice: random.Random) -> list[str]:
    text = block.text if block.kind is Kind.CODE else _GAPS.sub("\n", block.text)
    if style != "inline" or not block.marks:
        return text.split("\n")
    cuts = {0, len(text)}
    for mark in block.marks:
        if dice.random() < 0.8:
            cuts.update((mark.start, mark.end))
    edges = sorted(cut for cut in cuts if cut <= len(text))
    pieces = [text[a:b].strip() for a, b in itertools.pairwise(edges)]
    return [piece for piece in pieces if piece] or [text]


def _separator(before: Block, block: Block, style: str, dice: random.Random) -> str:
    tight = before.kind is block.kind and block.kind in (Kind.ITEM, Kind.CELL)
    short = len(before.text) < 40 and len(block.text) < 40
    if style == "single":
        return "\n"
    if style == "merged" and short and dice.random() < 0.35:
        return dice.choice((" ", " | ", "  "))
    if style == "inline":
        return "\n" * dice.choice((1, 1, 2, 2, 3))
    if style == "merged" and dice.random() < 0.1:
        return "\n"
    return "\n" if tight else "\n\n"
