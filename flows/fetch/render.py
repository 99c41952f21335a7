"""Pages whose text a script puts there, shown in a browser that never touches the network itself.

Each request of the page is taken from the browser and made by the guarded
client; whatever else the browser might try ends at a proxy that is not there.
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
from ..http.errors import FetchError, NeedsRendering, TooLarge, TooManyRedirects
from ..http.exchange import RENDERED, Exchange
from .client import Client
from .deadline import Deadline
from .policy import Policy
from .robots_cache import RobotsCache
from .urls import read_url, redirect_of

_WANTED = ("document", "script", "stylesheet", "xhr", "fetch")
_MAX_REQUESTS = 120
_QUIET = 15_000  # milliseconds to wait for a page to come to rest
_BUSY = 5.0  # seconds to wait for a page whose scripts give nobody a turn
_FLAGS = (
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
        raise UsageError("--render needs Playwright: pip install 'winnow[render]', and Chromium") from None


class Renderer:
    """One browser for a run, started when the first page needs it."""

    def __init__(self, client: Client, policy: Policy, robots: RobotsCache) -> None:
        self._client, self._policy, self._robots = client, policy, robots
        self._starting = asyncio.Lock()
        self._places = asyncio.Semaphore(2)
        self._playwright: Any = None
        self._browser: Any = None

    async def render(self, shell: Exchange, deadline: Deadline) -> Exchange:
        """The page after its scripts have run. Raises NeedsRendering if the browser gives nothing."""
        from playwright.async_api import Error

        await deadline.outside(self._places.acquire())
        try:
            await deadline.outside(self._start())
            context = await self._browser.new_context(service_workers="block", accept_downloads=False)
            try:
                return await self._show(context, shell, deadline)
            finally:
                await context.close()
        except Error as error:
            why = str(error).splitlines()[0][:200]
            raise NeedsRendering(f"the browser could not show the page: {why}") from None
        finally:
            self._places.release()

    async def aclose(self) -> None:
        if self._browser is not None:
            await self._browser.close()
        if self._playwright is not None:
            await self._playwright.stop()

    async def _show(self, context: Any, shell: Exchange, deadline: Deadline) -> Exchange:
        from playwright.async_api import TimeoutError as NeverQuiet

        await context.route("**/*", self._answering(shell, deadline))
        page = await context.new_page()
        with contextlib.suppress(NeverQuiet):  # a page that keeps asking is taken as it is
            await page.goto(shell.url, wait_until="networkidle", timeout=_QUIET)
        try:
            body = (await asyncio.wait_for(page.content(), _BUSY)).encode("utf-8", "replace")
        except TimeoutError:
            raise NeedsRendering("the scripts of the page did not come to an end") from None
        if len(body) > self._policy.max_decoded:
            raise TooLarge(f"the rendered page is larger than {self._policy.max_decoded:,} bytes")
        headers = [(b"Content-Type", b"text/html; charset=utf-8")]
        return Exchange(page.url, [], 200, RENDERED, RENDERED, headers, body, body, True)

    def _answering(self, shell: Exchange, deadline: Deadline) -> Callable[[Any], Awaitable[None]]:
        """What answers the browser's requests: GET only, text only, through the guarded client.

        The page itself was fetched already.
        """
        made = 0

        async def answer(route: Any) -> None:
            nonlocal made
            made += 1
            request = route.request
            if request.method != "GET" or request.resource_type not in _WANTED or made > _MAX_REQUESTS:
                await route.abort()
                return
            try:
                url = read_url(request.url).copy_with(userinfo=b"")
                exchange = shell if made == 1 and str(url) == shell.url else await self._get(url, deadline)
            except FetchError:
                await route.abort()
                return
            kept = (b"content-type", b"access-control-allow-origin", b"access-control-allow-credentials")
            headers = {k.decode().lower(): v.decode("latin-1") for k, v in exchange.headers if k.lower() in kept}
            await route.fulfill(status=exchange.status, headers=headers, body=exchange.body)

        return answer

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
                    args=list(_FLAGS),
                )
