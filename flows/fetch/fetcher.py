"""One page from address to bytes: permission, throttle, request, redirects, tries, and a named outcome."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
    TooLarge,
    TooManyRedirects,
    Truncated,
)
from ..http.exchange import Exchange
from .answer_reader import AnswerReader, ReadingError, ReadJob
from .client import LARGE_BYTES, Client, Slots
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
    slots: Slots
    tries: int = 0
    exchanges: list[Exchange] = field(default_factory=list)
    permission: RobotsPermission | None = None
    fetched_at: datetime | None = None
    unchanged: bool = False
    robots_directives: str = ""
    note: str = ""


class Fetcher:
    """Fetches single targets; ``visit`` may be called for many at once in one event loop.

    ``reader`` reads answers in processes of its own; call ``aclose`` to end them.
    """

    def __init__(
        self, client: Client, policy: Policy, throttle: HostThrottle, robots: RobotsCache,
        renderer: Renderer | None = None,
    ) -> None:  # fmt: skip
        self._client, self._policy, self._throttle, self._robots = client, policy, throttle, robots
        self._renderer = renderer
        self.reader = AnswerReader()

    async def aclose(self) -> None:
        await self.reader.aclose()
        await self._robots.aclose()

    @asynccontextmanager
    async def visiting(self, target: Target, validators: Validators | None = None) -> AsyncIterator[Visit]:
        """As ``visit``; the answer counts among the few that are in memory at once until the block ends."""
        with self._client.slots() as slots:
            yield await self._visit(_VisitState(target, validators, slots))

    async def visit(self, target: Target, validators: Validators | None = None) -> Visit:
        """Fetch a target; a failure is in ``Visit.error``. ``validators`` make the request conditional.

        Raises only what must end the run.
        """
        async with self.visiting(target, validators) as visit:
            return visit

    async def _visit(self, state: _VisitState) -> Visit:
        started = time.monotonic()
        error: FetchError | None = None
        try:
            async with deadline_after(self._policy.page_timeout) as deadline:
                await self._with_retries(state, deadline)
        except Exception as raised:  # noqa: BLE001  the visit boundary: a visit may fail, the crawl goes on
            error = failure_of(raised)
        return Visit(
            state.target, error, state.unchanged, tuple(state.exchanges), state.permission, state.fetched_at,
            state.tries, time.monotonic() - started, state.robots_directives, state.note,
        )  # fmt: skip

    async def _with_retries(self, state: _VisitState, deadline: Deadline) -> None:
        async def try_once(number: int) -> None:
            state.tries = number
            state.exchanges.clear()
            state.slots.free()
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
            await self._check_text(state, exchange, deadline)
        except NeedsRendering:
            if self._renderer is None:
                raise
            rendered = await self._renderer.render(exchange, deadline)
            self._throttle.release(host_of(parse_url(exchange.url)))
            if len(rendered.body) > LARGE_BYTES:
                await state.slots.take(deadline, large=True)
            await self._check_text(state, rendered, deadline)
            state.exchanges.append(rendered)

    async def _check_text(self, state: _VisitState, exchange: Exchange, deadline: Deadline) -> None:
        """Raises NotHtml, NoContent or NeedsRendering. A page that cannot be parsed is left to the cleaner."""
        if not check_page(exchange.body, exchange.header("content-type")):
            return
        try:
            await deadline.paused(self.reader.read_all(ReadJob("shell", exchange.url), exchange.body))
        except ReadingError as error:
            state.note = f"whether it needs rendering is not known: {error}"

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
                headers = {**private_headers, **conditions}
                exchange = await self._client.exchange(url, headers, deadline, slots=state.slots)
            finally:
                self._throttle.release(host_of(url))
            state.exchanges.append(exchange)
            next_url = redirect_of(exchange)
            if next_url is None:
                return exchange, bool(conditions)
            if len(exchange.body) > LARGE_BYTES:
                raise TooLarge(f"a redirect with a page of {len(exchange.body):,} bytes")
            state.slots.free()
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
