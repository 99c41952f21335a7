"""The errors of fetching one page.

The class tells what happened and whether another try may help, the message gives the details,
and ``advice`` tells a person what to do next.
"""

from __future__ import annotations

from typing import ClassVar, Self


class FetchError(Exception):
    """A page could not be fetched. ``outcome`` is the outcome in the ledger.

    ``retryable``: the same request may succeed in a moment. ``retry_after`` is the number of
    seconds that the server asked to wait, if it did.
    """

    outcome: ClassVar[str] = "fetch_error"
    advice: ClassVar[str] = "Try again later."
    retryable: bool = False

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after

    def final(self, prefix: str = "") -> Self:
        """The same failure for another page, not to be retried."""
        error = type(self)(f"{prefix}{self}")
        error.retryable = False
        return error


class BadUrl(FetchError):
    outcome = "bad_url"
    advice = "Give a whole http or https address."


class BlockedScheme(FetchError):
    outcome = "blocked_scheme"
    advice = "Only http and https are fetched."


class BlockedAddress(FetchError):
    outcome = "blocked_address"
    advice = "If this is your own server, admit it with --allow-address HOST:PORT."


class DnsError(FetchError):
    outcome = "dns_error"
    advice = "Check the spelling of the host."
    retryable = True


class ConnectFailed(FetchError):
    outcome = "connect_error"
    retryable = True


class TlsError(FetchError):
    outcome = "tls_error"
    advice = "The site must repair its certificate; a page is never fetched unverified."


class TimeoutConnect(FetchError):
    outcome = "timeout_connect"
    retryable = True


class TimeoutRead(FetchError):
    outcome = "timeout_read"
    retryable = True


class TimeoutTotal(FetchError):
    outcome = "timeout_total"


class TooLarge(FetchError):
    outcome = "too_large"
    advice = "Pages are fetched up to 20 MB, or up to page_bytes in winnow.toml if that is less."


class TooManyRedirects(FetchError):
    outcome = "too_many_redirects"
    advice = "The site sends its readers in circles; open the page in a browser to see why."


class Truncated(FetchError):
    outcome = "truncated"
    retryable = True


class BadEncoding(FetchError):
    outcome = "bad_encoding"
    retryable = True


class ProtocolError(FetchError):
    outcome = "protocol_error"
    retryable = True


class HttpError(FetchError):
    outcome = "http_error"


class NotFound(HttpError):
    outcome = "not_found"
    advice = "The page is gone; take it off the list."


class Forbidden(HttpError):
    outcome = "forbidden"
    advice = "The site does not let this page be read without an account."


class RateLimited(HttpError):
    outcome = "rate_limited"
    advice = "Fetch this site more slowly (--pace) or later."
    retryable = True


class ServerError(HttpError):
    outcome = "server_error"
    retryable = True


class RobotsDenied(FetchError):
    outcome = "robots_denied"
    advice = "The site's robots.txt asks not to fetch this page."


class RobotsUnreachable(FetchError):
    outcome = "robots_unreachable"
    advice = "The site's robots.txt could not be read, so nothing may be fetched for now; try again later."


class NotHtml(FetchError):
    outcome = "not_html"
    advice = "Only HTML and plain text are cleaned."


class NoContent(FetchError):
    outcome = "no_content"
    advice = "The page holds no text."


class NotFeed(FetchError):
    outcome = "not_feed"
    advice = "Give the address of an RSS, Atom or JSON feed, or of a sitemap; for a web page, leave out the option."


class NeedsRendering(FetchError):
    outcome = "needs_rendering"
    advice = "The text is put there by a script; fetch it with --render."
