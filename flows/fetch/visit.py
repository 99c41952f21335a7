"""The nouns of fetching: what to fetch, and what became of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .client import Exchange
from .errors import FetchError
from .robots_keeper import Receipt
from .urls import host_of, read_url, without_secret

FINE = ("ok", "unchanged")
_SENDABLE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier run keeps of an address: enough to ask whether it has changed."""

    final_url: str
    etag: str = ""
    last_modified: str = ""
    digest: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that make a request conditional."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if _SENDABLE.fullmatch(value)}


@dataclass(frozen=True, slots=True)
class Target:
    """An address to fetch; ``role`` is "page", "feed" or "sitemap", ``said`` what its source told of it."""

    url: str
    role: str = "page"
    depth: int = 0
    found_in: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The address without user and password: how it is told and recorded."""
        return without_secret(self.url)


@dataclass(slots=True)
class Visit:
    """What became of a target: every hop, the permission, and an outcome: "ok", "unchanged" or a failure."""

    target: Target
    outcome: str = "ok"
    detail: str = ""
    advice: str = ""
    exchanges: list[Exchange] = field(default_factory=list)
    receipt: Receipt | None = None
    fetched_at: datetime | None = None
    tries: int = 0
    seconds: float = 0.0
    wishes: str = ""

    @property
    def fine(self) -> bool:
        return self.outcome in FINE

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
