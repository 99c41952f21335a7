"""Which addresses may be connected to. The result of every look-up is checked, and only checked addresses are used.

A name, however it is spelled, ends as addresses; those are checked, not the
spelling. The socket is then opened to the very address that was checked, so
a second, different answer of the name server cannot slip in between.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from typing import Any

from ..http.errors import BlockedAddress, DnsError
from .daemon_thread import in_daemon_thread

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_FORBIDDEN = {  # beyond what the standard library knows, in all of its versions, to be no public address
    "168.63.129.16/32": "the host of a cloud machine",
    "192.0.0.0/24": "protocol assignments",
    "192.31.196.0/24": "special use",
    "192.52.193.0/24": "special use",
    "192.88.99.0/24": "6to4 relay",
    "192.175.48.0/24": "special use",
    "2001::/23": "protocol assignments",
    "2002::/16": "6to4",
    "3fff::/20": "documentation",
}
_NETWORKS = [(ipaddress.ip_network(network), reason) for network, reason in _FORBIDDEN.items()]
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")  # all public IPv6; no mapped address, no NAT64
_LOCAL = (ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1"))
_ISATAP = (0x00005EFE, 0x02005EFE)  # an IPv4 address in the lower half of an IPv6 one


def why_blocked(address: Address) -> str:
    """Why no page may be fetched from this address; "" if it is an ordinary public one."""
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


class Guard:
    """Looks a host up once and returns only addresses that may be connected to.

    ``allow`` lists private "host:port" pairs that are admitted exactly as
    given, by address or by name; an IPv6 host is written in brackets.
    """

    def __init__(self, allow: frozenset[str] = frozenset()) -> None:
        self._allow = frozenset(_split_allowed(entry) for entry in allow)
        self._look_ups = asyncio.Semaphore(16)

    async def addresses(self, host: str, port: int) -> list[Address]:
        """The checked addresses of a host, in the order the look-up gave them.

        Raises DnsError if the name has none, BlockedAddress if any of them is
        forbidden (unless some are admitted: then those, and only those).
        """
        found = await self._look_up(host, port)
        named = (host.lower().rstrip("."), port) in self._allow
        admitted = [a for a in found if named or (str(a), port) in self._allow]
        if admitted:
            return admitted
        for address in found:
            if reason := why_blocked(address):
                shown = host if host.strip("[]") == str(address) else f"{host} ({address})"
                raise BlockedAddress(f"{shown} is not a public address: {reason}")
        return found

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
        """The address itself where the host is a number in any spelling; None for a name."""
        try:
            return _resolve(host, port, socket.AI_NUMERICHOST)
        except (OSError, UnicodeError, ValueError):
            return None


def _resolve(host: str, port: int, flags: int) -> list[Address]:
    answers: Sequence[tuple[Any, ...]] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    return [ipaddress.ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]


def _split_allowed(entry: str) -> tuple[str, int]:
    host, _, port = entry.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{entry!r} is not HOST:PORT (an IPv6 host stands in brackets)")
    host = host.strip("[]").lower().rstrip(".")
    try:
        return str(ipaddress.ip_address(host)), int(port)
    except ValueError:
        return host, int(port)


def _is_local(host: str) -> bool:
    name = host.lower().rstrip(".")
    return name == "localhost" or name.endswith(".localhost")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
