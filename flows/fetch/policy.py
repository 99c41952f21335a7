"""How pages are fetched: limits, pauses and the user agent; the only place that reads the settings for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..warc import MAX_BYTES
from .guard import AddressGuard

if TYPE_CHECKING:
    from ..settings import Settings

AGENT_TOKEN = "winnow"  # the name that rules of a robots.txt file use for this program


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits and pauses of one run. Times are in seconds.

    ``contact`` is a web or mail address for site owners. ``pace`` is the pause between two requests
    to a host. ``page_timeout`` covers all tries, redirects and robots.txt of a page, but not the time
    that it waits for the throttle. ``allowed_addresses`` are private addresses that may be fetched,
    each "host:port". ``ca_file`` adds a certificate authority.
    """

    contact: str = ""
    pace: float = 1.0
    workers_per_host: int = 4
    max_concurrent: int = 48
    max_concurrent_large: int = 2
    page_timeout: float = 60.0
    connect_timeout: float = 10.0
    read_timeout: float = 15.0
    robots_timeout: float = 20.0
    obey_robots: bool = True
    max_raw_bytes: int = MAX_BYTES
    max_decoded_bytes: int = MAX_BYTES
    max_header_count: int = 400
    max_redirects: int = 10
    max_tries: int = 3
    backoff: float = 0.5
    max_retry_after: float = 30.0
    max_crawl_delay: float = 30.0
    allowed_addresses: frozenset[str] = frozenset()
    ca_file: str | None = None
    http2: bool = True

    @property
    def user_agent(self) -> str:
        """The User-Agent header: the project, its version and the contact."""
        from cleaners import __version__  # imported here, because only fetching needs it

        name = f"{AGENT_TOKEN}/{__version__}"
        return f"{name} (+{self.contact})" if self.contact else name


def policy_from(settings: Settings) -> Policy:
    """The policy for these settings. Raises UsageError for a setting that cannot be used."""
    try:
        AddressGuard(frozenset(settings.allow_address))
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
        workers_per_host=4 if settings.pace else 16,  # without a pace, a slow page must not delay the others
        allowed_addresses=frozenset(settings.allow_address),
        ca_file=str(settings.ca_file) if settings.ca_file else None,
        max_raw_bytes=page_bytes,
        max_decoded_bytes=page_bytes,
    )
