"""An HTTP request and its complete answer."""

from __future__ import annotations

from dataclasses import dataclass

Headers = list[tuple[bytes, bytes]]
RENDERED = "rendered"  # instead of the HTTP version, for an answer that a browser made from another one


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its complete answer. ``raw_body`` is the body as sent, ``body`` without its content codings.

    ``length_verified`` is False where the body ended by closing the connection.
    """

    url: str
    request_headers: Headers
    status: int
    reason: str
    http_version: str
    headers: Headers
    raw_body: bytes
    body: bytes
    length_verified: bool

    def header(self, name: str) -> str:
        """All values of a header joined by a comma, "" if absent."""
        return ", ".join(self.values(name)).strip()

    def values(self, name: str) -> list[str]:
        """Each value of a header that may be sent more than once."""
        return header_values(self.headers, name)


def header_values(headers: Headers, name: str) -> list[str]:
    """Each value of a header, in the order they were sent."""
    lower_name = name.lower().encode()
    return [value.decode("latin-1").strip() for key, value in headers if key.lower() == lower_name]
