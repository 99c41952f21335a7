"""Open connections by origin; those that were unused for longest are closed when there are too many."""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpcore

from ..http.errors import ProtocolError

_Origin = tuple[bytes, bytes, int | None]


@dataclass(slots=True)
class _Pool:
    connections: httpcore.AsyncConnectionPool
    users: int = 0  # requests that are sent or read now, or wait for a connection


class OriginPools:
    """One small connection pool per origin.

    A single pool for all origins would check every open connection on every request:
    with 50 hosts, a page took three times the CPU. A pool is closed only while nobody uses it, and is
    out of the table before anything is awaited, so that no request can take it any more.
    """

    def __init__(
        self, backend: httpcore.AsyncNetworkBackend, context: ssl.SSLContext, http2: bool, max_origins: int
    ) -> None:
        self._backend, self._context, self._http2 = backend, context, http2
        self._max_origins = max_origins
        self._pools: OrderedDict[_Origin, _Pool] = OrderedDict()

    @asynccontextmanager
    async def open(self, request: httpcore.Request) -> AsyncIterator[httpcore.Response]:
        """Send a request; the answer's body is streamed inside the ``async with``."""
        pool = self._pool_of((request.url.scheme, request.url.host, request.url.port))
        pool.users += 1
        try:
            answer = await _answer(pool.connections, request)
            try:
                yield answer
            finally:
                await answer.aclose()
        finally:
            pool.users -= 1
            await self._close_surplus()

    async def aclose(self) -> None:
        while self._pools:
            _, pool = self._pools.popitem()
            await pool.connections.aclose()

    def _pool_of(self, origin: _Origin) -> _Pool:
        if origin not in self._pools:
            connections = httpcore.AsyncConnectionPool(
                ssl_context=self._context,
                max_connections=None,  # the client limits how many requests run at the same time
                max_keepalive_connections=4,
                keepalive_expiry=15.0,
                http2=self._http2,
                network_backend=self._backend,
            )
            self._pools[origin] = _Pool(connections)
        self._pools.move_to_end(origin)
        return self._pools[origin]

    async def _close_surplus(self) -> None:
        while len(self._pools) > self._max_origins:
            unused = next((origin for origin, pool in self._pools.items() if not pool.users), None)
            if unused is None:
                return
            await self._pools.pop(unused).connections.aclose()


async def _answer(connections: httpcore.AsyncConnectionPool, request: httpcore.Request) -> httpcore.Response:
    try:
        return await connections.handle_async_request(request)
    except ValueError as error:  # httpcore does not check the status of HTTP/2 before it makes a number of it
        raise ProtocolError(f"the answer is not valid HTTP: {str(error)[:200]}") from None
