"""Splits flattened text into ordered blocks, one for each line that is not blank."""

from __future__ import annotations

import re

from ..page import Block, Kind, Page
from ..prescan import Limits, check_text

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"(?:[-*•‣▪●–]|\d{1,3}[.)])\s+\S")


def segment_text(source: str, url: str | None = None, limits: Limits | None = None) -> Page:
    """Split flattened text into lines. The page's text is the source itself.

    Raises PageRefused where there are more lines or more text than ``limits`` allow.
    """
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    blocks: list[Block] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        line = match[0].strip()
        if not line:
            continue
        start = match.start() + match[0].index(line)
        check_text(len(blocks) + 1, start + len(line), limits)
        gap = max(0, text.count("\n", previous_end, start) - 1)
        kind = Kind.ITEM if _BULLET.match(line) else Kind.LINE
        blocks.append(Block(len(blocks), line, kind, (start, start + len(line)), gap=gap))
        previous_end = start + len(line)
    return Page("text", text, blocks, url=url)
