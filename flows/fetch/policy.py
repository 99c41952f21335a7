"""How pages are fetched: limits, manners and who we say we are."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000
AGENT_TOKEN = "winnow"  # the name robots.txt files address us by


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits and manners of one run. Times are seconds, sizes are bytes.

    ``allow`` holds the private addresses that may be fetched all the same,
    each exactly "host:port". ``total`` is the one deadline of a page: tries,
    redirects, robots.txt and a dripping server included; only waiting for
    one's turn is not counted. ``ca_file`` adds a certificate authority.
    """

    contact: str = ""
    pace: float = 1.0
    per_host: int = 4
    at_once: int = 48
    large_at_once: int = 2
    total: float = 60.0
    connect: float = 10.0
    read: float = 15.0
    robots_total: float = 20.0
    robots: bool = True
    max_wire: int = 20 * MEGABYTE
    max_decoded: int = 20 * MEGABYTE
    max_header_count: int = 400
    max_redirects: int = 10
    tries: int = 3
    backoff: float = 0.5
    longest_wait: float = 30.0
    longest_crawl_delay: float = 30.0
    allow: frozenset[str] = frozenset()
    ca_file: str | None = None
    http2: bool = True

    @property
    def user_agent(self) -> str:
        """What the site reads in its log: the project, and whom to ask."""
        from importlib.metadata import version  # here, because only who fetches needs it

        name = f"{AGENT_TOKEN}/{version('winnow')}"
        return f"{name} (+{self.contact})" if self.contact else name
