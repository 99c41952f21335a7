"""One page from address to bytes: permission, throttle, request, redirects, tries, and a named outcome."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

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
from .deadline import Deadline, deadline_after
from .policy import Policy
from .render import Renderer
from .retries import with_retries
from .robots_cache import RobotsCache, RobotsPermission
from .throttle import HostThrottle, retry_after
from .urls import host_of, origin_of, parse_url, redirect_of, split_credentials
from .visit import Target, Validators, Visit, failure_of

_ERROR_OF_STATUS = {404: NotFound, 410: NotFound, 401: Forbidden, 403: Forbidden, 407: Forbidden, 451: Forbidden}


@dataclass(slots=True)
class _VisitState:
    """The state of a visit that is not done yet."""

    target: Target
    validators: Validators | None
    tries: int = 0
    exchanges: list[Exchange] = field(default_factory=list)
    permission: RobotsPermission | None = None
    fetched_at: datetime | None = None
    unchanged: bool = False
    robots_directives: str = ""


class Fetcher:
    """Fetches single targets; ``visit`` may be called for many at once in one event loop."""

    def __init__(
        self, client: Client, policy: Policy, throttle: HostThrottle, robots: RobotsCache,
        renderer: Renderer | None = None,
    ) -> None:  # fmt: skip
        self._client, self._policy, self._throttle, self._robots = client, policy, throttle, robots
        self._renderer = renderer

    async def visit(self, target: Target, validators: Validators | None = None) -> Visit:
        """Fetch a target; a failure is in ``Visit.error``. ``validators`` make the request conditional.

        Raises only what must end the run.
        """
        state, started = _VisitState(target, validators), time.monotonic()
        error: FetchError | None = None
        try:
            async with deadline_after(self._policy.page_timeout) as deadline:
                await self._with_retries(state, deadline)
        except Exception as raised:  # noqa: BLE001  the visit boundary: a visit may fail, the crawl goes on
            error = failure_of(raised)
        return Visit(
            target, error, state.unchanged, tuple(state.exchanges), state.permission, state.fetched_at,
            state.tries, time.monotonic() - started, state.robots_directives,
        )  # fmt: skip

    async def _with_retries(self, state: _VisitState, deadline: Deadline) -> None:
        async def try_once(number: int) -> None:
            state.tries = number
            state.exchanges.clear()
            await self._try_once(state, deadline)

        def block_host(seconds: float) -> None:
            url = state.exchanges[-1].url if state.exchanges else state.target.url
            self._throttle.block(host_of(parse_url(url)), seconds)

        await with_retries(try_once, self._policy, deadline, block_host)

    async def _try_once(self, state: _VisitState, deadline: Deadline) -> None:
        """One try: all hops, then the checks of the last answer."""
        exchange, conditional = await self._hops(state, deadline)
        state.fetched_at = datetime.now(UTC)
        if exchange.status == 304 and conditional:
            state.unchanged = True
            return
        self._check_status(exchange)
        state.robots_directives = robots_directives(exchange.body, exchange.values("x-robots-tag"))
        if state.target.role == "page":
            await self._check_page(state, exchange, deadline)

    async def _check_page(self, state: _VisitState, exchange: Exchange, deadline: Deadline) -> None:
        """Raises NotHtml, NoContent or, if there is no browser to render the page, NeedsRendering."""
        try:
            check_page(exchange.body, exchange.header("content-type"))
        except NeedsRendering:
            if self._renderer is None:
                raise
            rendered = await self._renderer.render(exchange, deadline)
            self._throttle.release(host_of(parse_url(exchange.url)))
            check_page(rendered.body, rendered.header("content-type"))
            state.exchanges.append(rendered)

    async def _hops(self, state: _VisitState, deadline: Deadline) -> tuple[Exchange, bool]:
        """The last answer, and whether its request was conditional."""
        url, private_headers = split_credentials(parse_url(state.target.url))
        private_headers |= state.target.headers
        requested = {str(url)}
        for _ in range(self._policy.max_redirects + 1):
            validators = state.validators
            conditions = validators.conditions if validators and validators.final_url == str(url) else {}
            state.permission = await self._robots.permission(url)
            if state.permission.refusal is not None:
                raise state.permission.refusal
            await deadline.paused(self._throttle.acquire(host_of(url)))
            try:
                exchange = await self._client.exchange(url, {**private_headers, **conditions}, deadline)
            finally:
                self._throttle.release(host_of(url))
            state.exchanges.append(exchange)
            next_url = redirect_of(exchange)
            if next_url is None:
                return exchange, bool(conditions)
            if origin_of(next_url) != origin_of(url):
                private_headers = {}  # never to another origin, nor on the way back from one
            url = next_url
            if str(url) in requested:
                raise TooManyRedirects(f"redirected in a circle, back to {url}")
            requested.add(str(url))
        raise TooManyRedirects(f"more than {self._policy.max_redirects} redirects")

    def _check_status(self, exchange: Exchange) -> None:
        """Raises the FetchError of a status other than success."""
        status = exchange.status
        message = f"the server answered {status} {exchange.reason}".strip()
        if status in (204, 205):
            raise NoContent(message)
        if status == 206:
            raise Truncated("the server sent a part of the page although all of it was requested")
        if 200 <= status < 300:
            return
        wait = retry_after(exchange.header("retry-after"), self._policy.max_retry_after)
        if status == 304:
            raise ProtocolError("the server answered 304 to a request without conditions")
        if status == 429:
            raise RateLimited(message, wait)
        if status >= 500:
            raise ServerError(message, wait)
        raise _ERROR_OF_STATUS.get(status, HttpError)(message)
