"""Open connections by origin; those that were unused for longest are closed when there are too many."""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpcore


class OriginPools:
    """One small connection pool per origin.

    A single pool for all origins would check every open connection on every request:
    with 50 hosts, a page took three times the CPU.
    """

    def __init__(
        self, backend: httpcore.AsyncNetworkBackend, context: ssl.SSLContext, http2: bool, max_origins: int
    ) -> None:
        self._backend, self._context, self._http2 = backend, context, http2
        self._max_origins = max_origins
        self._pools: OrderedDict[tuple[bytes, bytes, int | None], httpcore.AsyncConnectionPool] = OrderedDict()

    @asynccontextmanager
    async def open(self, request: httpcore.Request) -> AsyncIterator[httpcore.Response]:
        """Send a request; the answer's body is streamed inside the ``async with``."""
        origin = (request.url.scheme, request.url.host, request.url.port)
        if origin not in self._pools:
            self._pools[origin] = httpcore.AsyncConnectionPool(
                ssl_context=self._context,
                max_connections=None,  # the client limits how many requests run at the same time
                max_keepalive_connections=4,
                keepalive_expiry=15.0,
                http2=self._http2,
                network_backend=self._backend,
            )
        self._pools.move_to_end(origin)
        answer = await self._pools[origin].handle_async_request(request)
        try:
            yield answer
        finally:
            await answer.aclose()
            await self._close_surplus()

    async def aclose(self) -> None:
        while self._pools:
            _, pool = self._pools.popitem()
            await pool.aclose()

    async def _close_surplus(self) -> None:
        surplus = len(self._pools) - self._max_origins
        if surplus > 0:
            idle = [origin for origin, pool in self._pools.items() if all(c.is_idle() for c in pool.connections)]
            for origin in idle[:surplus]:
                await self._pools.pop(origin).aclose()
