"""Addresses: read, checked, and written the same way each time."""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import unicodedata
from functools import lru_cache

import httpx
from w3lib.url import canonicalize_url

from ..http.errors import BadUrl, BlockedScheme
from ..http.exchange import Exchange

MAX_CHARACTERS = 8_000
_REDIRECTS = (301, 302, 303, 307, 308)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d+(?:[/?#]|$))")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}\.?", re.IGNORECASE)
_HOST = re.compile(rb"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)
_SECRET = re.compile(r"^(\s*[a-zA-Z][a-zA-Z0-9+.-]*:[/\\]*|[/\\]+)[^/\\?#]*@")
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid)$")


def read_url(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """An http or https address from text, joined to ``base`` if relative, without fragment.

    What browsers forgive is forgiven (backslashes, odd spellings of a number),
    so that the guard sees what a browser would. Raises BlockedScheme for any
    other scheme and BadUrl for what is no address.
    """
    return _read(text.strip(" \t\r\n\f\0"), base)


@lru_cache(maxsize=1024)  # an address is read where it is queued, permitted and asked for
def _read(text: str, base: httpx.URL | None) -> httpx.URL:
    if len(text) > MAX_CHARACTERS:
        raise BadUrl(f"an address of {len(text):,} characters")
    scheme = _SCHEME.match(text)
    if scheme:
        if scheme[1].lower() not in ("http", "https"):
            raise BlockedScheme(f"{scheme[1].lower()[:30]}: addresses are not fetched")
        base, text = None, _plain_spelling(scheme[1], text[scheme.end() :])
    elif base is None:
        raise BadUrl(f"{_shown(text)} has no http:// or https:// in front")
    elif len(text) > 1 and not text[:2].strip("/\\"):
        text = _plain_spelling(base.scheme, text)
        base = None
    try:
        url = base.join(text) if base is not None else httpx.URL(text)
        url = url.copy_with(fragment=None) if url.fragment or "#" in text else url
        has_host = bool(_HOST.fullmatch(url.raw_host)) and url.port != 0 and (url.port or 1) < 65536
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise BadUrl(f"{_shown(text)} is not an address: {error}") from None
    if not has_host:
        raise BadUrl(f"{_shown(text)} names no host and port")
    return url


def _shown(text: str) -> str:
    return repr(without_secret(text)[:100])


def _plain_spelling(scheme: str, rest: str) -> str:
    """An absolute address with plain slashes, and a plain host however it was spelled."""
    body, mark, tail = re.fullmatch(r"([^?#]*)([?#]?)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    authority, slash, path = body.replace("\\", "/").lstrip("/").partition("/")
    user, at, host = authority.rpartition("@")
    if host.startswith("["):
        host = re.sub(r"%[^\]]*\]", "]", host)  # the zone of an IPv6 address means nothing elsewhere
    else:
        host, colon, port = host.partition(":")
        host = unicodedata.normalize("NFKC", host) if not host.isascii() else host
        host = _dotted(host) + colon + port
    return f"{scheme}://{user}{at}{host}{slash}{path}{mark}{tail}"


def _dotted(host: str) -> str:
    """A host that is a number in any base or grouping, as four decimal numbers."""
    if not _NUMBER.fullmatch(host):
        return host
    try:
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return host


def redirect_of(exchange: Exchange) -> httpx.URL | None:
    """Where an answer redirects to, without credentials; None if it does not. Raises as ``read_url``."""
    location = exchange.header("location")
    if exchange.status not in _REDIRECTS or not location:
        return None
    with contextlib.suppress(UnicodeError):  # header bytes are Latin-1 by rule and UTF-8 by habit
        location = location.encode("latin-1").decode("utf-8")
    return read_url(location, httpx.URL(exchange.url)).copy_with(userinfo=b"")


def take_credentials(url: httpx.URL) -> tuple[httpx.URL, dict[str, str]]:
    """The address without its user and password, and the header that carries them instead."""
    if not url.userinfo:
        return url, {}
    coded = base64.b64encode(f"{url.username}:{url.password}".encode()).decode()
    return url.copy_with(userinfo=b""), {"Authorization": f"Basic {coded}"}


def without_secret(text: str) -> str:
    """An address, or what was meant as one, without user and password: as it is shown and recorded."""
    return _SECRET.sub(r"\1", text)


def origin_of(url: httpx.URL) -> str:
    """Scheme, host and port in one text; what robots.txt files and credentials belong to."""
    return f"{url.scheme}://{host_of(url)}"


def host_of(url: httpx.URL) -> str:
    """Host, with the port where it is not the usual one: whom the throttle counts."""
    return url.netloc.decode("ascii")


def normal_form(url: str) -> str:
    """The form under which two spellings of one address are the same; tracking parameters are dropped.

    Raises BadUrl or BlockedScheme.
    """
    read, _ = take_credentials(read_url(url))
    if read.query:
        params = read.params.multi_items()
        kept = [(name, value) for name, value in params if not _TRACKING.match(name)]
        read = read.copy_with(params=kept) if len(kept) != len(params) else read
    return canonicalize_url(str(read), keep_blank_values=True)
