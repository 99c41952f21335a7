"""The standfirst, that is the sentence or two under the title that sum up the article, is kept."""

from __future__ import annotations

import itertools

from ...page import Block, Decisions, Kind, Label, Labels, Page
from ...patterns import pattern
from ...reading import Reading

# Words for it in the class names of content management systems.
_STANDFIRST_WORDS = frozenset(
    "standfirst dek strapline subhead subhed subheadline subtitle lede excerpt chapo entradilla bajada ingress".split()
)
_MAX_LINES_BELOW_TITLE = 3
_MIN_WORDS, _MAX_WORDS = 6, 90
_MAX_LINK_SHARE = 0.5  # of the characters
_NAME_PART = pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def label(reading: Reading, decided: Decisions) -> Labels:
    page, lines = reading.page, reading.lines
    title = lines.title(decided)
    if title is None or page.origin != "html" or not lines.is_article:
        return {}
    for line in lines.between(title.index + 1, title.index + 1 + _MAX_LINES_BELOW_TITLE):
        block = line.block
        name = _standfirst_class(page, block)
        if name and block.index not in decided and _MIN_WORDS <= line.words <= _MAX_WORDS and _is_mostly_text(block):
            return {block.index: Label(True, "the standfirst, under the title", name)}
    return {}


def _is_mostly_text(block: Block) -> bool:
    return block.kind in (Kind.PARAGRAPH, Kind.HEADING) and block.linked < _MAX_LINK_SHARE * len(block.text)


def _standfirst_class(page: Page, block: Block) -> str:
    """The class that names a standfirst, such as "story-standfirst", "articleSubtitle" or "sub-headline".

    It is one of the block's element, or of an element around it without other blocks; "" for none.
    """
    for element in page.ancestors(block):
        if element.end - element.start > 1:
            return ""
        for name in (element.attrs.get("class") or "").split():
            parts = [part.casefold() for part in _NAME_PART.findall(name)]
            pairs = map("".join, itertools.pairwise(parts))
            if not _STANDFIRST_WORDS.isdisjoint((*parts, *pairs)):
                return name
    return ""
