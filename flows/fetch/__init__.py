"""Fetches pages from the web: only from public addresses, with limits and pauses; every failure has a name.

>>> from flows.fetch import fetch_one                       # doctest: +SKIP
>>> page = fetch_one("https://example.org/article")         # doctest: +SKIP
>>> page.status, page.headers["content-type"], page.body    # doctest: +SKIP
"""

from __future__ import annotations

from ..http.errors import FetchError
from .policy import Policy
from .single_page import fetch_one

__all__ = ["FetchError", "Policy", "fetch_one"]
