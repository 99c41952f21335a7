"""Which counted pages are copies of one article: they count as one page.

A print view, a second URL, the same page fetched again: what stands on all of them
is not thereby what stands on many pages of the site.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

_SHARED = 0.7  # of the prose lines of the smaller page
_FEW, _MANY, _SHARE = 8, 40, 0.3  # a line on more pages than this tells no copy


def groups_of(addresses: Sequence[str], prose: Sequence[frozenset[int]]) -> list[int]:
    """For each page the number of its article, counted from 0 in the order of the pages given."""
    parent = list(range(len(addresses)))

    def root(page: int) -> int:
        while parent[page] != page:
            parent[page] = parent[parent[page]]
            page = parent[page]
        return page

    first: dict[str, int] = {}
    for page, address in enumerate(addresses):
        parent[root(page)] = root(first.setdefault(address, page))
    for one, other in _alike(prose):
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(page), len(numbers)) for page in range(len(addresses))]


def shares_most(one: frozenset[int], other_size: int, shared: int) -> bool:
    """Whether so many shared prose lines make two pages copies of one article."""
    return shared >= 2 and shared >= _SHARED * min(len(one), other_size)


def _alike(prose: Sequence[frozenset[int]]) -> list[tuple[int, int]]:
    holders: Mapping[int, list[int]] = defaultdict(list)
    for page, keys in enumerate(prose):
        for key in keys:
            holders[key].append(page)
    limit = min(max(_FEW, int(_SHARE * len(prose))), _MANY)
    shared: Counter[tuple[int, int]] = Counter()
    for pages in holders.values():
        if 2 <= len(pages) <= limit:
            shared.update((a, b) for i, a in enumerate(pages) for b in pages[i + 1 :])
    return sorted(pair for pair, n in shared.items() if shares_most(prose[pair[0]], len(prose[pair[1]]), n))
