"""Many and large robots.txt files: what is held of them has one largest sum, and the answers stay the same."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from measured import run_measured

sys.path.insert(0, str(Path(__file__).parents[1] / "flows" / "fetch"))
from hostile import Call, Hostile, page
from visits import quick, visit_one

from flows.fetch import robots_cache, throttle
from flows.fetch.client import Client
from flows.fetch.robots import MAX_BYTES
from flows.fetch.robots_cache import RobotsCache
from flows.fetch.throttle import HostThrottle
from flows.fetch.urls import parse_url


def large(start: str) -> bytes:
    lines, size, number = [start], len(start), 0
    while size < MAX_BYTES - 30:
        lines.append(f"Disallow: /private/{number}")
        size, number = size + len(lines[-1]) + 1, number + 1
    return "\n".join(lines).encode()


def test_a_large_file_decides_as_a_small_one(tmp_path: Path) -> None:
    rules = large("User-agent: *\nCrawl-delay: 0.7\nDisallow: /closed")
    with Hostile({"/robots.txt": page(rules, Content_Type="text/plain"), "/open": page()}) as server:
        policy = quick(server.address)
        denied, allowed = visit_one(server.url("/closed"), policy), visit_one(server.url("/open"), policy)
    assert (denied.outcome, denied.detail) == ("robots_denied", "robots.txt line 3: Disallow: /closed")
    assert (allowed.outcome, allowed.permission.state, allowed.permission.line) == ("ok", "read", "")


def permissions(server: Hostile, hosts: int, rounds: int) -> tuple[Counter[tuple[str, bool]], HostThrottle]:
    """The permissions for an open and a closed page of each host, in so many rounds; and the throttle."""

    async def ask() -> tuple[Counter[tuple[str, bool]], HostThrottle]:
        policy = quick(server.address)
        client, hold = Client(policy), HostThrottle(policy)
        cache, found = RobotsCache(client, policy, hold), Counter[tuple[str, bool]]()
        for number in [number for _ in range(rounds) for number in range(hosts)]:
            for path in ("/open", "/closed"):
                permission = await cache.permission(parse_url(f"http://h{number}.localhost:{server.port}{path}"))
                found[path, permission.allowed] += 1
        await cache.aclose()
        await client.aclose()
        return found, hold

    return asyncio.run(ask())


def test_what_is_dropped_is_read_again(monkeypatch) -> None:
    monkeypatch.setattr(robots_cache, "_MAX_CACHED_BYTES", 1_000)
    monkeypatch.setattr(robots_cache, "_MAX_PARSED_BYTES", 5_000)

    async def rules(call: Call) -> None:
        await call.answer(f"# {call.header('host')}\nUser-agent: *\nDisallow: /closed\nCrawl-delay: 0.01".encode())

    with Hostile({"/robots.txt": rules}) as server:
        found, _ = permissions(server, 30, 2)
        assert server.hits["/robots.txt"] > 30  # those used last were not requested again within a round
    assert found == {("/open", True): 60, ("/closed", False): 60}


def test_a_crawl_delay_outlives_the_throttle_of_its_host(monkeypatch) -> None:
    monkeypatch.setattr(throttle, "_MAX_HOSTS", 3)
    rules = b"User-agent: *\nCrawl-delay: 0.02\nDisallow: /closed"
    with Hostile({"/robots.txt": page(rules)}) as server:
        _, hold = permissions(server, 20, 2)
        assert hold.pause_of(f"h19.localhost:{server.port}") == 0.02
        time.sleep(0.1)  # a host is forgotten when its pause is over and another comes
        hold.block("another.localhost", 0)
        assert hold.pause_of(f"h0.localhost:{server.port}") == 0.0  # until its next page
        assert server.hits["/robots.txt"] == 20


@pytest.mark.slow
def test_robots_files_of_half_a_megabyte_of_many_hosts(tmp_path: Path) -> None:
    async def rules(call: Call) -> None:
        await call.answer(large(f"# {call.header('host')}\nUser-agent: *\nDisallow: /closed"))

    with Hostile({"/robots.txt": rules, "*": page()}) as server:
        urls = [f"http://h{number}.localhost:{server.port}/{path}" for number in range(150) for path in ("a", "closed")]
        allowed = [f"--allow-address={server.address}"]
        done = run_measured("fetch", *urls, *allowed, "--pace", "0", cwd=tmp_path, timeout=300)
    assert done.code == 1
    assert done.peak_mb < 300
    outcomes = Counter(line.split()[0] for line in done.errors.splitlines())
    assert outcomes.total() == len(urls)
    assert outcomes.keys() <= {"ok", "robots_denied", "timeout_total"}  # the last on a slow machine
    assert "Traceback" not in done.errors
