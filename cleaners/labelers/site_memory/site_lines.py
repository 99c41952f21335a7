"""Which block of a flattened page is known to be the site's own, before anything else is known of the page."""

from __future__ import annotations

from collections.abc import Callable

from ...page import Block
from ...reading.promo_features import find_features
from .known_promos import MIN_ARTICLES, is_repeated_promo
from .normalised_line import NormalisedLine
from .page_lines import address_of
from .site import SiteMemory

_MIN_SHARE = 0.6  # of the other articles that have the line, word for word


def site_line_test(memory: SiteMemory, digest: str, url: str | None) -> Callable[[Block], bool]:
    """A test for blocks that are promos of the site, or that stand on most of its other articles: none is a title."""
    others = memory.all_articles & ~memory.own_articles(digest, address_of(url), frozenset)
    total = others.bit_count()

    def test(block: Block) -> bool:
        if total < MIN_ARTICLES:
            return False
        line = NormalisedLine.of(block.text)
        exact = (memory.exact.get(line.exact_key, 0) & others).bit_count()
        masked = (memory.masked.get(line.masked_key, 0) & others).bit_count()
        if exact >= max(MIN_ARTICLES, _MIN_SHARE * total):
            return True
        return masked >= MIN_ARTICLES and is_repeated_promo(find_features(line.text, line.tokens), masked, total)

    return test
