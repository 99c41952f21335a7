"""Which lines stand on most pages of a site and so can be no page's title."""

from __future__ import annotations

from ...page import Page
from .normalised_line import NormalisedLine
from .site import SiteMemory

_MIN_ARTICLES, _MIN_SHARE = 3, 0.5
_MAX_CHARS = 240  # of a line; longer ones are no titles


def lines_of_site(memory: SiteMemory | None, page: Page) -> frozenset[str]:
    """The lines of a flattened page that stand on most articles of its site, word for word.

    Numbers count: the parts of a series ("Weekly notes, 41") have titles that differ in nothing else.
    """
    if memory is None or page.origin != "text" or memory.article_count < _MIN_ARTICLES:
        return frozenset()
    min_count = max(_MIN_ARTICLES, _MIN_SHARE * memory.article_count)
    texts = {block.text for block in page.blocks if len(block.text) <= _MAX_CHARS}
    return frozenset(text for text in texts if _count(memory, text) >= min_count)


def _count(memory: SiteMemory, text: str) -> int:
    """On how many articles of the site a line stands."""
    return memory.exact.get(NormalisedLine.of(text).exact_key, 0).bit_count()
