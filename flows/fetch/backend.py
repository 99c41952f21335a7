"""The sockets under the HTTP client: opened only to checked addresses, and metered."""

from __future__ import annotations

import asyncio
import select
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from ..http.errors import ConnectError, TimeoutConnect, TlsError, TooLarge
from .guard import Address, AddressGuard

MAX_HEAD_BYTES = 256 * 1024  # far more than any honest head; beyond it, reading is slowed down
_SLOW_SECONDS, _SLOW_BYTES = 0.05, 512  # the pause before each read, and its largest size
_FRAMING_BYTES = 1_000_000  # allowed on top of a body for chunk sizes, trailers and the like


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for httpcore: looks a host up once, checks every address, connects to a checked one."""

    def __init__(self, guard: AddressGuard, max_raw_bytes: int) -> None:
        self._guard = guard
        self._max_raw_bytes = max_raw_bytes
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises BlockedAddress, DnsError, ConnectError or TimeoutConnect."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._guard.addresses(host, port)
                return MeteredStream(await self._connect_to_first(addresses, port), self._max_raw_bytes)
        except TimeoutError:
            raise TimeoutConnect(f"no connection to {host}:{port} within {timeout:g} s") from None

    async def _connect_to_first(self, addresses: list[Address], port: int) -> httpcore.AsyncNetworkStream:
        last_error: Exception | None = None
        for address in addresses:
            try:
                return await self._sockets.connect_tcp(str(address), port)
            except httpcore.ConnectError as error:
                last_error = error
        raise ConnectError(f"no connection to {addresses[0]} port {port}: {last_error}")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class MeteredStream(httpcore.AsyncNetworkStream):
    """One connection that counts the bytes received since the last request was written.

    A head that does not end (interim answers without end) is read a little at a time,
    until the deadline. An answer larger than the limit raises TooLarge. An HTTP/2
    connection carries many answers at once; there the client counts each answer.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream, max_raw_bytes: int) -> None:
        self._inner = inner
        self._max_raw_bytes = max_raw_bytes
        self._received = 0
        self._in_head = True
        self._is_http2 = False
        self._poll = select.poll()
        self._poll.register(inner.get_extra_info("socket"), select.POLLIN)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._in_head and self._received > MAX_HEAD_BYTES:
            await asyncio.sleep(_SLOW_SECONDS)
            max_bytes = min(max_bytes, _SLOW_BYTES)
        data = await self._inner.read(max_bytes, timeout)
        if self._is_http2:
            return data
        self._received += len(data)
        if self._received > self._max_raw_bytes + _FRAMING_BYTES:
            raise TooLarge(f"the server sent more than {self._max_raw_bytes:,} bytes")
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._received, self._in_head = 0, True
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Raises TlsError for a certificate that is not valid or a handshake that does not end."""
        try:
            self._inner = await self._inner.start_tls(ssl_context, server_hostname, timeout)
        except httpcore.ConnectTimeout:
            raise TlsError(f"the TLS handshake did not end within {timeout:g} s") from None
        except (httpcore.ConnectError, httpcore.ReadError, ssl.SSLError, OSError) as error:
            raise TlsError(f"no secure connection to {server_hostname}: {error}") from None
        tls = self._inner.get_extra_info("ssl_object")
        self._is_http2 = bool(tls and tls.selected_alpn_protocol() == "h2")
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # httpcore asks six times a page; anyio takes 20 times as long
            return bool(self._poll.poll(0))
        return self if info == "metered_stream" else self._inner.get_extra_info(info)

    def end_head(self) -> None:
        """Call when the head is complete: the body is read at full speed."""
        self._in_head = False
