"""Raw pages to counts and counts to memory: the first half of a run, before any page is judged."""

from __future__ import annotations

from .clean import read_page
from .labelers.site_memory import (  # fmt: skip
    Counts,
    PageCount,
    SiteMemory,
    address_of,
    count_lines,
    host_of,
    memory_from_bytes,
    memory_of,
    memory_to_bytes,
    repeated_lines,
)
from .page import RawPage
from .prescan import Limits
from .reading import Reading

__all__ = [
    "Counts", "PageCount", "SiteMemory", "address_of", "count_page", "host_of", "memory_from_bytes",
    "memory_of", "memory_to_bytes", "repeated_lines",
]  # fmt: skip


def count_page(raw: RawPage, limits: Limits | None = None) -> PageCount:
    """What a raw page adds to the counts of its site. Raises PageRefused as `clean` does."""
    page, _ = read_page(raw.body, raw.url, raw.content_type, limits)
    return count_lines(Reading(page), raw.digest, raw.fetched_at.date().isoformat() if raw.fetched_at else "")
