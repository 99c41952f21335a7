"""A page as the memory reads it: its visible lines, and what markup tells of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...page import Block, Kind, Page
from .counts import PageCount, pack
from .lexicon import BOXES
from .pagekind import silent_on
from .passage import Passage
from .signs import APART, BOXED, HEADING, LINKED

_NAME = re.compile(r"[a-z]+")
_NEAR = 3  # ancestors whose class may name a box
_OWN_PLACES = (Kind.ITEM, Kind.CELL, Kind.QUOTE, Kind.CODE, Kind.HEADING)


@dataclass(frozen=True, slots=True)
class Line:
    """A visible block, the passage it holds and its flags."""

    block: Block
    passage: Passage
    flags: int


def lines_of(page: Page) -> list[Line]:
    """The page's visible lines, in order."""
    blocks = [block for block in page.blocks if not block.hidden]
    home = _home(page, blocks)
    return [Line(block, Passage.of(block.text), _flags(page, block, home)) for block in blocks]


def count(page: Page, digest: str, seen: str = "") -> PageCount:
    """What a page adds to the counts of its site; ``seen`` is the day of its fetch, ISO 8601, "" if unknown.

    A page on which repetition says nothing (a shop, documentation, a listing) is
    counted as such, without lines.
    """
    lines = () if silent_on(page) else ((line.passage.text, line.flags) for line in lines_of(page))
    different = dict(lines).items()
    return PageCount(digest, address_of(page.url) or digest, section_of(page.url), seen, pack(different))


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
    """The first step of the path where more follows ("~anna" of /~anna/notes): one of several sites of a host."""
    if not url or not host_of(url):
        return ""
    steps = [step for step in urlsplit(url).path.split("/") if step]
    return steps[0] if len(steps) > 1 else ""


def _home(page: Page, blocks: Sequence[Block]) -> int:
    """The element in which most of the prose stands (-1 on flattened text)."""
    if page.origin != "html":
        return -1
    words: Counter[int] = Counter()
    for block in blocks:
        if block.kind is Kind.PARAGRAPH and block.element >= 0:
            words[page.elements[block.element].parent] += block.text.count(" ")
    return max(words, key=lambda index: (words[index], -index), default=-1)


def _flags(page: Page, block: Block, home: int) -> int:
    flags = HEADING if block.kind is Kind.HEADING else 0
    if block.linked * 2 >= len(block.text):
        flags |= LINKED
    if block.element < 0:
        return flags
    near = page.ancestors(block)
    if block.kind not in _OWN_PLACES and home >= 0 and page.elements[block.element].parent != home:
        flags |= APART
    for element in near[:_NEAR]:
        names = f"{element.attrs.get('class') or ''} {element.attrs.get('id') or ''}".casefold()
        if element.tag in ("body", "main", "article", "html"):
            break
        if BOXES.intersection(_NAME.findall(names)):
            return flags | BOXED
    return flags
