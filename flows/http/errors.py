"""The errors of fetching one page.

The class tells what happened and whether another try may help, the message gives the details,
and ``advice`` tells a person what to do next.
"""

from __future__ import annotations

import re
from typing import ClassVar, Self


class FetchError(Exception):
    """A page could not be fetched. ``outcome`` is the outcome in the ledger: the name of the class in small letters.

    ``retryable``: the same request may succeed in a moment. ``retry_after`` is the number of
    seconds that the server asked to wait, if it did.
    """

    outcome: ClassVar[str] = "fetch_error"
    advice: ClassVar[str] = "Try again later."
    retryable: bool = False

    def __init_subclass__(cls) -> None:
        cls.outcome = re.sub(r"(?<!^)([A-Z])", r"_\1", cls.__name__).lower()

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after

    def final(self, prefix: str = "") -> Self:
        """The same failure for another page, not to be retried."""
        error = type(self)(f"{prefix}{self}")
        error.retryable = False
        return error


class BadUrl(FetchError):
    advice = "Give a whole http or https address."


class BlockedScheme(FetchError):
    advice = "Only http and https are fetched."


class BlockedAddress(FetchError):
    advice = "If this is your own server, admit it with --allow-address HOST:PORT."


class DnsError(FetchError):
    advice = "Check the spelling of the host."
    retryable = True


class ConnectError(FetchError):
    retryable = True


class TlsError(FetchError):
    advice = "The site must repair its certificate; a page is never fetched unverified."


class TimeoutConnect(FetchError):
    retryable = True


class TimeoutRead(FetchError):
    retryable = True


class TimeoutTotal(FetchError):
    pass


class TooLarge(FetchError):
    advice = "Pages are fetched up to 20 MB, or up to page_bytes in winnow.toml if that is less."


class TooManyRedirects(FetchError):
    advice = "The site sends its readers in circles; open the page in a browser to see why."


class Truncated(FetchError):
    retryable = True


class BadEncoding(FetchError):
    retryable = True


class ProtocolError(FetchError):
    retryable = True


class HttpError(FetchError):
    pass


class NotFound(HttpError):
    advice = "The page is gone; take it off the list."


class Forbidden(HttpError):
    advice = "The site does not let this page be read without an account."


class RateLimited(HttpError):
    advice = "Fetch this site more slowly (--pace) or later."
    retryable = True


class ServerError(HttpError):
    retryable = True


class RobotsDenied(FetchError):
    advice = "The site's robots.txt asks not to fetch this page."


class RobotsUnreachable(FetchError):
    advice = "The site's robots.txt could not be read, so nothing may be fetched for now; try again later."


class NotHtml(FetchError):
    advice = "Only HTML and plain text are cleaned."


class NoContent(FetchError):
    advice = "The page holds no text."


class NotFeed(FetchError):
    advice = "Give the address of an RSS, Atom or JSON feed, or of a sitemap; for a web page, leave out the option."


class NeedsRendering(FetchError):
    advice = "The text is put there by a script; fetch it with --render."


class FetchCrash(FetchError):
    """An error that was not foreseen; it fails the page that met it, and no other."""

    advice = "This is a fault in winnow: please report it, with the address and this line."
