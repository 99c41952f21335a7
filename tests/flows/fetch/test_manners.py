"""Pace, Retry-After, tries, credentials and conditions: how a host is treated."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hostile import PAGE, Call, Handler, Hostile, in_turn, page, raw, redirect
from visits import quick, visit_all, visit_one

from flows.fetch.content import asks_not_to_follow
from flows.fetch.throttle import retry_after
from flows.fetch.visit import Target, Validators


def _date(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("value", "shortest", "longest"),
    [
        ("0", 0, 0), ("7", 7, 7), (" 7 ", 7, 7), ("1.5", 1.5, 1.5), ("600", 30, 30), ("9" * 400, 30, 30),
        (9, 7, 9), (-99, 0, 0), (315_360_000, 30, 30),
        ("Wed, 21 Oct 2015 07:28:00", 0, 0),
    ],
)  # fmt: skip
def test_retry_after_is_honoured_and_capped(value: str | int, shortest: float, longest: float) -> None:
    text = value if isinstance(value, str) else _date(value)
    assert shortest <= retry_after(text, 30) <= longest


@pytest.mark.parametrize("value", ["", "nan", "-5", "inf", "soon", "1e9", "0x10", "Wed, 99 Foo 2015", "٣", "5 6"])
def test_an_invalid_retry_after_is_ignored(value: str) -> None:
    assert retry_after(value, 30) is None


@pytest.mark.parametrize(
    ("handler", "outcome", "hits"),
    [
        (in_turn(page(b"", "503 Busy"), page()), "ok", 2),
        (in_turn(page(b"", "503 Busy"), page(b"", "500 Oops"), page()), "ok", 3),
        (page(b"", "503 Busy"), "server_error", 3),
        (page(b"", "429 Slow down", Retry_After="0"), "rate_limited", 3),
        (in_turn(page(b"", "429 Slow down", Retry_After="nan"), page()), "ok", 2),
        (in_turn(page(b"", "429 Slow down", Retry_After="-5"), page()), "ok", 2),
        (in_turn(page(b"", "503 Busy", Retry_After="315360000"), page()), "ok", 2),
        (in_turn(page(b"", "503 Busy", Retry_After=_date(315_360_000)), page()), "ok", 2),
        (in_turn(page(b"", "503 Busy", Retry_After=_date(-60)), page()), "ok", 2),
        (in_turn(raw(b""), page()), "ok", 2),
        (in_turn(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf"), page()), "ok", 2),
        (in_turn(raw(b"", close=False), page()), "ok", 2),
        (page(b"", "404 Not Found"), "not_found", 1),
        (page(b"%PDF-1.7"), "not_html", 1),
        (redirect("/"), "too_many_redirects", 1),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"), "too_large", 1),
    ],
)
def test_tries(handler: Handler, outcome: str, hits: int) -> None:
    with Hostile({"/": handler}) as server:
        visit = visit_one(server.url("/"), quick(server.address, max_tries=3, read_timeout=1.0))
    assert (visit.outcome, server.hits["/"], visit.tries) == (outcome, hits, hits), visit.detail


def test_retry_after_is_waited_for() -> None:
    times: list[float] = []

    async def busy(call: Call) -> None:
        times.append(time.monotonic())
        await call.answer(b"", "503 Busy", Retry_After="1")

    with Hostile({"/": busy}) as server:
        policy = quick(server.address, max_tries=2, max_retry_after=2.0)
        assert visit_one(server.url("/"), policy).outcome == "server_error"
    assert times[1] - times[0] >= 0.98


def test_a_wait_that_does_not_fit_the_deadline_ends_the_tries() -> None:
    with Hostile({"/": page(b"", "503 Busy", Retry_After="25")}) as server:
        visit = visit_one(server.url("/"), quick(server.address, max_tries=3, page_timeout=20.0, max_retry_after=30.0))
    assert (visit.outcome, visit.tries) == ("server_error", 1)
    assert visit.seconds < 15


def test_the_pace_keeps_requests_to_a_host_apart_and_hosts_do_not_wait_for_each_other() -> None:
    times: dict[str, list[float]] = {}

    async def timed(call: Call) -> None:
        times.setdefault(call.server.address, []).append(time.monotonic())
        await call.answer()

    with Hostile({"*": timed}) as one, Hostile({"*": timed}) as other:
        urls = [server.url(f"/{n}") for n in range(3) for server in (one, other)]
        started = time.monotonic()
        visits = visit_all(urls, quick(one.address, other.address, pace=0.3, page_timeout=0.5))
    assert {visit.outcome for visit in visits} == {"ok"}  # waiting for one's turn does not use up the deadline
    for seen in times.values():
        gaps = [later - sooner for sooner, later in itertools.pairwise(seen)]
        assert len(gaps) == 3
        assert all(gap >= 0.28 for gap in gaps)
    assert time.monotonic() - started < 1.8


def test_credentials_stay_with_their_origin() -> None:
    with Hostile({"*": page()}) as other:
        routes: dict[str, Handler] = {
            "/start": redirect("/same"),
            "/same": redirect(f"http://user:other@{other.address}/away"),
            "/back": page(),
        }
        with Hostile(routes) as server:
            other.routes["/away"] = redirect(server.url("/back"))
            url = server.url("/start").replace("http://", "http://user:secret@")
            target = Target(url, headers={"Cookie": "session=1", "X-Api-Key": "k"})
            visit = visit_one(target, quick(server.address, other.address, obey_robots=False))
    assert visit.outcome == "ok"
    sent = {call.path: [call.header(h) for h in ("Authorization", "Cookie", "X-Api-Key")] for call in server.requests}
    assert all(sent["/start"])
    assert all(sent["/same"])
    assert not any(sent["/back"])
    assert not any(other.requests[0].header(h) for h in ("Authorization", "Cookie", "X-Api-Key", "Referer"))
    assert "secret" not in visit.final_url


def test_cookies_are_never_sent_back() -> None:
    with Hostile({"*": page(Set_Cookie="a=b; Path=/")}) as server:
        visit_all([server.url("/1"), server.url("/2")], quick(server.address))
        visit_one(server.url("/3"), quick(server.address))
    assert not any(call.header("Cookie") for call in server.requests)


def test_the_user_agent() -> None:
    with Hostile({"*": page()}) as server:
        visit_one(server.url("/"), quick(server.address, contact="https://example.org/bot"))
    agents = {call.header("User-Agent") for call in server.requests}
    assert len(agents) == 1
    assert agents.pop().startswith("winnow/")
    assert "+https://example.org/bot" in server.requests[0].header("User-Agent")


def test_a_page_fetched_before_is_requested_conditionally() -> None:
    async def conditional(call: Call) -> None:
        if call.header("If-None-Match") == '"v1"' and call.header("If-Modified-Since"):
            await call.answer(b"", "304 Not Modified", Content_Length="")
        else:
            await call.answer(ETag='"v1"')

    with Hostile({"/": conditional, "/old": redirect("/")}) as server:
        validators = Validators(server.url("/"), '"v1"', "Wed, 21 Oct 2015 07:28:00 GMT")
        direct, moved = (visit_one(server.url(p), quick(server.address), validators) for p in ("/", "/old"))
    assert (direct.outcome, moved.outcome) == ("unchanged", "unchanged")
    assert not [call for call in server.requests if call.path == "/old" and call.header("If-None-Match")]


def test_robots_directives_are_recorded() -> None:
    body = PAGE.replace(b"<p>", b"<meta name='robots' content='noarchive'><p>")
    with Hostile({"/": page(body, X_Robots_Tag="noindex")}) as server:
        assert visit_one(server.url("/"), quick(server.address)).robots_directives == "noindex; noarchive"


@pytest.mark.parametrize(
    ("directives", "forbidden"),
    [
        ("nofollow", True), ("index, NoFollow", True), ("none", True), ("winnow: nofollow", True),
        ("noindex; none", True), ("googlebot: noindex; nofollow", True), ("robots: index, nofollow", True),
        ("", False), ("noindex, follow", False), ("max-image-preview:none", False), ("max-image-preview: none", False),
        ("googlebot: nofollow", False), ("otherbot: noindex, nofollow", False),
        ("unavailable_after: 25 Jun 2030 15:00:00 PST, index", False),
    ],
)  # fmt: skip
def test_which_directives_forbid_to_follow_links(directives: str, forbidden: bool) -> None:
    assert asks_not_to_follow(directives) is forbidden
