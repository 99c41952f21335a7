"""Parses, checks and normalizes addresses: every address from outside becomes an ``httpx.URL`` here, nowhere else."""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import unicodedata
from functools import lru_cache

import httpx
from w3lib.url import canonicalize_url

from ..http.errors import BadUrl, BlockedScheme, FetchError
from ..http.exchange import Exchange
from ..safe_text import storable

MAX_URL_CHARACTERS = 8_000
_REDIRECTS = (301, 302, 303, 307, 308)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d+(?:[/?#]|$))")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}\.?", re.IGNORECASE)
_HOST = re.compile(rb"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)
_PORT = re.compile(r"(:[0-9]*)?")
_NOT_IN_HOST = re.compile(r"[\s/?#@:\[\]%\\]")
_USERINFO = re.compile(r"^(\s*[a-zA-Z][a-zA-Z0-9+.-]*:[/\\]*|[/\\]+)[^/\\?#]*@")
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid)$")


def parse_url(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """An http or https address from text, joined to ``base`` if relative, without fragment.

    Spellings that browsers accept (backslashes, odd ways to write a number) are accepted as well, so
    that the guard checks the same address. Whatever the text, it returns an address of plain ASCII that the other
    functions here take without an error, or raises BlockedScheme for another scheme, BadUrl for what is not an address.
    """
    return _parse(storable(text).strip(" \t\r\n\f\0"), base)


@lru_cache(maxsize=1024)  # each address is parsed several times: to be queued, permitted and requested
def _parse(text: str, base: httpx.URL | None) -> httpx.URL:
    if len(text) > MAX_URL_CHARACTERS:
        raise BadUrl(f"an address of {len(text):,} characters")
    body, mark, tail = _parts(text)
    text = body.replace("\\", "/") + mark + tail
    own = _SCHEME.match(text)
    scheme = (
        own[1].lower() if own else base.scheme if base else ""
    )  # httpx knows the usual port of lower-case ones only
    if not scheme:
        raise BadUrl(f"{_quoted(text)} has no http:// or https:// in front")
    if scheme not in ("http", "https"):
        raise BlockedScheme(f"{scheme[:30]}: addresses are not fetched")
    try:
        if base and not own and not text.startswith("//"):
            return _parse(str(base.join(text)), None)
        url = httpx.URL(_plain_spelling(scheme, text[own.end() :] if own else text))
        url = url.copy_with(fragment=None) if url.fragment or "#" in text else url
        has_host = bool(url.host and _HOST.fullmatch(url.raw_host)) and (url.port is None or 0 < url.port < 65536)
    except (httpx.InvalidURL, ValueError) as error:  # also for ``host``, which decodes the names of IDNA
        raise BadUrl(f"{_quoted(text)} is not an address: {error}") from None
    if not has_host:
        raise BadUrl(f"{_quoted(text)} has no valid host and port")
    return url


def _quoted(text: str) -> str:
    """The start of an address for an error message."""
    return repr(redacted(text)[:100])


def _parts(text: str) -> tuple[str, str, str]:
    """What is before the query or fragment, the mark that begins it, and the rest."""
    before = re.split(r"[?#]", text, maxsplit=1)[0]
    return before, text[len(before) : len(before) + 1], text[len(before) + 1 :]


def _plain_spelling(scheme: str, rest: str) -> str:
    """An absolute address with its host in the usual spelling. Raises BadUrl for a port that is no number."""
    body, mark, tail = _parts(rest)
    authority, slash, path = body.lstrip("/").partition("/")
    user, at_sign, host = authority.rpartition("@")
    if host.startswith("["):
        host, bracket, port = host.partition("]")
        host = host.partition("%")[0] + bracket  # the zone of an IPv6 address means nothing elsewhere
    else:
        host, colon, port = host.partition(":")
        if not host.isascii():
            host = unicodedata.normalize("NFKC", host).replace("。", ".")
        host = _dotted_decimal(host)
        if _NOT_IN_HOST.search(host):  # after the normalization: it makes a slash of some letters
            raise BadUrl(f"{_quoted(host)} is not a host")
        port = colon + port
    if not _PORT.fullmatch(port):
        raise BadUrl(f"{_quoted(port[1:])} is not a port")
    return f"{scheme}://{user}{at_sign}{host}{port}{slash}{path}{mark}{tail}"


def _dotted_decimal(host: str) -> str:
    """A host that is a number, in any base and with one to four parts, as four decimal numbers."""
    if not _NUMBER.fullmatch(host):
        return host
    try:
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return host


def redirect_of(exchange: Exchange) -> httpx.URL | None:
    """The address that an answer redirects to, without credentials; None for no redirect. Raises as ``parse_url``."""
    location = exchange.header("location")
    if exchange.status not in _REDIRECTS or not location:
        return None
    with contextlib.suppress(UnicodeError):  # header bytes are Latin-1 by rule and UTF-8 by habit
        location = location.encode("latin-1").decode("utf-8")
    return parse_url(location, parse_url(exchange.url)).copy_with(userinfo=b"")


def split_credentials(url: httpx.URL) -> tuple[httpx.URL, dict[str, str]]:
    """The address without user and password, and the header that carries them instead."""
    if not url.userinfo:
        return url, {}
    encoded = base64.b64encode(f"{url.username}:{url.password}".encode()).decode()
    return url.copy_with(userinfo=b""), {"Authorization": f"Basic {encoded}"}


def redacted(text: str) -> str:
    """An address, also an invalid one, without user and password, for messages and records."""
    return _USERINFO.sub(r"\1", text)


def origin_of(url: httpx.URL) -> str:
    """Scheme, host and port as one text; a robots.txt and credentials are valid for one origin."""
    return f"{url.scheme}://{host_of(url)}"


def host_of(url: httpx.URL) -> str:
    """The host, with the port if it is not the usual one; the throttle counts requests by it."""
    return url.netloc.decode("ascii")


def normal_form(url: str) -> str:
    """The same text for all spellings of an address; tracking parameters are dropped. Raises as ``parse_url``."""
    parsed, _ = split_credentials(parse_url(url))
    if parsed.query:
        params = parsed.params.multi_items()
        own_params = [(name, value) for name, value in params if not _TRACKING.match(name)]
        parsed = parsed.copy_with(params=own_params) if len(own_params) != len(params) else parsed
    return canonicalize_url(str(parsed), keep_blank_values=True)


def spellings(url: str) -> tuple[str, ...]:
    """The texts by which a stored address is found: as given, as it is requested, and in its normal form."""
    given = storable(redacted(url))
    try:
        return given, str(split_credentials(parse_url(url))[0]), normal_form(url)
    except FetchError:
        return (given,)
