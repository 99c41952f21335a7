"""The nouns of fetching: what to fetch, and what became of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..http.errors import FetchError
from ..http.exchange import Exchange
from .robots_cache import RobotsPermission
from .urls import host_of, read_url, without_secret

FINE = ("ok", "unchanged")
NO_PAGE = ("not_html", "no_content", "needs_rendering")  # whole answers, and archived, but nothing to clean
ARCHIVED = (*FINE, *NO_PAGE)
_SENDABLE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")


@dataclass(frozen=True, slots=True)
class Validators:
    """What an earlier answer from ``final_url`` said of itself: enough to ask whether it has changed."""

    final_url: str
    etag: str = ""
    last_modified: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that make a request conditional."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if _SENDABLE.fullmatch(value)}


@dataclass(frozen=True, slots=True)
class Target:
    """An address to fetch; ``role`` is "page", "feed" or "sitemap".

    ``source_metadata`` is what the feed or sitemap that named it says of it (title, date).
    """

    url: str
    role: str = "page"
    depth: int = 0
    found_in: str = ""
    source_metadata: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The address without user and password, as it is shown and recorded."""
        return without_secret(self.url)


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of a target: every hop, the permission, and the ``error`` that ended it, if one did.

    ``unchanged`` where the answer is the one that is archived already. Whoever finds something
    out later makes another visit of it (``dataclasses.replace``): one that was shown or recorded stays.
    """

    target: Target
    error: FetchError | None = None
    unchanged: bool = False
    exchanges: tuple[Exchange, ...] = ()
    permission: RobotsPermission | None = None
    fetched_at: datetime | None = None
    tries: int = 0
    seconds: float = 0.0
    robots_directives: str = ""

    @property
    def outcome(self) -> str:
        """The name of what came of it: "ok", "unchanged" or a failure."""
        return self.error.outcome if self.error else "unchanged" if self.unchanged else "ok"

    @property
    def detail(self) -> str:
        if self.error:
            return str(self.error)
        return "the same bytes as before" if self.unchanged and self.final and self.final.status != 304 else ""

    @property
    def advice(self) -> str:
        return self.error.advice if self.error else ""

    @property
    def fine(self) -> bool:
        return self.error is None

    @property
    def final(self) -> Exchange | None:
        """The last answer, whatever its status; None if there was none."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def host(self) -> str:
        """The host that was asked for, with its port; "" if the address is none."""
        try:
            return host_of(read_url(self.target.url))
        except FetchError:
            return ""

    @property
    def digest(self) -> str:
        """sha256 of the body, as 64 hex digits; "" if there was no answer."""
        return hashlib.sha256(self.final.body).hexdigest() if self.final else ""

    @property
    def final_url(self) -> str:
        return self.final.url if self.final else self.target.shown
