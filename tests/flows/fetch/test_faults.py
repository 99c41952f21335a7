"""Whatever a server does, the page gets a named outcome in time, and nobody else is harmed."""

from __future__ import annotations

import ipaddress
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import BROKEN, CONTENT, FAULTS, GOOD, PRIVATE, REDIRECTS, SIZE, TIME
from hostile import PAGE, Hostile, redirect
from visits import quick, visit_all, visit_one

from flows.fetch import guard
from flows.fetch.visit import Visit
from flows.http.errors import FetchError

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Hostile({f"/{name}": handler for name, (handler, _) in FAULTS.items()}) as running:
        yield running


@pytest.fixture(scope="module")
def visits(server: Hostile) -> dict[str, Visit]:
    """Every fault of a group at once, in one client: they must not disturb each other."""
    found: dict[str, Visit] = {}
    silent = {name for name, (_, outcomes) in TIME.items() if outcomes == "timeout_read"}
    rest = BROKEN | GOOD | CONTENT | REDIRECTS
    for group, limits in (
        (TIME.keys() - silent, {"page_timeout": 2.0}),
        (silent, {"read_timeout": 0.7}),
        (SIZE.keys(), {"max_concurrent": 6}),
        (rest.keys(), {"max_concurrent": 16}),
    ):
        names = sorted(group)
        policy = quick(server.address, **{"max_concurrent": 100, **limits})
        visits = visit_all([server.url(f"/{name}") for name in names], policy)
        found |= dict(zip(names, visits, strict=True))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_fault_has_its_outcome(name: str, visits: dict[str, Visit]) -> None:
    visit = visits[name]
    assert visit.outcome in FAULTS[name][1].split(), visit.detail
    assert visit.seconds < 30
    assert visit.succeeded or (visit.detail and visit.advice)


def test_good_answers_are_read_whole(visits: dict[str, Visit]) -> None:
    whole = [name for name, visit in visits.items() if visit.final_exchange and visit.final_exchange.body == PAGE]
    assert {"plain", "until-close", "chunked", "gzip", "gzip-members", "deflate", "br", "zstd", "hop-9"} <= set(whole)
    assert visits["longer-than-said"].final_exchange.body == PAGE


def test_a_body_that_ends_by_close_is_marked(visits: dict[str, Visit]) -> None:
    verified = {
        name: visits[name].final_exchange.length_verified for name in ("until-close", "http-1.0", "plain", "chunked")
    }
    assert verified == {"until-close": False, "http-1.0": False, "plain": True, "chunked": True}


def test_half_a_body_is_never_returned(visits: dict[str, Visit]) -> None:
    for name in ("short-body", "stall-in-body", "no-last-chunk", "gzip-cut", "endless-body"):
        assert visits[name].final_exchange is None or not visits[name].final_exchange.body


@pytest.mark.parametrize("place", ["first", "after a redirect"])
def test_private_addresses_are_never_connected_to(place: str, canary) -> None:
    urls = [url.format(canary.port) for url in PRIVATE]
    if place == "first":
        urls = [url for url in urls if url.startswith("http")]
        visits = visit_all(urls, quick())
    else:
        with Hostile({f"/{n}": redirect(_header(url)) for n, url in enumerate(urls)}) as server:
            visits = visit_all([server.url(f"/{n}") for n in range(len(urls))], quick(server.address))
    said = {url: visit.outcome for url, visit in zip(urls, visits, strict=True)}
    assert said == dict.fromkeys(urls, "blocked_address")
    assert canary.connections == 0


def _header(url: str) -> str:
    return url.encode("utf-8").decode("latin-1")


def test_a_name_is_judged_by_all_its_addresses(monkeypatch, canary) -> None:
    """One private address among public ones is enough; the name server is asked once."""
    asked = []

    def resolve(host: str, port: int, flags: int) -> list[ipaddress.IPv4Address]:
        if flags:
            raise OSError
        asked.append(host)
        return [ipaddress.IPv4Address("93.184.215.14"), ipaddress.IPv4Address("127.0.0.1")]

    monkeypatch.setattr(guard, "_resolve", resolve)
    assert visit_one(f"http://rebinding.example:{canary.port}/", quick()).outcome == "blocked_address"
    assert asked == ["rebinding.example"]
    assert canary.connections == 0


def test_only_the_admitted_port_is_open(canary) -> None:
    with Hostile({"/": redirect(f"http://127.0.0.1:{canary.port}/")}) as server:
        assert visit_one(server.url("/"), quick(server.address)).outcome == "blocked_address"
        assert visit_one(server.url("/"), quick(f"127.0.0.1:{canary.port}")).outcome == "blocked_address"
    assert (server.connections, canary.connections) == (1, 0)


def test_environment_proxies_are_not_trusted(monkeypatch, canary) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
    with Hostile({"/": FAULTS["plain"][0]}) as server:
        assert visit_one(server.url("/"), quick(server.address)).outcome == "ok"
    assert canary.connections == 0


def test_every_outcome_is_in_the_tree_of_errors() -> None:
    def below(kind: type[FetchError]) -> set[str]:
        return {kind.outcome}.union(*map(below, kind.__subclasses__()))

    expected = {name for _, outcomes in FAULTS.values() for name in outcomes.split()}
    assert expected - {"ok"} <= below(FetchError)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_memory_stays_small_over_all_faults(server: Hostile) -> None:
    """All of them at once, with the caps a real run has, in a process of its own."""
    script = rf"""
import re, sys
sys.path.insert(0, {str(HERE)!r})
from visits import quick, visit_all
names = {list(FAULTS)!r}
policy = quick({server.address!r}, page_timeout=8.0, read_timeout=2.0)
visits = visit_all([{server.url("/")!r} + name for name in names], policy)
peak = re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]
print(len(visits), int(peak) // 1024)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    count, megabytes = map(int, run.stdout.split())
    print(f"{count} faults, peak resident memory {megabytes} MB")
    assert count == len(FAULTS) >= 80
    assert megabytes <= 300
