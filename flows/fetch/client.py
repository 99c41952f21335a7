"""One HTTP exchange: a request out, a whole bounded answer back. The only way to the network.

Redirects, robots, retries and the throttle are decided by others; cookies are never
stored. No proxy and no other setting is taken from the environment.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping

import certifi
import httpcore
import httpx

from ..http.content_codings import ACCEPTED, decode_content
from ..http.errors import ConnectFailed, FetchError, ProtocolError, TimeoutConnect, TimeoutRead, TooLarge, Truncated
from ..http.exchange import Exchange, header_values
from .backend import GuardedBackend
from .deadline import Deadline
from .guard import Guard
from .policy import Policy
from .pools import Pools

_SMALL = 1_000_000  # an answer may grow to this size before it needs one of the few places for large ones
_TINY_CHUNK, _MAX_TINY_CHUNKS = 64, 20_000  # each chunk costs time, however small it is


class Client:
    """HTTP/1.1 and HTTP/2 over guarded sockets, every size and time bounded."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._running = asyncio.Semaphore(policy.at_once)
        self._large = asyncio.Semaphore(policy.large_at_once)
        backend = GuardedBackend(Guard(policy.allow), policy.max_wire)
        context = ssl.create_default_context(cafile=certifi.where())
        if policy.ca_file:
            context.load_verify_locations(cafile=policy.ca_file)
        self._pools = Pools(backend, context, policy.http2, max_origins=policy.at_once * 2)
        self._timeouts = {"connect": policy.connect, "read": policy.read, "write": policy.read, "pool": None}
        self._own_headers = {
            "User-Agent": policy.user_agent,
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Encoding": ACCEPTED,
        }

    async def exchange(
        self, url: httpx.URL, headers: Mapping[str, str], deadline: Deadline, max_bytes: int | None = None
    ) -> Exchange:
        """Get one URL, one hop. Raises a FetchError; half an answer is never returned.

        With ``max_bytes``, reading stops after that many bytes and what was read is returned.
        """
        named = {**self._own_headers, **headers}
        latin = [(name.encode(), value.encode("latin-1", "replace")) for name, value in named.items()]
        request = httpx.Request("GET", url, headers=latin)
        await deadline.outside(self._running.acquire())
        try:
            return await self._exchange(request, deadline, max_bytes)
        except httpcore.ReadTimeout:
            raise TimeoutRead(f"the server was silent for {self._policy.read:g} s") from None
        except (httpcore.PoolTimeout, httpcore.ConnectTimeout, httpcore.WriteTimeout):
            raise TimeoutConnect("the connection could not be used in time") from None
        except httpcore.ProtocolError as error:
            raise _protocol_error(error) from None
        except httpcore.NetworkError as error:
            raise ConnectFailed(f"the connection was lost: {error or type(error).__name__}") from None
        finally:
            self._running.release()

    async def aclose(self) -> None:
        await self._pools.aclose()

    async def _exchange(self, request: httpx.Request, deadline: Deadline, max_bytes: int | None) -> Exchange:
        url, sent = request.url, request.headers.raw
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        core_request = httpcore.Request("GET", target, headers=sent, extensions={"timeout": self._timeouts})
        async with self._pools.open(core_request) as answer:
            if stream := answer.extensions["network_stream"].get_extra_info("metered_stream"):
                stream.body_begins()
            self._check_head(answer, max_bytes)
            raw_body = await self._read_body(answer, deadline, max_bytes)
        arguments = raw_body, ", ".join(header_values(answer.headers, "content-encoding")), self._policy.max_decoded
        if len(raw_body) > _SMALL:
            body = await asyncio.to_thread(decode_content, *arguments)
        else:
            body = decode_content(*arguments)
        version = answer.extensions["http_version"].decode("ascii", "replace")
        framing = (b"content-length", b"transfer-encoding")
        framed = version == "HTTP/2" or any(name.lower() in framing for name, _ in answer.headers)
        reason = answer.extensions.get("reason_phrase", b"").decode("latin-1")
        return Exchange(str(url), sent, answer.status, reason, version, list(answer.headers), raw_body, body, framed)

    def _check_head(self, answer: httpcore.Response, max_bytes: int | None) -> None:
        if len(answer.headers) > self._policy.max_header_count:
            raise TooLarge(f"the answer has {len(answer.headers)} headers")
        if answer.status < 200 or answer.status > 599:
            raise ProtocolError(f"the server answered with status {answer.status}")
        declared = ", ".join(header_values(answer.headers, "content-length"))
        if max_bytes is None and declared.isdecimal() and int(declared[:20]) > self._policy.max_wire:
            raise TooLarge(f"the page is {int(declared[:20]):,} bytes, more than {self._policy.max_wire:,}")

    async def _read_body(self, answer: httpcore.Response, deadline: Deadline, max_bytes: int | None) -> bytes:
        body, tiny_chunks, has_place = bytearray(), 0, False
        try:
            async for piece in answer.aiter_stream():
                body += piece
                tiny_chunks += len(piece) < _TINY_CHUNK
                if tiny_chunks > _MAX_TINY_CHUNKS:
                    raise TooLarge(f"the page comes in more than {_MAX_TINY_CHUNKS:,} chunks of a few bytes")
                if max_bytes is not None and len(body) >= max_bytes:
                    return bytes(body[:max_bytes])
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


def _protocol_error(error: httpcore.ProtocolError) -> FetchError:
    """The named error: h11 and h2 describe what broke only in words; these are the words that matter."""
    message = str(error) or type(error).__name__
    if "peer closed connection" in message or "without sending complete" in message:
        return Truncated(f"the server broke off: {message}")
    if "Receive buffer too long" in message or "header list" in message.lower():
        return TooLarge("the headers are too large")
    return ProtocolError(f"the server does not keep to HTTP: {message[:200]}")
