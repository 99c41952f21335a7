"""Raw pages to counts: the first half of a run, before any page is cleaned."""

from __future__ import annotations

from .clean import read_page
from .labelers.site_memory import PageCount, count_lines
from .page import RawPage
from .prescan import Limits
from .reading import Reading


def count_page(raw: RawPage, limits: Limits | None = None) -> PageCount:
    """The lines of a raw page, to be added to the counts of its site. Raises PageRefused as `clean` does."""
    page, _ = read_page(raw.body, raw.url, raw.content_type, limits)
    return count_lines(Reading(page), raw.digest, raw.fetched_at.date().isoformat() if raw.fetched_at else "")
