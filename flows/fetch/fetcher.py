"""One page from address to bytes: permission, turn, request, redirects, tries, and a named outcome."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import httpx

from .client import Exchange, Web
from .content import check_page, robots_wishes
from .deadline import Deadline
from .errors import (
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
from .policy import Policy
from .politeness import Manners, retry_after
from .render import Renderer
from .robots_keeper import RobotsKeeper
from .tries import in_tries
from .urls import host_of, origin_of, read_url, take_credentials
from .visit import Known, Target, Visit

_REDIRECTS = (301, 302, 303, 307, 308)
_REFUSED = {404: NotFound, 410: NotFound, 401: Forbidden, 403: Forbidden, 407: Forbidden, 451: Forbidden}


class Fetcher:
    """Fetches targets one by one; safe to use for many at once in one event loop."""

    def __init__(
        self, web: Web, policy: Policy, manners: Manners, robots: RobotsKeeper, renderer: Renderer | None = None
    ) -> None:
        self._web, self._policy, self._manners, self._robots = web, policy, manners, robots
        self._renderer = renderer

    async def visit(self, target: Target, known: Known | None = None) -> Visit:
        """Fetch a target; every failure becomes a named outcome. ``known`` makes the request conditional."""
        visit, began = Visit(target), time.monotonic()
        try:
            async with Deadline(self._policy.total) as deadline:
                await self._tries(visit, known, deadline)
        except FetchError as error:
            visit.outcome, visit.detail, visit.advice = error.outcome, str(error), error.advice
        visit.seconds = time.monotonic() - began
        return visit

    async def _tries(self, visit: Visit, known: Known | None, deadline: Deadline) -> None:
        async def once(number: int) -> None:
            visit.tries = number
            visit.exchanges.clear()
            await self._once(visit, known, deadline)

        def hold(seconds: float) -> None:
            self._manners.hold(host_of(httpx.URL(visit.final_url)), seconds)

        await in_tries(once, self._policy, deadline, hold)

    async def _once(self, visit: Visit, known: Known | None, deadline: Deadline) -> None:
        """One try: all hops, then a verdict on the last answer."""
        exchange, conditional = await self._hops(visit, known, deadline)
        visit.fetched_at = datetime.now(UTC)
        if exchange.status == 304 and conditional:
            visit.outcome = "unchanged"
            return
        self._check_status(exchange)
        visit.wishes = robots_wishes(exchange.body, exchange.values("x-robots-tag"))
        if visit.target.role == "page":
            await self._check_page(visit, exchange, deadline)

    async def _check_page(self, visit: Visit, exchange: Exchange, deadline: Deadline) -> None:
        """Raises NotHtml, NoContent or NeedsRendering; where there is a browser, the last is mended by it."""
        try:
            check_page(exchange.body, exchange.header("content-type"))
        except NeedsRendering:
            if self._renderer is None:
                raise
            rendered = await self._renderer.render(exchange, deadline)
            self._manners.ended(host_of(httpx.URL(exchange.url)))
            check_page(rendered.body, rendered.header("content-type"))
            visit.exchanges.append(rendered)

    async def _hops(self, visit: Visit, known: Known | None, deadline: Deadline) -> tuple[Exchange, bool]:
        url, private = take_credentials(read_url(visit.target.url))
        private = {**private, **visit.target.headers}
        seen = {str(url)}
        for _ in range(self._policy.max_redirects + 1):
            conditions = known.conditions if known and known.final_url == str(url) else {}
            visit.receipt = await self._robots.permission(url)
            if visit.receipt.refusal is not None:
                raise visit.receipt.refusal
            await deadline.outside(self._manners.turn(host_of(url)))
            try:
                exchange = await self._web.exchange(url, {**private, **conditions}, deadline)
            finally:
                self._manners.ended(host_of(url))
            visit.exchanges.append(exchange)
            location = exchange.header("location")
            if exchange.status not in _REDIRECTS or not location:
                return exchange, bool(conditions)
            next_url = read_url(_as_text(location), url).copy_with(userinfo=b"")
            if origin_of(next_url) != origin_of(url):
                private = {}  # never to another origin, nor on the way back from one
            url = next_url
            if str(url) in seen:
                raise TooManyRedirects(f"redirected in a circle, back to {url}")
            seen.add(str(url))
        raise TooManyRedirects(f"more than {self._policy.max_redirects} redirects")

    def _check_status(self, exchange: Exchange) -> None:
        status = exchange.status
        said = f"the server answered {status} {exchange.reason}".strip()
        if status in (204, 205):
            raise NoContent(said)
        if status == 206:
            raise Truncated("the server sent a part of the page, which was not asked for")
        if 200 <= status < 300:
            return
        wait = retry_after(exchange.header("retry-after"), self._policy.longest_wait)
        if status == 304:
            raise ProtocolError("the server says unchanged, which was not asked for")
        if status == 429:
            raise RateLimited(said, wait)
        if status >= 500:
            raise ServerError(said, wait)
        raise _REFUSED.get(status, HttpError)(said)


def _as_text(location: str) -> str:
    """A Location header as meant: header bytes are Latin-1 by rule and UTF-8 by habit."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location
