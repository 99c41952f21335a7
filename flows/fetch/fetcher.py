"""One page from address to bytes: permission, throttle, request, redirects, tries, and a named outcome."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from ..http.errors import (
    FetchError,
    Forbidden,
    HttpError,
    NeedsRendering,
    NoContent,
    NotFound,
    ProtocolError,
    RateLimited,
    ServerError,
    TooManyRedirects,
    Truncated,
)
from ..http.exchange import Exchange
from .client import Client
from .content import check_page, robots_directives
from .deadline import Deadline, deadline
from .policy import Policy
from .render import Renderer
from .retries import with_retries
from .robots_cache import RobotsCache, RobotsPermission
from .throttle import HostThrottle, retry_after
from .urls import host_of, origin_of, read_url, redirect_of, take_credentials
from .visit import Target, Validators, Visit

_REFUSED = {404: NotFound, 410: NotFound, 401: Forbidden, 403: Forbidden, 407: Forbidden, 451: Forbidden}


@dataclass(slots=True)
class _Progress:
    """The state of a visit while it lasts."""

    target: Target
    validators: Validators | None
    tries: int = 0
    exchanges: list[Exchange] = field(default_factory=list)
    permission: RobotsPermission | None = None
    fetched_at: datetime | None = None
    unchanged: bool = False
    directives: str = ""


class Fetcher:
    """Fetches targets one by one; safe to use for many at once in one event loop."""

    def __init__(
        self, client: Client, policy: Policy, throttle: HostThrottle, robots: RobotsCache,
        renderer: Renderer | None = None,
    ) -> None:  # fmt: skip
        self._client, self._policy, self._throttle, self._robots = client, policy, throttle, robots
        self._renderer = renderer

    async def visit(self, target: Target, validators: Validators | None = None) -> Visit:
        """Fetch a target; every failure becomes a named outcome. ``validators`` make the request conditional."""
        progress, began = _Progress(target, validators), time.monotonic()
        error: FetchError | None = None
        try:
            async with deadline(self._policy.total) as left:
                await self._with_retries(progress, left)
        except FetchError as failure:
            error = failure
        return Visit(
            target, error, progress.unchanged, tuple(progress.exchanges), progress.permission, progress.fetched_at,
            progress.tries, time.monotonic() - began, progress.directives,
        )  # fmt: skip

    async def _with_retries(self, progress: _Progress, left: Deadline) -> None:
        async def once(number: int) -> None:
            progress.tries = number
            progress.exchanges.clear()
            await self._once(progress, left)

        def hold(seconds: float) -> None:
            url = progress.exchanges[-1].url if progress.exchanges else progress.target.shown
            self._throttle.hold(host_of(httpx.URL(url)), seconds)

        await with_retries(once, self._policy, left, hold)

    async def _once(self, progress: _Progress, left: Deadline) -> None:
        """One try: all hops, then a label on the last answer."""
        exchange, conditional = await self._hops(progress, left)
        progress.fetched_at = datetime.now(UTC)
        if exchange.status == 304 and conditional:
            progress.unchanged = True
            return
        self._check_status(exchange)
        progress.directives = robots_directives(exchange.body, exchange.values("x-robots-tag"))
        if progress.target.role == "page":
            await self._check_page(progress, exchange, left)

    async def _check_page(self, progress: _Progress, exchange: Exchange, left: Deadline) -> None:
        """Raises NotHtml, NoContent or, where there is no browser to render the page, NeedsRendering."""
        try:
            check_page(exchange.body, exchange.header("content-type"))
        except NeedsRendering:
            if self._renderer is None:
                raise
            rendered = await self._renderer.render(exchange, left)
            self._throttle.release(host_of(httpx.URL(exchange.url)))
            check_page(rendered.body, rendered.header("content-type"))
            progress.exchanges.append(rendered)

    async def _hops(self, progress: _Progress, left: Deadline) -> tuple[Exchange, bool]:
        """The last answer, and whether it was asked for conditionally."""
        url, private = take_credentials(read_url(progress.target.url))
        private = {**private, **progress.target.headers}
        seen = {str(url)}
        for _ in range(self._policy.max_redirects + 1):
            validators = progress.validators
            conditions = validators.conditions if validators and validators.final_url == str(url) else {}
            progress.permission = await self._robots.permission(url)
            if progress.permission.refusal is not None:
                raise progress.permission.refusal
            await left.outside(self._throttle.acquire(host_of(url)))
            try:
                exchange = await self._client.exchange(url, {**private, **conditions}, left)
            finally:
                self._throttle.release(host_of(url))
            progress.exchanges.append(exchange)
            next_url = redirect_of(exchange)
            if next_url is None:
                return exchange, bool(conditions)
            if origin_of(next_url) != origin_of(url):
                private = {}  # never to another origin, nor on the way back from one
            url = next_url
            if str(url) in seen:
                raise TooManyRedirects(f"redirected in a circle, back to {url}")
            seen.add(str(url))
        raise TooManyRedirects(f"more than {self._policy.max_redirects} redirects")

    def _check_status(self, exchange: Exchange) -> None:
        status = exchange.status
        answered = f"the server answered {status} {exchange.reason}".strip()
        if status in (204, 205):
            raise NoContent(answered)
        if status == 206:
            raise Truncated("the server sent a part of the page, which was not asked for")
        if 200 <= status < 300:
            return
        wait = retry_after(exchange.header("retry-after"), self._policy.max_wait)
        if status == 304:
            raise ProtocolError("the server says unchanged, which was not asked for")
        if status == 429:
            raise RateLimited(answered, wait)
        if status >= 500:
            raise ServerError(answered, wait)
        raise _REFUSED.get(status, HttpError)(answered)
