"""How pages are fetched: limits, pauses and the name given to servers; from the settings, in this one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..warc import MAX_BYTES
from .guard import Guard

if TYPE_CHECKING:
    from ..settings import Settings

AGENT_TOKEN = "winnow"  # the name robots.txt files address us by


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits and pauses of one run. Times are seconds, sizes are bytes.

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
    max_wire: int = MAX_BYTES
    max_decoded: int = MAX_BYTES
    max_header_count: int = 400
    max_redirects: int = 10
    tries: int = 3
    backoff: float = 0.5
    max_wait: float = 30.0
    max_crawl_delay: float = 30.0
    allow: frozenset[str] = frozenset()
    ca_file: str | None = None
    http2: bool = True

    @property
    def user_agent(self) -> str:
        """What the site reads in its log: the project, and whom to ask."""
        from importlib.metadata import version  # here, because only who fetches needs it

        name = f"{AGENT_TOKEN}/{version('winnow')}"
        return f"{name} (+{self.contact})" if self.contact else name


def policy_from(settings: Settings) -> Policy:
    """The policy that the settings ask for. Raises UsageError for a setting that cannot be used."""
    try:
        Guard(frozenset(settings.allow_address))
    except ValueError as error:
        raise UsageError(f"allow-address: {error}") from None
    if not (settings.contact.isascii() and settings.contact.isprintable()):
        raise UsageError(f"contact {settings.contact!r} cannot be sent: give an address in plain ASCII letters")
    if settings.ca_file and not settings.ca_file.is_file():
        raise UsageError(f"there is no file of certificates {settings.ca_file}")
    page_bytes = min(settings.page_bytes, MAX_BYTES)  # a larger page could not be read out of the archive again
    return Policy(
        contact=settings.contact,
        pace=settings.pace,
        per_host=4 if settings.pace else 16,  # without a pace, slow pages hold up nothing
        allow=frozenset(settings.allow_address),
        ca_file=str(settings.ca_file) if settings.ca_file else None,
        max_wire=page_bytes,
        max_decoded=page_bytes,
    )
