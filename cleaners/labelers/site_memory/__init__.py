"""Site memory: what repeats on a site is not the article.

Counts in, labels out; nothing here reads a store or a clock. A page is read into a
``PageCount``, a site's pages are gathered in ``Counts``, and ``memory_of(counts)``
is the snapshot that the labeler asks.
"""

from .building import memory_of, repeated_lines
from .counts import Counts, PageCount
from .labeler import site_memory_labeler
from .page_lines import address_of, count, host_of
from .serialization import from_bytes as memory_from_bytes
from .serialization import to_bytes as memory_to_bytes
from .site import SiteMemory

__all__ = [
    "Counts", "PageCount", "SiteMemory", "address_of", "count", "host_of", "memory_from_bytes", "memory_of",
    "memory_to_bytes", "repeated_lines", "site_memory_labeler",
]  # fmt: skip
