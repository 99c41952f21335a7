"""The sockets under the HTTP client: opened only to checked addresses, and metered."""

from __future__ import annotations

import asyncio
import select
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from ..http.errors import ConnectFailed, TimeoutConnect, TlsError, TooLarge
from .guard import Address, Guard

HEAD_BYTES = 256 * 1024  # far more than any honest head; beyond it, reading is slowed down
_SLOW_SECONDS, _SLOW_BYTES = 0.05, 512
_SLACK = 1_000_000  # chunk sizes, trailers and the like on top of a body


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for httpcore: one look-up, every answer checked, the socket to the checked address."""

    def __init__(self, guard: Guard, max_wire: int) -> None:
        self._guard = guard
        self._max_wire = max_wire
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises BlockedAddress, DnsError, ConnectFailed or TimeoutConnect."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._guard.addresses(host, port)
                return MeteredStream(await self._first_open(addresses, port), self._max_wire)
        except TimeoutError:
            raise TimeoutConnect(f"no connection to {host}:{port} within {timeout:g} s") from None

    async def _first_open(self, addresses: list[Address], port: int) -> httpcore.AsyncNetworkStream:
        failure: Exception | None = None
        for address in addresses:
            try:
                return await self._sockets.connect_tcp(str(address), port)
            except httpcore.ConnectError as error:
                failure = error
        raise ConnectFailed(f"no connection to {addresses[0]} port {port}: {failure}")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class MeteredStream(httpcore.AsyncNetworkStream):
    """One connection, its bytes counted since the last request was written.

    A head that does not end (interim answers without end) is read a little at
    a time, until the deadline; an answer larger than the cap ends at the cap,
    whatever wraps it. An HTTP/2 connection carries many answers at once and is
    counted by the client, answer by answer.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream, max_wire: int) -> None:
        self._inner = inner
        self._max_wire = max_wire
        self._received = 0
        self._in_head = True
        self._shared = False
        self._poll = select.poll()
        self._poll.register(inner.get_extra_info("socket"), select.POLLIN)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._in_head and self._received > HEAD_BYTES:
            await asyncio.sleep(_SLOW_SECONDS)
            max_bytes = min(max_bytes, _SLOW_BYTES)
        data = await self._inner.read(max_bytes, timeout)
        if self._shared:
            return data
        self._received += len(data)
        if self._received > self._max_wire + _SLACK:
            raise TooLarge(f"the server sent more than {self._max_wire:,} bytes")
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._received, self._in_head = 0, True
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Raises TlsError: a certificate that does not hold, or a handshake that does not end."""
        try:
            self._inner = await self._inner.start_tls(ssl_context, server_hostname, timeout)
        except httpcore.ConnectTimeout:
            raise TlsError(f"the TLS handshake did not end within {timeout:g} s") from None
        except (httpcore.ConnectError, httpcore.ReadError, ssl.SSLError, OSError) as error:
            raise TlsError(f"no secure connection to {server_hostname}: {error}") from None
        tls = self._inner.get_extra_info("ssl_object")
        self._shared = bool(tls and tls.selected_alpn_protocol() == "h2")
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # asked six times a page; anyio takes 20 times as long to answer
            return bool(self._poll.poll(0))
        return self if info == "metered_stream" else self._inner.get_extra_info(info)

    def body_begins(self) -> None:
        """The head is complete: from here the body is read at full speed."""
        self._in_head = False
