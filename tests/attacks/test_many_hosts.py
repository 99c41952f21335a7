"""A fetch of any number of hosts: connections are closed when there are too many, and never while they are used."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "flows" / "fetch"))
from hostile import PAGE, Call, Handler, Hostile, page, raw
from visits import quick, visit_all

from flows.fetch.session import FetchPlan, fetch_all
from flows.fetch.visit import Target


def late(seconds: float) -> Handler:
    async def handle(call: Call) -> None:
        await asyncio.sleep(seconds)
        await call.answer()

    return handle


def hosts(server: Hostile, count: int) -> list[str]:
    """Names of this machine: each is a host of its own, none is looked up."""
    return [f"http://h{number}.localhost:{server.port}" for number in range(count)]


@pytest.mark.slow
@pytest.mark.parametrize(("count", "pace", "latency"), [(90, 0, 0), (100, 0, 0), (100, 0.05, 0.02), (400, 0, 0.02)])
def test_every_host_is_fetched(count: int, pace: float, latency: float) -> None:
    with Hostile({"/robots.txt": page(b"", "404 Not Found"), "*": late(latency)}) as server:
        visits = visit_all([f"{host}/p" for host in hosts(server, count)], quick(server.address, pace=pace))
    assert Counter(visit.outcome for visit in visits) == {"ok": count}, [v.detail for v in visits if v.error][:3]


@pytest.mark.slow
def test_two_thousand_hosts_at_once() -> None:
    test_every_host_is_fetched(2000, 0, 0)


@pytest.mark.slow
def test_two_thousand_hosts_are_fetched_with_pauses_and_recorded(tmp_path: Path) -> None:
    with Hostile({"/robots.txt": page(b"", "404 Not Found"), "*": late(0.05)}) as server:
        targets = [Target(f"{host}/p") for host in hosts(server, 2000)]
        assert fetch_all(tmp_path, FetchPlan(targets, quick(server.address, pace=1.0))) == {"ok": 2000}


@pytest.mark.slow
def test_pools_change_hands_at_every_request() -> None:
    """Room for the connections of six origins, forty in use by turns, some of which break off."""

    async def some_break_off(call: Call) -> None:
        await asyncio.sleep(len(call.path) % 3 * 0.01)
        await (raw(b"") if call.path.endswith("7") else page())(call)

    with Hostile({"*": some_break_off}) as server:
        urls = [f"{host}/{number}" for number in range(4, 9) for host in hosts(server, 40)]
        visits = visit_all(urls, quick(server.address, max_concurrent=3, obey_robots=False))
    assert Counter(visit.outcome for visit in visits) == {"ok": 160, "protocol_error": 40}


@pytest.mark.slow
def test_a_pool_is_not_closed_while_an_answer_is_read() -> None:
    """One host sends its page piece by piece, while the connections of two hundred others come and go."""

    async def piece_by_piece(call: Call) -> None:
        await call.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(PAGE))
        for start in range(0, len(PAGE), 20):
            await call.send(PAGE[start : start + 20])
            await asyncio.sleep(0.03)

    with Hostile({"/slow": piece_by_piece, "*": page()}) as server:
        urls = [f"{host}/p" for host in hosts(server, 200)]
        policy = quick(server.address, max_concurrent=3, obey_robots=False)
        first, *others = visit_all([server.url("/slow"), *urls], policy)
    assert first.final_exchange is not None
    assert first.final_exchange.body == PAGE
    assert {visit.outcome for visit in others} == {"ok"}
