"""One HTTP exchange: a request out, a whole bounded answer back. The only way to the network.

Redirects, robots, retries and manners are decided by others; cookies are kept
by nobody. No proxy and no other setting is taken from the environment.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import certifi
import httpcore
import httpx

from .backend import GuardedBackend
from .codings import ACCEPTED, undo
from .deadline import Deadline
from .errors import ConnectFailed, FetchError, ProtocolError, TimeoutConnect, TimeoutRead, TooLarge, Truncated
from .guard import Guard
from .policy import Policy
from .pools import Pools

Headers = list[tuple[bytes, bytes]]
_SMALL = 1_000_000  # an answer may grow to this size before it needs one of the few places for large ones
_CRUMB, _MOST_CRUMBS = 64, 20_000  # each chunk costs time, however small it is


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its complete answer. ``wire`` is the body as sent, ``body`` with its codings undone.

    ``length_verified`` is False where the body ended by closing the connection.
    """

    url: str
    request_headers: Headers
    status: int
    reason: str
    http_version: str
    headers: Headers
    wire: bytes
    body: bytes
    length_verified: bool

    def header(self, name: str) -> str:
        """All values of a header joined by a comma, "" if absent."""
        return ", ".join(self.values(name)).strip()

    def values(self, name: str) -> list[str]:
        """Each value of a header that may stand there more than once."""
        wanted = name.lower().encode()
        return [v.decode("latin-1") for k, v in self.headers if k.lower() == wanted]


class Web(Protocol):
    """What the fetcher needs of an HTTP client; anything that offers this can stand in."""

    async def exchange(
        self, url: httpx.URL, headers: Mapping[str, str], deadline: Deadline, enough: int | None = None
    ) -> Exchange: ...

    async def aclose(self) -> None: ...


class Client:
    """HTTP/1.1 and HTTP/2 over guarded sockets, every size and time bounded."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._running = asyncio.Semaphore(policy.at_once)
        self._large = asyncio.Semaphore(policy.large_at_once)
        backend = GuardedBackend(Guard(policy.allow), policy.max_wire)
        self._pools = Pools(backend, _verified(policy), policy.http2, most=policy.at_once * 2)
        self._agent = policy.user_agent
        self._timeouts = {"connect": policy.connect, "read": policy.read, "write": policy.read, "pool": None}

    async def exchange(
        self, url: httpx.URL, headers: Mapping[str, str], deadline: Deadline, enough: int | None = None
    ) -> Exchange:
        """Get one URL, one hop. Raises a FetchError; half an answer is never returned.

        With ``enough``, reading stops after that many bytes and what was read is returned.
        """
        named = {**self._own_headers(), **headers}
        latin = [(name.encode(), value.encode("latin-1", "replace")) for name, value in named.items()]
        request = httpx.Request("GET", url, headers=latin)
        await deadline.outside(self._running.acquire())
        try:
            return await self._exchange(request, deadline, enough)
        except httpcore.ReadTimeout:
            raise TimeoutRead(f"the server was silent for {self._policy.read:g} s") from None
        except (httpcore.PoolTimeout, httpcore.ConnectTimeout, httpcore.WriteTimeout):
            raise TimeoutConnect("the connection could not be used in time") from None
        except httpcore.ProtocolError as error:
            raise _named(error) from None
        except httpcore.NetworkError as error:
            raise ConnectFailed(f"the connection was lost: {error or type(error).__name__}") from None
        finally:
            self._running.release()

    async def aclose(self) -> None:
        await self._pools.aclose()

    def _own_headers(self) -> dict[str, str]:
        return {
            "User-Agent": self._agent,
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Encoding": ACCEPTED,
        }

    async def _exchange(self, request: httpx.Request, deadline: Deadline, enough: int | None) -> Exchange:
        async with self._pools.open(self._raw(request)) as answer:
            if meter := answer.extensions["network_stream"].get_extra_info("meter"):
                meter.body_begins()
            self._check_head(answer, enough)
            wire = await self._wire(answer, deadline, enough)
        coding = _joined(answer.headers, b"content-encoding")
        if len(wire) > _SMALL:
            body = await asyncio.to_thread(undo, wire, coding, self._policy.max_decoded)
        else:
            body = undo(wire, coding, self._policy.max_decoded)
        return _told(request, answer, wire, body)

    def _raw(self, request: httpx.Request) -> httpcore.Request:
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        extensions = {"timeout": self._timeouts}
        return httpcore.Request("GET", target, headers=request.headers.raw, extensions=extensions)

    def _check_head(self, answer: httpcore.Response, enough: int | None) -> None:
        if len(answer.headers) > self._policy.max_header_count:
            raise TooLarge(f"the answer has {len(answer.headers)} headers")
        if answer.status < 200 or answer.status > 599:
            raise ProtocolError(f"the server answered with status {answer.status}")
        declared = _joined(answer.headers, b"content-length")
        if enough is None and declared.isdecimal() and int(declared[:20]) > self._policy.max_wire:
            raise TooLarge(f"the page is {int(declared[:20]):,} bytes, more than {self._policy.max_wire:,}")

    async def _wire(self, answer: httpcore.Response, deadline: Deadline, enough: int | None) -> bytes:
        body, crumbs, has_place = bytearray(), 0, False
        try:
            async for piece in answer.aiter_stream():
                body += piece
                crumbs += len(piece) < _CRUMB
                if crumbs > _MOST_CRUMBS:
                    raise TooLarge(f"the page comes in more than {_MOST_CRUMBS:,} chunks of a few bytes")
                if enough is not None and len(body) >= enough:
                    return bytes(body[:enough])
                if len(body) > self._policy.max_wire:
                    raise TooLarge(f"the page is larger than {self._policy.max_wire:,} bytes")
                if len(body) > _SMALL and not has_place:
                    await deadline.outside(self._large.acquire())
                    has_place = True
            return bytes(body)
        finally:
            body.clear()  # an error on its way up must not keep megabytes alive
            if has_place:
                self._large.release()


def _told(request: httpx.Request, answer: httpcore.Response, wire: bytes, body: bytes) -> Exchange:
    version = answer.extensions["http_version"].decode("ascii", "replace")
    framing = (b"content-length", b"transfer-encoding")
    framed = version == "HTTP/2" or any(name.lower() in framing for name, _ in answer.headers)
    reason = answer.extensions.get("reason_phrase", b"").decode("latin-1")
    sent = request.headers.raw
    return Exchange(str(request.url), sent, answer.status, reason, version, list(answer.headers), wire, body, framed)


def _verified(policy: Policy) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=certifi.where())
    if policy.ca_file:
        context.load_verify_locations(cafile=policy.ca_file)
    return context


def _joined(headers: Headers, name: bytes) -> str:
    return ", ".join(v.decode("latin-1").strip() for k, v in headers if k.lower() == name)


def _named(error: httpcore.ProtocolError) -> FetchError:
    """h11 and h2 say what broke only in words; these are the words that matter."""
    said = str(error) or type(error).__name__
    if "peer closed connection" in said or "without sending complete" in said:
        return Truncated(f"the server broke off: {said}")
    if "Receive buffer too long" in said or "header list" in said.lower():
        return TooLarge("the headers are too large")
    return ProtocolError(f"the server does not keep to HTTP: {said[:200]}")
