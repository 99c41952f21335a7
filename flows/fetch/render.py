"""Pages whose text a script adds, rendered in a browser that has no network access of its own.

Each request of the page is intercepted and made by the guarded client; every other
connection of the browser fails, because it goes to a proxy that does not exist.

The result is the page that was asked for, whatever its scripts make of its address: a script may push the address
of another page, or go to one, but never take its place in the archive.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from ..errors import UsageError
from ..http.errors import NeedsRendering, TooLarge, TooManyRedirects
from ..http.exchange import RENDERED, Exchange
from .client import Client
from .deadline import Deadline
from .policy import Policy
from .robots_cache import RobotsCache
from .urls import parse_url, redirect_of, spellings

_RESOURCE_TYPES = ("document", "script", "stylesheet", "xhr", "fetch")
_MAX_REQUESTS = 120
_IDLE_TIMEOUT_MS = 15_000  # until the page makes no more requests
_MAX_LOCATION = 500  # characters
_CONTENT_TIMEOUT = 5.0  # seconds; a script that never ends blocks the reading of the page
_CHROMIUM_FLAGS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND"),
    *("--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>"),
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)


def check_installed() -> None:
    """Raises UsageError if pages cannot be rendered here."""
    try:
        import playwright.async_api  # noqa: F401
    except ImportError:
        raise UsageError(
            "--render needs Playwright and Chromium: pip install playwright, then playwright install chromium"
        ) from None


class Renderer:
    """One browser for a run, started for the first page that needs it."""

    def __init__(self, client: Client, policy: Policy, robots: RobotsCache) -> None:
        self._client, self._policy, self._robots = client, policy, robots
        self._starting = asyncio.Lock()
        self._slots = asyncio.Semaphore(2)
        self._playwright: Any = None
        self._browser: Any = None

    async def render(self, shell: Exchange, deadline: Deadline) -> Exchange:
        """The page after its scripts have run. Raises NeedsRendering if the browser cannot render it."""
        from playwright.async_api import Error

        await deadline.paused(self._slots.acquire())
        try:
            await deadline.paused(self._start())
            context = await self._browser.new_context(service_workers="block", accept_downloads=False)
            try:
                return await self._open_page(context, shell, deadline)
            finally:
                await context.close()
        except Error as error:
            reason = str(error).splitlines()[0][:200]
            raise NeedsRendering(f"the browser could not show the page: {reason}") from None
        finally:
            self._slots.release()

    async def aclose(self) -> None:
        if self._browser is not None:
            await self._browser.close()
        if self._playwright is not None:
            await self._playwright.stop()

    async def _open_page(self, context: Any, shell: Exchange, deadline: Deadline) -> Exchange:
        from playwright.async_api import TimeoutError as NeverIdle

        await context.route("**/*", self._request_handler(shell, deadline))
        page = await context.new_page()
        addresses: list[str] = []  # of the page itself, not of frames in it
        page.on("framenavigated", lambda frame: addresses.extend([] if frame.parent_frame else [frame.url]))
        with contextlib.suppress(NeverIdle):  # a page that goes on making requests is read as it is
            await page.goto(shell.url, wait_until="networkidle", timeout=_IDLE_TIMEOUT_MS)
        try:
            body = (await asyncio.wait_for(page.content(), _CONTENT_TIMEOUT)).encode("utf-8", "replace")
        except TimeoutError:
            raise NeedsRendering("the scripts of the page did not come to an end") from None
        if len(body) > self._policy.max_decoded_bytes:
            raise TooLarge(f"the rendered page is larger than {self._policy.max_decoded_bytes:,} bytes")
        return _rendered(shell, body, addresses)

    def _request_handler(self, shell: Exchange, deadline: Deadline) -> Callable[[Any], Awaitable[None]]:
        """The handler of the browser's requests: only GET, only text, through the guarded client.

        The first request is for the page itself, which was fetched already.
        """
        from playwright.async_api import Error

        request_count = 0

        async def handle(route: Any) -> None:
            nonlocal request_count
            request_count += 1
            request, exchange = route.request, None
            if request.method == "GET" and request.resource_type in _RESOURCE_TYPES and request_count <= _MAX_REQUESTS:
                with contextlib.suppress(Exception):  # the page does without; an error of the store comes up again
                    url = parse_url(request.url).copy_with(userinfo=b"")
                    is_shell = request_count == 1 and str(url) == shell.url
                    exchange = shell if is_shell else await self._get(url, deadline)
            with contextlib.suppress(Error):  # the page was closed meanwhile
                if exchange is None or (exchange.status >= 400 and request.resource_type == "document"):
                    await route.abort()  # an error of the server is not shown as the page
                    return
                passed = (b"content-type", b"access-control-allow-origin", b"access-control-allow-credentials")
                headers = {k.decode().lower(): v.decode("latin-1") for k, v in exchange.headers if k.lower() in passed}
                await route.fulfill(status=exchange.status, headers=headers, body=exchange.body)

        return handle

    async def _get(self, url: httpx.URL, deadline: Deadline) -> Exchange:
        for _ in range(self._policy.max_redirects + 1):
            refusal = (await self._robots.permission(url)).refusal
            if refusal is not None:
                raise refusal
            exchange = await self._client.exchange(url, {}, deadline)
            next_url = redirect_of(exchange)
            if next_url is None:
                return exchange
            url = next_url
        raise TooManyRedirects(f"more than {self._policy.max_redirects} redirects")

    async def _start(self) -> None:
        from playwright.async_api import async_playwright

        async with self._starting:
            if self._browser is None:
                self._playwright = await async_playwright().start()
                self._browser = await self._playwright.chromium.launch(
                    executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
                    headless=True,
                    chromium_sandbox=os.geteuid() != 0,
                    args=list(_CHROMIUM_FLAGS),
                )


def _rendered(shell: Exchange, body: bytes, addresses: list[str]) -> Exchange:
    """What a browser made of ``shell``; its Content-Location is the last of the ``addresses`` it had, if it changed.

    Raises NeedsRendering if one of them is no web address: then the browser showed an error or a page of its own.
    """
    odd = next((address for address in addresses if not address.startswith(("http://", "https://"))), "")
    if odd or not addresses:
        raise NeedsRendering(f"the browser showed {odd[:60] or 'nothing'} instead of the page")
    headers = [(b"Content-Type", b"text/html; charset=utf-8")]
    if shell.url not in spellings(addresses[-1]):
        headers.append((b"Content-Location", addresses[-1][:_MAX_LOCATION].encode("ascii", "replace")))
    return Exchange(shell.url, [], 200, RENDERED, RENDERED, headers, body, body, True)
