"""A page as the memory reads it: its visible lines, and flags for their markup."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...addresses import split_address
from ...lexicon.phrases import phrases
from ...page import Block, Kind, Page
from ...reading import Reading
from ...reading.promo_features import BOXED, HEADING, LINKED
from .counts import PageCount, pack
from .normalised_line import NormalisedLine
from .page_kind import unsuited_kind

_NAME = re.compile(r"[a-z]+")
_COMMON_LABELS = frozenset((
    "www", "m", "amp", "com", "co", "org", "net", "edu", "gov", "ac", "or", "ne", "go", "info", "gob", "blog",
    "news", "web", "site",
))  # fmt: skip
_BOX_LEVELS = 3  # innermost elements whose class may name a box


@dataclass(frozen=True, slots=True)
class MemoryLine:
    """A shown block with its normalised text, and its flags."""

    block: Block
    normalised: NormalisedLine
    flags: int


def lines_of(reading: Reading) -> list[MemoryLine]:
    """The page's visible lines, in order."""
    flags = _Flags(reading.page)
    return [MemoryLine(block, NormalisedLine.of(block.text), flags.of(block)) for block in reading.shown_blocks]


def count_lines(reading: Reading, digest: str, fetched_on: str = "") -> PageCount:
    """What a page adds to the counts of its site; ``fetched_on`` is an ISO 8601 day, "" if unknown.

    A page of a kind on which repetition is no evidence (a shop, documentation, a listing)
    is counted without lines.
    """
    lines = () if unsuited_kind(reading) else ((line.normalised.text, line.flags) for line in lines_of(reading))
    url = reading.page.url
    return PageCount(digest, address_of(url) or digest, section_of(url), fetched_on, pack(dict(lines).items()))


def host_of(url: str | None) -> str:
    """The host whose pages are counted together, without "www."; "" without a URL."""
    return (split_address(url).hostname or "").casefold().removeprefix("www.")


def brand_of(host: str) -> str:
    """The name in a host: "example" of "www.example.co.uk"; "" where it is too short to mean anything."""
    labels = [label for label in host.casefold().split(".")[:-1] if label not in _COMMON_LABELS]
    name = re.sub(r"[^\w]", "", max(labels, key=len, default=""))
    return name if len(name) >= 4 else ""


def address_of(url: str | None) -> str:
    """The URL without scheme, "www." and fragment; "" without a host."""
    if not url or not host_of(url):
        return ""
    parts = split_address(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{host_of(url)}{parts.path.rstrip('/')}{query}"


def section_of(url: str | None) -> str:
    """The first folder of the path ("~anna" of /~anna/notes), which may be a site of its own; "" without one."""
    if not url or not host_of(url):
        return ""
    steps = [step for step in split_address(url).path.split("/") if step]
    return steps[0] if len(steps) > 1 else ""


class _Flags:
    """The flags of the blocks of one page."""

    def __init__(self, page: Page) -> None:
        self._elements = page.elements
        self._boxes: dict[int, bool] = {}  # by element: whether its class or id names a box

    def of(self, block: Block) -> int:
        flags = HEADING if block.kind is Kind.HEADING else 0
        if block.linked * 2 >= len(block.text):
            flags |= LINKED
        return flags | BOXED if self._in_box(block.element) else flags

    def _in_box(self, index: int) -> bool:
        """Whether the class or id of one of the innermost elements names a box that holds no article."""
        for _ in range(_BOX_LEVELS):
            if index < 0 or self._elements[index].tag in ("body", "main", "article", "html"):
                return False
            if index not in self._boxes:
                attrs = self._elements[index].attrs
                names = f"{attrs.get('class') or ''} {attrs.get('id') or ''}".casefold()
                self._boxes[index] = not phrases("promo_box").isdisjoint(_NAME.findall(names))
            if self._boxes[index]:
                return True
            index = self._elements[index].parent
        return False
