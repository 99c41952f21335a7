"""Site memory: what repeats on a site is not the article.

Counts in, verdicts out; nothing here reads a store or a clock. A page is read into a
``PageCount``, a site's pages are gathered in ``Counts``, and ``memory_of(counts)``
is the snapshot that the voice asks.
"""

from .building import memory_of, repeated_lines
from .counts import Counts, PageCount
from .keeping import from_bytes as memory_from_bytes
from .keeping import to_bytes as memory_to_bytes
from .reading import address_of, count, host_of
from .site import SiteMemory
from .verdicts import voice

__all__ = [
    "Counts", "PageCount", "SiteMemory", "address_of", "count", "host_of", "memory_from_bytes", "memory_of",
    "memory_to_bytes", "repeated_lines", "voice",
]  # fmt: skip
