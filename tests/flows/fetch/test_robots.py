"""robots.txt: read by RFC 9309, kept for a day, and never a way around the guard."""

from __future__ import annotations

import gzip
import itertools
import json
import time

import pytest
from hostile import PAGE, Call, Handler, Hostile, endless, in_turn, page, raw, redirect
from shared import shared
from visits import quick, visit_all, visit_one

from flows.fetch.robots import RobotsFile

SUITES = shared("suites/robots")


def _cases(name: str) -> list[dict]:
    return [json.loads(line) for line in (SUITES / name).read_text("utf-8").splitlines()]


@pytest.mark.shared("suites/robots")
def test_the_cases_that_rfc_9309_decides() -> None:
    cases = [case for case in _cases("robots_google.jsonl") if case["group"] == "rfc"]
    right = [
        case["id"]
        for case in cases
        if RobotsFile(case["robots"].encode()).may_fetch(case["url"], case["agent"]).allowed == case["allow"]
    ]
    print(f"{len(right)} of {len(cases)}")
    assert len(cases) == 72
    assert len(right) >= 71


@pytest.mark.shared("suites/robots")
def test_the_cases_of_protego() -> None:
    def answer(case: dict) -> object:
        robots = RobotsFile(case["robots"].encode())
        if case["fn"] == "crawl_delay":
            return robots.crawl_delay(*case["args"])
        return robots.may_fetch(*case["args"]).allowed

    cases = _cases("robots_protego.jsonl")
    right = sum(answer(case) == case["expect"] for case in cases)
    print(f"{right} of {len(cases)}")
    assert len(cases) == 384
    assert right >= 378


@pytest.mark.parametrize(
    ("robots", "path", "allowed", "line", "number"),
    [
        ("User-agent: *\nDisallow: /private/", "/private/x", False, "Disallow: /private/", 2),
        ("User-agent: *\nDisallow: /private/", "/public", True, "", 0),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True, "Allow: /a/b", 3),
        ("User-agent: *\nDisallow: /*.pdf$  # no documents", "/x/y.pdf", False, "Disallow: /*.pdf$", 2),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True, "", 0),
        ("User-agent: *\nDisallow: /\n\nUser-agent: winnow\nDisallow: /w", "/x", True, "", 0),
        ("User-agent: *\nAllow: /\n\nUser-Agent: WINNOW\nDisallow: /w", "/w", False, "Disallow: /w", 5),
        ("user-agent: winnow\nuser-agent: other\nhello: world\ndisallow: /x", "/x", False, "disallow: /x", 4),
        ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", False, "Disallow: /x", 2),
        ("<html><body>User-agent: *\nDisallow: /", "/x", True, "", 0),
        ("", "/x", True, "", 0),
    ],
)
def test_decision_and_its_line(robots: str, path: str, allowed: bool, line: str, number: int) -> None:
    decision = RobotsFile(robots.encode()).may_fetch("https://example.org" + path, "winnow")
    assert (decision.allowed, decision.number) == (allowed, number)
    assert decision.line.startswith(line)


def test_a_pattern_made_to_hang_does_not() -> None:
    rules = "User-agent: *\n" + "\n".join(f"Disallow: /{'*a' * 2000}{n}$" for n in range(50))
    started = time.perf_counter()
    RobotsFile(rules.encode()).may_fetch("https://example.org/" + "a" * 5000 + "b", "winnow")
    assert time.perf_counter() - started < 2


def test_many_agents_times_many_rules_take_no_time() -> None:
    agents = "".join(f"User-agent: a{n}\n" for n in range(12_000))
    rules = "".join(f"Disallow: /{n}\n" for n in range(9_000))
    started = time.perf_counter()
    robots = RobotsFile(f"{agents}{rules}User-agent: winnow\nDisallow: /x\n{rules}".encode())
    label = robots.may_fetch("https://example.org/x", "winnow")
    assert time.perf_counter() - started < 10  # it was minutes
    assert (label.allowed, label.line, label.number) == (False, "Disallow: /x", 21_002)


@pytest.mark.parametrize(("said", "delay"), [("2", 2.0), ("nan", None), ("-1", None), ("inf", None), ("x", None)])
def test_crawl_delay(said: str, delay: float | None) -> None:
    assert RobotsFile(f"User-agent: *\nCrawl-delay: {said}".encode()).crawl_delay("winnow") == delay


RULES = b"User-agent: *\nDisallow: /closed\nAllow: /\n"
TEXT = {"Content_Type": "text/plain"}
HUGE = b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"
BOMB = gzip.compress(bytes(60_000_000))
BIG = b"User-agent: *\nDisallow: /closed\n" + b"# filler\n" * 90_000 + b"Disallow: /open\n"

ROBOTS: dict[str, tuple[Handler | None, str, str]] = {  # how it is answered; outcome of /open, of /closed
    "rules": (page(RULES, **TEXT), "ok", "robots_denied"),
    "no-robots": (None, "ok", "ok"),
    "401": (page(b"", "401 Unauthorized"), "ok", "ok"),
    "403": (page(RULES, "403 Forbidden"), "ok", "ok"),
    "410": (page(RULES, "410 Gone"), "ok", "ok"),
    "500": (page(RULES, "500 Oops"), "robots_unreachable", "robots_unreachable"),
    "503": (page(b"", "503 Busy", Retry_After="1"), "robots_unreachable", "robots_unreachable"),
    "never-answers": (raw(b"", close=False), "timeout_read", "timeout_read"),
    "hangs-up": (raw(b""), "protocol_error", "protocol_error"),
    "drips": (endless(b"HTTP/1.1 200 OK\r\n\r\n", b"#", 0.05), "timeout_total", "timeout_total"),
    "cut-short": (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + RULES), *["robots_unreachable"] * 2),
    "endless": (endless(b"HTTP/1.1 200 OK\r\n\r\n" + RULES, b"# more\n" * 999), "ok", "robots_denied"),
    "only-half-of-it-counts": (page(BIG, **TEXT), "ok", "robots_denied"),
    "stalls": (raw(HUGE + RULES, close=False), "timeout_read", "timeout_read"),
    "gzip": (page(gzip.compress(RULES), Content_Encoding="gzip", **TEXT), "ok", "robots_denied"),
    "gzip-bomb": (page(BOMB, Content_Encoding="gzip"), *["robots_unreachable"] * 2),
    "not-http": (raw(b"hello"), "protocol_error", "protocol_error"),
    "as-html": (page(PAGE), "ok", "ok"),
    "moved": (redirect("/elsewhere"), "ok", "robots_denied"),
    "moved-in-circles": (redirect("/robots.txt"), "ok", "ok"),
    "moved-to-file": (redirect("file:///etc/passwd"), "robots_unreachable", "robots_unreachable"),
    "moved-to-private": (redirect("http://169.254.169.254/robots.txt"), "blocked_address", "blocked_address"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", ROBOTS)
def test_robots_answers(name: str) -> None:
    handler, for_open, for_closed = ROBOTS[name]
    routes: dict[str, Handler] = {"/open": page(), "/closed": page(), "/elsewhere": page(RULES, **TEXT)}
    if handler:
        routes["/robots.txt"] = handler
    with Hostile(routes) as server:
        short = {"read_timeout": 0.7} if for_open == "timeout_read" else {}
        short = {"robots_timeout": 1.0} if for_open == "timeout_total" else short
        visits = visit_all([server.url("/open"), server.url("/closed")], quick(server.address, **short))
    assert [visit.outcome for visit in visits] == [for_open, for_closed], [visit.detail for visit in visits]
    assert server.hits["/closed"] == (for_closed == "ok")
    assert server.hits["/robots.txt"] <= 6


def test_the_permission_of_a_page() -> None:
    with Hostile({"/robots.txt": page(RULES, **TEXT), "/open": page()}) as server:
        permission = visit_one(server.url("/open"), quick(server.address)).permission
    assert permission.state == "read"
    assert (permission.line, permission.number) == ("Allow: /", 3)
    assert permission.digest == RobotsFile(RULES).digest
    assert abs(permission.read_at - time.time()) < 10


@pytest.mark.parametrize(
    ("answers", "state", "line"),
    [
        (page(RULES, **TEXT), "read", "Disallow: /closed"),
        (page(b"", "500 Oops"), "unreachable", ""),
        (raw(b""), "unreachable", ""),
    ],
)
def test_a_refusal_has_its_permission_too(answers: Handler, state: str, line: str) -> None:
    with Hostile({"/robots.txt": answers, "/closed": page()}) as server:
        visit = visit_one(server.url("/closed"), quick(server.address))
    assert (visit.permission.state, visit.permission.allowed, visit.permission.line) == (state, False, line)
    assert "refusal" not in visit.permission.as_dict()


@pytest.mark.parametrize("first", [page(b"", "503 Busy", Retry_After="0"), raw(b""), raw(b"HTTP/1.1 200 OK\r\nX")])
def test_a_robots_file_that_fails_once_is_asked_for_again(first: Handler) -> None:
    with Hostile({"/robots.txt": in_turn(first, page(RULES, **TEXT)), "/open": page()}) as server:
        visit = visit_one(server.url("/open"), quick(server.address, max_tries=3))
    assert (visit.outcome, visit.tries, server.hits["/robots.txt"]) == ("ok", 1, 2)


def test_the_pages_of_a_host_that_is_away_do_not_each_try_again() -> None:
    with Hostile({"/robots.txt": raw(b"")}) as server:
        started = time.monotonic()
        urls = [server.url(f"/{n}") for n in range(50)]
        visits = visit_all(urls, quick(server.address, max_tries=3, backoff=0.1, max_concurrent=1))
    assert {(visit.outcome, visit.tries) for visit in visits} == {("protocol_error", 1)}
    assert server.hits["/robots.txt"] == 3
    assert time.monotonic() - started < 2


def test_robots_is_asked_once_for_all_pages_of_an_origin() -> None:
    with Hostile({"/robots.txt": page(RULES, **TEXT), "*": page()}) as server:
        visits = visit_all([server.url(f"/{n}") for n in range(20)], quick(server.address))
    assert {visit.outcome for visit in visits} == {"ok"}
    assert server.hits["/robots.txt"] == 1


def test_every_hop_needs_permission() -> None:
    with Hostile({"/robots.txt": page(RULES, **TEXT), "/open": redirect("/closed"), "/closed": page()}) as server:
        assert visit_one(server.url("/open"), quick(server.address)).outcome == "robots_denied"
    assert server.hits["/closed"] == 0


def test_a_crawl_delay_keeps_requests_apart() -> None:
    times: list[float] = []

    async def timed(call: Call) -> None:
        times.append(time.monotonic())
        await call.answer()

    robots = page(b"User-agent: *\nCrawl-delay: 0.4\n", **TEXT)
    with Hostile({"/robots.txt": robots, "*": timed}) as server:
        visit_all([server.url(f"/{n}") for n in range(3)], quick(server.address))
    gaps = [later - sooner for sooner, later in itertools.pairwise(times)]
    assert all(gap >= 0.38 for gap in gaps)


@pytest.mark.parametrize("delay", ["nan", "31536000"])
def test_an_invalid_crawl_delay_is_ignored_and_a_long_one_capped(delay: str) -> None:
    robots = page(f"User-agent: *\nCrawl-delay: {delay}\n".encode(), **TEXT)
    with Hostile({"/robots.txt": robots, "*": page()}) as server:
        policy = quick(server.address, max_crawl_delay=0.2)
        started = time.monotonic()
        visits = visit_all([server.url(f"/{n}") for n in range(3)], policy)
    assert {visit.outcome for visit in visits} == {"ok"}
    assert time.monotonic() - started < 2


def test_robots_unreachable_does_not_outlast_a_run() -> None:
    """The answer is valid within a run; the next run asks again."""
    with Hostile({"/robots.txt": in_turn(page(b"", "500 Oops"), page(RULES, **TEXT)), "*": page()}) as server:
        first = visit_one(server.url("/open"), quick(server.address))
        second = visit_one(server.url("/open"), quick(server.address))
    assert (first.outcome, second.outcome) == ("robots_unreachable", "ok")
