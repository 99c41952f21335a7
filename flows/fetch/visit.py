"""What to fetch (a target), and the result of fetching it (a visit)."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..errors import WinnowError
from ..http.errors import FetchCrash, FetchError
from ..http.exchange import RENDERED, Exchange
from ..safe_text import crash_text, storable
from .robots_cache import RobotsPermission
from .urls import host_of, parse_url, redacted

SUCCESS_OUTCOMES = ("ok", "unchanged")
NO_PAGE_OUTCOMES = ("not_html", "no_content", "needs_rendering")  # archived like a page, but there is nothing to clean
ARCHIVED_OUTCOMES = (*SUCCESS_OUTCOMES, *NO_PAGE_OUTCOMES)
ENDS_THE_RUN = (WinnowError, sqlite3.DatabaseError)  # of the raw store: no other page could be recorded either
_SENDABLE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")


@dataclass(frozen=True, slots=True)
class Validators:
    """ETag and Last-Modified of an earlier answer from ``final_url``, to ask the server whether it has changed."""

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

    ``depth`` is the number of links (or sitemap indexes) between it and a given target, ``found_in`` where its
    address comes from, ``source_metadata`` its title and date in a feed or sitemap.
    """

    url: str
    role: str = "page"
    depth: int = 0
    found_in: str = ""
    source_metadata: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the texts storable: they come from command lines, files and feeds."""
        object.__setattr__(self, "url", storable(self.url))
        object.__setattr__(self, "found_in", storable(self.found_in))
        metadata = {name: storable(text) for name, text in self.source_metadata.items()}
        object.__setattr__(self, "source_metadata", metadata)

    @property
    def redacted_url(self) -> str:
        """The address without user and password, for messages and records."""
        return redacted(self.url)


@dataclass(frozen=True, slots=True)
class Visit:
    """The result of fetching a target: every exchange, the permission, and the ``error`` if it failed.

    ``unchanged`` means that the same answer is archived already, ``note`` says what could not be found out.
    Frozen, because a visit that was recorded must not change; use ``dataclasses.replace`` for one that
    turns out differently.
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
    note: str = ""

    @property
    def outcome(self) -> str:
        """The outcome in the ledger: "ok", "unchanged" or the name of a failure."""
        return self.error.outcome if self.error else "unchanged" if self.unchanged else "ok"

    @property
    def detail(self) -> str:
        final = self.final_exchange
        if self.error:
            return str(self.error)
        same_bytes = self.unchanged and final and final.status != 304
        location = final.header("content-location") if final and final.http_version == RENDERED else ""
        parts = [
            "the same bytes as before" if same_bytes else "",
            f"a script changed the address to {location}" if location else "",
            self.note,
        ]
        return "; ".join(filter(None, parts))

    @property
    def advice(self) -> str:
        return self.error.advice if self.error else ""

    @property
    def succeeded(self) -> bool:
        return self.error is None

    @property
    def final_exchange(self) -> Exchange | None:
        """The last answer, whatever its status; None if there was none."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def host(self) -> str:
        """The host of the target, with its port; "" if the address is invalid."""
        try:
            return host_of(parse_url(self.target.url))
        except FetchError:
            return ""

    @property
    def digest(self) -> str:
        """sha256 of the body, as 64 hex digits; "" if there was no answer."""
        return hashlib.sha256(self.final_exchange.body).hexdigest() if self.final_exchange else ""

    @property
    def final_url(self) -> str:
        return self.final_exchange.url if self.final_exchange else self.target.redacted_url


def failure_of(error: Exception) -> FetchError:
    """What was raised during a visit, as the failure of that visit. Raises it again if it must end the run."""
    if isinstance(error, ENDS_THE_RUN):
        raise error
    return error if isinstance(error, FetchError) else FetchCrash(crash_text(error))
