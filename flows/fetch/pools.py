"""Open connections, kept per origin; the longest unused are closed when there are too many."""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpcore

Origin = tuple[bytes, bytes, int | None]


@dataclass(slots=True)
class _Kept:
    pool: httpcore.AsyncConnectionPool
    users: int = 0


class Pools:
    """One small connection pool per origin.

    A single pool for all origins looks at every open connection on every
    request; with many hosts that costs more than the request itself.
    """

    def __init__(self, backend: httpcore.AsyncNetworkBackend, context: ssl.SSLContext, http2: bool, most: int) -> None:
        self._backend, self._context, self._http2 = backend, context, http2
        self._most = most
        self._kept: OrderedDict[Origin, _Kept] = OrderedDict()

    @asynccontextmanager
    async def open(self, request: httpcore.Request) -> AsyncIterator[httpcore.Response]:
        """Send a request; the answer's body is streamed inside the ``async with``."""
        kept = self._of((request.url.scheme, request.url.host, request.url.port))
        kept.users += 1
        try:
            answer = await kept.pool.handle_async_request(request)
            try:
                yield answer
            finally:
                await answer.aclose()
        finally:
            kept.users -= 1
            await self._close_surplus()

    async def aclose(self) -> None:
        kept, self._kept = self._kept, OrderedDict()
        for one in kept.values():
            await one.pool.aclose()

    def _of(self, origin: Origin) -> _Kept:
        kept = self._kept.get(origin)
        if kept is None:
            pool = httpcore.AsyncConnectionPool(
                ssl_context=self._context,
                max_connections=None,  # how many run at once is bounded above
                max_keepalive_connections=4,
                keepalive_expiry=15.0,
                http2=self._http2,
                network_backend=self._backend,
            )
            kept = self._kept[origin] = _Kept(pool)
        self._kept.move_to_end(origin)
        return kept

    async def _close_surplus(self) -> None:
        surplus = len(self._kept) - self._most
        idle = [origin for origin, kept in self._kept.items() if not kept.users] if surplus > 0 else []
        for origin in idle[:surplus]:
            await self._kept.pop(origin).pool.aclose()
