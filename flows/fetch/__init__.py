"""Pages from the web: guarded, bounded, throttled, and every failure with a name.

>>> from flows.fetch import fetch_one                       # doctest: +SKIP
>>> page = fetch_one("https://example.org/article")         # doctest: +SKIP
>>> page.status, page.headers["content-type"], page.body    # doctest: +SKIP
"""

from __future__ import annotations

from ..http.errors import FetchError
from .one import fetch_one
from .policy import Policy

__all__ = ["FetchError", "Policy", "fetch_one"]
