"""Which addresses may be connected to. The result of every look-up is checked, and only checked addresses are used.

The addresses are checked, not the name or its spelling. The socket is then opened to the
address that was checked, so that a second, different answer of the name server has no effect.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Sequence
from typing import Any

from ..http.errors import BadUrl, BlockedAddress, DnsError, FetchError
from .daemon_thread import in_daemon_thread
from .urls import parse_url

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_FORBIDDEN_NETWORKS = {  # in addition to those that every version of the standard library knows
    "168.63.129.16/32": "the host of a cloud machine",  # Azure
    "192.0.0.0/24": "protocol assignments",
    "192.31.196.0/24": "special use",
    "192.52.193.0/24": "special use",
    "192.88.99.0/24": "6to4 relay",
    "192.175.48.0/24": "special use",
    "2001::/23": "protocol assignments",
    "2002::/16": "6to4",
    "3fff::/20": "documentation",
}
_NETWORKS = [(ipaddress.ip_network(network), reason) for network, reason in _FORBIDDEN_NETWORKS.items()]
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")  # all public IPv6; no mapped address, no NAT64
_LOCAL = (ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1"))
_ISATAP = (0x00005EFE, 0x02005EFE)  # an IPv4 address in the lower half of an IPv6 one


def block_reason(address: Address) -> str:
    """The reason why no page may be fetched from this address; "" for an ordinary public one."""
    for kind in ("loopback", "link_local", "multicast", "private"):
        if getattr(address, f"is_{kind}"):
            return kind.replace("_", "-")
    for network, reason in _NETWORKS:
        if address.version == network.version and address in network:
            return reason
    if address.version == 6 and address not in _GLOBAL_V6:
        return "reserved, or an IPv4 address in another form"
    if address.version == 6 and (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "an IPv4 address inside an IPv6 one"
    return "" if address.is_global else "not public"


class AddressGuard:
    """Looks hosts up and returns only addresses that may be connected to.

    ``allowed`` lists private "host:port" pairs that are admitted, by address or by name; an
    IPv6 host is written in brackets. Raises ValueError for an entry of another form.
    """

    def __init__(self, allowed: frozenset[str] = frozenset()) -> None:
        self._allowed = frozenset(_split_allowed(entry) for entry in allowed)
        self._look_ups = asyncio.Semaphore(16)

    async def addresses(self, host: str, port: int) -> list[Address]:
        """The checked addresses of a host, in the order of the look-up; if some are in ``allowed``, only those.

        Raises DnsError if the host has no address, BlockedAddress if one of them is forbidden.
        """
        addresses = await self._look_up(host, port)
        host_allowed = (host.lower().rstrip("."), port) in self._allowed
        admitted = [address for address in addresses if host_allowed or (str(address), port) in self._allowed]
        if admitted:
            return admitted
        for address in addresses:
            if reason := block_reason(address):
                name = host if host.strip("[]") == str(address) else f"{host} ({address})"
                raise BlockedAddress(f"{name} is not a public address: {reason}")
        return addresses

    async def _look_up(self, host: str, port: int) -> list[Address]:
        try:
            # A name server must not be asked what localhost is (RFC 6761).
            answers = [*_LOCAL] if _is_local(host) else self._numeric(host, port)
            if answers is None:
                async with self._look_ups:
                    answers = await in_daemon_thread(lambda: _resolve(host, port, 0))
        except (OSError, UnicodeError, ValueError) as error:
            raise DnsError(f"no address found for {host[:100]}: {_reason(error)}") from None
        return list(dict.fromkeys(answers))

    @staticmethod
    def _numeric(host: str, port: int) -> list[Address] | None:
        """The address if the host is a number in any spelling; None for a name."""
        try:
            return _resolve(host, port, socket.AI_NUMERICHOST)
        except (OSError, UnicodeError, ValueError):
            return None


def _resolve(host: str, port: int, flags: int) -> list[Address]:
    answers: Sequence[tuple[Any, ...]] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    return [ipaddress.ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]


def _split_allowed(entry: str) -> tuple[str, int]:
    host, _, port = entry.rpartition(":")
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    try:
        url = parse_url(f"http://{host}:{port}")
        if not port.isdecimal() or url.userinfo or url.raw_path != b"/" or "#" in entry:
            raise BadUrl("more or less than a host and a port")
    except FetchError as error:
        message = f"{entry[:100]!r} is not HOST:PORT (an IPv6 host is written in brackets): {error}"
        raise ValueError(message) from None
    name = url.raw_host.decode("ascii").rstrip(".")
    with contextlib.suppress(ValueError):
        name = str(ipaddress.ip_address(name))
    return name, int(port)


def _is_local(host: str) -> bool:
    name = host.lower().rstrip(".")
    return name == "localhost" or name.endswith(".localhost")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
