"""One HTTP exchange: sends a request, returns a whole answer of limited size. The only way to the network.

Redirects, robots.txt, retries and the throttle are handled by other modules; cookies are
never stored. No proxy and no other setting is taken from the environment.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import certifi
import httpcore
import httpx

from ..errors import UsageError
from ..http.content_codings import ACCEPTED, decode_content
from ..http.errors import ConnectError, FetchError, ProtocolError, TimeoutConnect, TimeoutRead, TooLarge, Truncated
from ..http.exchange import Exchange, header_values
from .backend import GuardedBackend
from .deadline import Deadline
from .guard import AddressGuard
from .policy import Policy
from .pools import OriginPools

LARGE_BYTES = 1_000_000  # of larger answers only a few are in memory at the same time
_FIELD_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token of RFC 9110
_FIELD_BREAK = re.compile(rb"[\0\r\n]")
_TINY_CHUNK_BYTES, _MAX_TINY_CHUNKS = 64, 20_000  # each chunk costs time, however small it is


class Slots:
    """What one visit takes of the limited numbers of answers, and of large answers, that are in memory at once."""

    def __init__(self, answers: asyncio.Semaphore, large: asyncio.Semaphore) -> None:
        self._semaphores = answers, large
        self._taken: list[asyncio.Semaphore] = []

    async def take(self, deadline: Deadline, *, large: bool = False) -> None:
        """Wait for a slot unless this visit has it; the deadline does not count that time."""
        semaphore = self._semaphores[large]
        if semaphore not in self._taken:
            await deadline.paused(semaphore.acquire())
            self._taken.append(semaphore)

    def free(self) -> None:
        while self._taken:
            self._taken.pop().release()


class Client:
    """HTTP/1.1 and HTTP/2 over guarded sockets; every size and time is limited."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        # Two of each: what a page needs besides (robots.txt, the data of its scripts) must not wait for pages.
        answers, large = policy.max_concurrent, policy.max_concurrent_large
        self._for_pages = asyncio.Semaphore(answers), asyncio.Semaphore(large)
        self._for_others = asyncio.Semaphore(answers), asyncio.Semaphore(large)
        backend = GuardedBackend(AddressGuard(policy.allowed_addresses), policy.max_raw_bytes)
        context = ssl.create_default_context(cafile=certifi.where())
        if policy.ca_file:
            _trust(context, policy.ca_file)
        self._pools = OriginPools(backend, context, policy.http2, max_origins=policy.max_concurrent * 2)
        connect, read = policy.connect_timeout, policy.read_timeout
        self._timeouts = {"connect": connect, "read": read, "write": read, "pool": None}
        self._own_headers = {
            "User-Agent": policy.user_agent,
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Encoding": ACCEPTED,
        }

    @contextmanager
    def slots(self) -> Iterator[Slots]:
        """The slots of one page, which are free when the block ends: its answer must not be needed after that."""
        slots = Slots(*self._for_pages)
        try:
            yield slots
        finally:
            slots.free()

    async def exchange(
        self, url: httpx.URL, headers: Mapping[str, str], deadline: Deadline, *,
        max_bytes: int | None = None, slots: Slots | None = None,
    ) -> Exchange:  # fmt: skip
        """Request one URL without following redirects. Raises FetchError; half an answer is never returned.

        With ``max_bytes``, reading stops after that many bytes and what was read is returned. Without ``slots``,
        the answer must not be held for long.
        """
        all_headers = {**self._own_headers, **headers}
        encoded = [(name.encode(), value.encode("latin-1", "replace")) for name, value in all_headers.items()]
        request = httpx.Request("GET", url, headers=encoded)
        own_slots = None if slots else Slots(*self._for_others)
        slots = slots or own_slots
        assert slots is not None
        try:
            await slots.take(deadline)
            return await self._exchange(request, deadline, max_bytes, slots)
        except httpcore.ReadTimeout:
            raise TimeoutRead(f"the server was silent for {self._policy.read_timeout:g} s") from None
        except (httpcore.PoolTimeout, httpcore.ConnectTimeout, httpcore.WriteTimeout):
            raise TimeoutConnect("the connection could not be used in time") from None
        except httpcore.ProtocolError as error:
            raise _protocol_error(error) from None
        except httpcore.NetworkError as error:
            raise ConnectError(f"the connection was lost: {error or type(error).__name__}") from None
        except Exception as error:  # httpcore lets errors of HTTP/2 in the body through as they are
            if type(error).__module__.partition(".")[0] not in ("h2", "hpack", "hyperframe"):
                raise
            is_short = getattr(error, "actual_length", 0) < getattr(error, "expected_length", 0)
            kind = Truncated if is_short else ProtocolError
            raise kind(f"the answer breaks the rules of HTTP/2: {str(error)[:200]}") from None
        finally:
            if own_slots:
                own_slots.free()

    async def aclose(self) -> None:
        await self._pools.aclose()

    async def _exchange(
        self, request: httpx.Request, deadline: Deadline, max_bytes: int | None, slots: Slots
    ) -> Exchange:
        url, request_headers = request.url, request.headers.raw
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        extensions = {"timeout": self._timeouts}
        core_request = httpcore.Request("GET", target, headers=request_headers, extensions=extensions)
        async with self._pools.open(core_request) as answer:
            if stream := answer.extensions["network_stream"].get_extra_info("metered_stream"):
                stream.end_head()
            self._check_head(answer, max_bytes)
            raw_body = await self._read_body(answer, deadline, max_bytes, slots)
        codings = ", ".join(header_values(answer.headers, "content-encoding"))
        body = await self._decoded(raw_body, codings, deadline, slots)
        version = answer.extensions["http_version"].decode("ascii", "replace")
        framing = (b"content-length", b"transfer-encoding")
        length_verified = version == "HTTP/2" or any(name.lower() in framing for name, _ in answer.headers)
        reason = answer.extensions.get("reason_phrase", b"").decode("latin-1")
        return Exchange(
            str(url), request_headers, answer.status, reason, version, list(answer.headers), raw_body, body,
            length_verified,
        )  # fmt: skip

    def _check_head(self, answer: httpcore.Response, max_bytes: int | None) -> None:
        if len(answer.headers) > self._policy.max_header_count:
            raise TooLarge(f"the answer has {len(answer.headers)} headers")
        if answer.status < 200 or answer.status > 599:
            raise ProtocolError(f"the server answered with status {answer.status}")
        for name, value in answer.headers:  # the library for HTTP/2 does not look at them
            if not _FIELD_NAME.fullmatch(name) or _FIELD_BREAK.search(value):
                raise ProtocolError(f"the answer has a header that is not valid: {name[:60]!r}")
        declared = ", ".join(header_values(answer.headers, "content-length"))
        if max_bytes is None and declared.isdecimal() and int(declared[:20]) > self._policy.max_raw_bytes:
            raise TooLarge(f"the page is {int(declared[:20]):,} bytes, more than {self._policy.max_raw_bytes:,}")

    async def _decoded(self, raw_body: bytes, codings: str, deadline: Deadline, slots: Slots) -> bytes:
        if len(raw_body) <= LARGE_BYTES:
            with contextlib.suppress(TooLarge):
                return decode_content(raw_body, codings, min(LARGE_BYTES, self._policy.max_decoded_bytes))
            await slots.take(deadline, large=True)
        return await asyncio.to_thread(decode_content, raw_body, codings, self._policy.max_decoded_bytes)

    async def _read_body(
        self, answer: httpcore.Response, deadline: Deadline, max_bytes: int | None, slots: Slots
    ) -> bytes:
        body, tiny_chunks = bytearray(), 0
        try:
            async for chunk in answer.aiter_stream():
                body += chunk
                tiny_chunks += len(chunk) < _TINY_CHUNK_BYTES
                if tiny_chunks > _MAX_TINY_CHUNKS:
                    raise TooLarge(f"the page comes in more than {_MAX_TINY_CHUNKS:,} chunks of a few bytes")
                if max_bytes is not None and len(body) >= max_bytes:
                    return bytes(body[:max_bytes])
                if len(body) > self._policy.max_raw_bytes:
                    raise TooLarge(f"the page is larger than {self._policy.max_raw_bytes:,} bytes")
                if len(body) > LARGE_BYTES:
                    await slots.take(deadline, large=True)
            return bytes(body)
        finally:
            body.clear()  # the traceback of an error must not keep megabytes in memory


def _protocol_error(error: httpcore.ProtocolError) -> FetchError:
    """The FetchError for a violation of HTTP, recognized by the message: h11 and h2 have no error classes for it."""
    message = str(error) or type(error).__name__
    if "peer closed connection" in message or "without sending complete" in message:
        return Truncated(f"the server broke off: {message}")
    if "Receive buffer too long" in message or "header list" in message.lower():
        return TooLarge("the headers are too large")
    return ProtocolError(f"the answer is not valid HTTP: {message[:200]}")


def _trust(context: ssl.SSLContext, ca_file: str) -> None:
    """Add the certificate authorities of a file. Raises UsageError."""
    try:
        context.load_verify_locations(cafile=ca_file)
    except OSError as error:  # SSLError is one
        reason = getattr(error, "reason", None) or error.strerror
        raise UsageError(f"ca_file {ca_file} holds no certificates in PEM form: {reason}") from None
