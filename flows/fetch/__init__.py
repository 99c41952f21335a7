"""Pages from the web: guarded, bounded, polite, and every failure with a name.

>>> from flows.fetch import fetch_one                       # doctest: +SKIP
>>> page = fetch_one("https://example.org/article")         # doctest: +SKIP
>>> page.status, page.headers["content-type"], page.body    # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import FetchError
from .policy import Policy

if TYPE_CHECKING:
    from cleaners import RawPage

__all__ = ["FetchError", "Policy", "fetch_one"]


def fetch_one(url: str, policy: Policy | None = None) -> RawPage:
    """Fetch one page, with every guard and limit, keeping nothing.

    The result's ``url`` is the final one, ``headers`` have lower-case names.
    Raises FetchError; its ``outcome`` names what happened and ``advice`` says
    what to do. Without a policy there is no pause after robots.txt.
    """
    from .one import fetch_page  # here, because reading archives needs this package but no HTTP client

    return fetch_page(url, policy)
