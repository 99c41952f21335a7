"""Which counted pages are copies of one article, and so count as one page.

A line on a print view, on a second URL and on a second fetch of the same page does not
repeat on the site.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

ArticleBits = int  # a set of articles, one bit each

_MIN_SHARED = 0.7  # share of the prose lines of the smaller page
_MIN_LIMIT, _MAX_LIMIT, _LIMIT_SHARE = 8, 40, 0.3  # a line on more pages than this is no evidence of a copy


def article_numbers(addresses: Sequence[str], prose: Sequence[frozenset[int]]) -> list[int]:
    """For each page the number of its article, counted from 0 in the order of the pages."""
    parent = list(range(len(addresses)))

    def root(page: int) -> int:
        while parent[page] != page:
            parent[page] = parent[parent[page]]
            page = parent[page]
        return page

    first_pages: dict[str, int] = {}
    for page, address in enumerate(addresses):
        parent[root(page)] = root(first_pages.setdefault(address, page))
    for one, other in _copies(prose):
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(page), len(numbers)) for page in range(len(addresses))]


def are_copies(size: int, other_size: int, shared: int) -> bool:
    """Whether two pages are copies of one article, by their numbers of prose lines and of shared ones."""
    return shared >= 2 and shared >= _MIN_SHARED * min(size, other_size)


def _copies(prose: Sequence[frozenset[int]]) -> list[tuple[int, int]]:
    holders: Mapping[int, list[int]] = defaultdict(list)
    for page, keys in enumerate(prose):
        for key in keys:
            holders[key].append(page)
    limit = min(max(_MIN_LIMIT, int(_LIMIT_SHARE * len(prose))), _MAX_LIMIT)
    shared: Counter[tuple[int, int]] = Counter()
    for pages in holders.values():
        if 2 <= len(pages) <= limit:
            shared.update((a, b) for i, a in enumerate(pages) for b in pages[i + 1 :])
    return sorted((a, b) for (a, b), count in shared.items() if are_copies(len(prose[a]), len(prose[b]), count))
