"""Site memory: what repeats on a site is not the article.

A page is read into a ``PageCount``, ``Counts`` holds those of a site, and ``memory_of(counts)``
is the snapshot that the labeler uses. Nothing here reads a store or a clock.
"""

from .building import memory_of, repeated_lines
from .common_lines import lines_of_site
from .counts import Counts, PageCount
from .labeler import site_memory_labeler
from .page_lines import address_of, count_lines, host_of
from .serialization import from_bytes as memory_from_bytes
from .serialization import to_bytes as memory_to_bytes
from .site import SiteMemory

__all__ = [
    "Counts", "PageCount", "SiteMemory", "address_of", "count_lines", "host_of", "lines_of_site", "memory_from_bytes",
    "memory_of", "memory_to_bytes", "repeated_lines", "site_memory_labeler",
]  # fmt: skip
