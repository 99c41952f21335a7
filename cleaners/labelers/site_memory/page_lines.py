"""A page as the memory reads it: its visible lines, and what markup tells of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...lexicon.promo_words import promo_lexicon
from ...page import Block, Kind, Page
from ...reading import Reading
from .counts import PageCount, pack
from .page_kind import silent_on
from .passage import Passage
from .promo_features import APART, BOXED, HEADING, LINKED

_NAME = re.compile(r"[a-z]+")
_NEAR = 3  # ancestors whose class may name a box
_OWN_PLACES = (Kind.ITEM, Kind.CELL, Kind.QUOTE, Kind.CODE, Kind.HEADING)


@dataclass(frozen=True, slots=True)
class MemoryLine:
    """A shown block as the memory compares it with other pages: the passage it holds, and its flags."""

    block: Block
    passage: Passage
    flags: int


def lines_of(reading: Reading) -> list[MemoryLine]:
    """The page's visible lines, in order."""
    flags = _Flags(reading.page, reading.shown_blocks)
    return [MemoryLine(block, Passage.of(block.text), flags.of(block)) for block in reading.shown_blocks]


def count(reading: Reading, digest: str, seen: str = "") -> PageCount:
    """What a page adds to the counts of its site; ``seen`` is the day of its fetch, ISO 8601, "" if unknown.

    A page on which repetition says nothing (a shop, documentation, a listing) is
    counted as such, without lines.
    """
    lines = () if silent_on(reading) else ((line.passage.text, line.flags) for line in lines_of(reading))
    url = reading.page.url
    different = dict(lines).items()
    return PageCount(digest, address_of(url) or digest, section_of(url), seen, pack(different))


def host_of(url: str | None) -> str:
    """The host whose pages are counted together, without "www."; "" without a URL."""
    try:
        host = (urlsplit(url or "").hostname or "").casefold()
    except ValueError:
        return ""
    return host.removeprefix("www.")


def address_of(url: str | None) -> str:
    """What tells one address from another: the URL without scheme, "www." and fragment."""
    if not url or not host_of(url):
        return ""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{host_of(url)}{parts.path.rstrip('/')}{query}"


def section_of(url: str | None) -> str:
    """The first step of the path where more follows ("~anna" of /~anna/notes): maybe a site of its own."""
    if not url or not host_of(url):
        return ""
    steps = [step for step in urlsplit(url).path.split("/") if step]
    return steps[0] if len(steps) > 1 else ""


class _Flags:
    """What markup tells of the lines of one page."""

    def __init__(self, page: Page, blocks: Sequence[Block]) -> None:
        self._elements = page.elements
        self._home = self._most_prose(blocks) if page.origin == "html" else -1
        self._boxes: dict[int, bool] = {}  # which elements are named as boxes

    def of(self, block: Block) -> int:
        flags = HEADING if block.kind is Kind.HEADING else 0
        if block.linked * 2 >= len(block.text):
            flags |= LINKED
        if block.element < 0:
            return flags
        if block.kind not in _OWN_PLACES and self._home not in (-1, self._elements[block.element].parent):
            flags |= APART
        return flags | BOXED if self._in_box(block.element) else flags

    def _most_prose(self, blocks: Sequence[Block]) -> int:
        """The element in which most of the prose stands."""
        words: Counter[int] = Counter()
        for block in blocks:
            if block.kind is Kind.PARAGRAPH and block.element >= 0:
                words[self._elements[block.element].parent] += block.text.count(" ")
        return max(words, key=lambda index: (words[index], -index), default=-1)

    def _in_box(self, index: int) -> bool:
        """Whether the class or id of a near ancestor names a box that holds no article."""
        for _ in range(_NEAR):
            if index < 0 or self._elements[index].tag in ("body", "main", "article", "html"):
                return False
            if index not in self._boxes:
                attrs = self._elements[index].attrs
                names = f"{attrs.get('class') or ''} {attrs.get('id') or ''}".casefold()
                self._boxes[index] = not promo_lexicon().boxes.isdisjoint(_NAME.findall(names))
            if self._boxes[index]:
                return True
            index = self._elements[index].parent
        return False
