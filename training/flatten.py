"""HTML pages flattened as crawlers do it: blocks as lines, with the random differences of real flattenings."""

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
    rng = random.Random(f"{seed}/{style}")
    bullet = rng.choice(("", "", "- ", "* ", "• "))
    parts: list[str] = []
    before: Block | None = None
    for block in page.blocks[part]:
        lines = _lines(block, style, rng)
        if block.kind is Kind.ITEM and bullet and lines:
            lines[0] = bullet + lines[0]
        if before is not None:
            parts.append(_separator(before, block, style, rng))
        parts.append("\n".join(lines))
        before = block
    return "".join(parts)


def _lines(block: Block, style: str, rng: random.Random) -> list[str]:
    text = block.text if block.kind is Kind.CODE else _GAPS.sub("\n", block.text)
    if style != "inline" or not block.marks:
        return text.split("\n")
    cuts = {0, len(text)}
    for mark in block.marks:
        if rng.random() < 0.8:
            cuts.update((mark.start, mark.end))
    edges = sorted(cut for cut in cuts if cut <= len(text))
    pieces = [text[a:b].strip() for a, b in itertools.pairwise(edges)]
    return [piece for piece in pieces if piece] or [text]


def _separator(before: Block, block: Block, style: str, rng: random.Random) -> str:
    tight = before.kind is block.kind and block.kind in (Kind.ITEM, Kind.CELL)
    short = len(before.text) < 40 and len(block.text) < 40
    if style == "single":
        return "\n"
    if style == "merged" and short and rng.random() < 0.35:
        return rng.choice((" ", " | ", "  "))
    if style == "inline":
        return "\n" * rng.choice((1, 1, 2, 2, 3))
    if style == "merged" and rng.random() < 0.1:
        return "\n"
    return "\n" if tight else "\n\n"
