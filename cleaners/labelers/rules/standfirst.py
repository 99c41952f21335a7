"""The standfirst: the sentence or two under the title that tell what the article is about are part of it."""

from __future__ import annotations

import itertools

from ...page import Block, Decisions, Element, Kind, Label, Labels, Page
from ...patterns import pattern
from ...reading import Reading

# What editors call it, in the names that their systems give it.
_NAMES = frozenset(
    "standfirst dek strapline subhead subhed subheadline subtitle lede excerpt chapo entradilla bajada ingress".split()
)
_REACH = 3  # lines below the title
_FEWEST, _MOST = 6, 90  # words
_LINKED = 0.5
_NAME = pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def label(reading: Reading, decided: Decisions) -> Labels:
    page, lines = reading.page, reading.lines
    title = lines.title(decided)
    if title is None or page.origin != "html" or not lines.is_article:
        return {}
    for line in lines.between(title.index + 1, title.index + 1 + _REACH):
        block = line.block
        name = _name_of(page, block)
        if name and block.index not in decided and _FEWEST <= line.words <= _MOST and _is_text(block):
            return {block.index: Label(True, "the standfirst, under the title", name)}
    return {}


def _is_text(block: Block) -> bool:
    return block.kind in (Kind.PARAGRAPH, Kind.HEADING) and block.linked < _LINKED * len(block.text)


def _name_of(page: Page, block: Block) -> str:
    """The name by which the block's element, or one that holds it alone, is called a standfirst."""
    for element in page.ancestors(block):
        if element.end - element.start > 1:
            return ""
        name = _called(element)
        if name:
            return name
    return ""


def _called(element: Element) -> str:
    """The class that says so: "story-standfirst", "articleSubtitle", "sub-headline"."""
    for name in (element.attrs.get("class") or "").split():
        parts = [part.casefold() for part in _NAME.findall(name)]
        joined = [one + other for one, other in itertools.pairwise(parts)]
        if not _NAMES.isdisjoint((*parts, *joined)):
            return name
    return ""
