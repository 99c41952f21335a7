"""Which lines of a page are the site's own, because they stand on most of its pages or are its promos: no titles."""

from __future__ import annotations

from ...page import Page
from ...reading.promo_features import find_features
from .known_promos import MIN_ARTICLES, is_repeated_promo
from .normalised_line import NormalisedLine
from .site import SiteMemory

_MIN_ARTICLES, _MIN_SHARE = 3, 0.5
_MAX_CHARS = 240  # of a line; longer ones are no titles


def lines_of_site(memory: SiteMemory | None, page: Page) -> frozenset[str]:
    """The lines of a flattened page that stand on most articles of its site, word for word, and its repeated promos.

    Numbers count: the parts of a series ("Weekly notes, 41") have titles that differ in nothing else.
    """
    if memory is None or page.origin != "text" or memory.article_count < _MIN_ARTICLES:
        return frozenset()
    min_count = max(_MIN_ARTICLES, _MIN_SHARE * memory.article_count)
    texts = {block.text for block in page.blocks if len(block.text) <= _MAX_CHARS}
    return frozenset(text for text in texts if _is_of_site(memory, NormalisedLine.of(text), min_count))


def _is_of_site(memory: SiteMemory, line: NormalisedLine, min_count: float) -> bool:
    if memory.exact.get(line.exact_key, 0).bit_count() >= min_count:
        return True
    others = memory.masked.get(line.masked_key, 0).bit_count() - 1  # the page itself may be one of them
    if others < MIN_ARTICLES:
        return False
    return is_repeated_promo(find_features(line.text, line.tokens), others, memory.article_count - 1)
