"""The queue of addresses: on the disk, in order, each address once, and hosts take turns."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from measured import run_measured

sys.path.insert(0, str(Path(__file__).parents[1] / "flows" / "fetch"))
from hostile import PAGE, Call, Hostile, page
from visits import quick

from flows.fetch import crawl
from flows.fetch.session import FetchPlan, FetchProgress, fetch_all
from flows.fetch.visit import Target, Visit
from flows.store.frontier import Frontier

MAPS, ENTRIES = 4, 50_000


def test_first_in_first_out_by_host() -> None:
    frontier = Frontier()
    for number in range(10):
        frontier.add(f"h{number % 2}", b"%d" % number)
    assert [frontier.take("h1") for _ in range(6)] == [b"1", b"3", b"5", b"7", b"9", None]
    assert frontier.queued == 5
    assert frontier.take("h0") == b"0"
    assert frontier.take("other") is None
    frontier.close()


def test_names_are_seen_once() -> None:
    frontier = Frontier()
    assert frontier.see("page http://e.org/")
    assert not frontier.see("page http://e.org/")
    assert frontier.see("half of a character \ud800")
    assert frontier.has_seen("page http://e.org/")
    assert not frontier.has_seen("feed http://e.org/")
    assert frontier.seen == 2
    frontier.close()


def test_hosts_wait_in_turn() -> None:
    frontier = Frontier()
    for host in ("b", "a", "b"):
        frontier.postpone(host)
    assert frontier.postponed == 2
    assert [frontier.next_postponed() for _ in range(3)] == ["b", "a", None]
    assert frontier.postponed == 0
    frontier.close()


@pytest.mark.slow
def test_a_queue_of_millions_is_not_in_memory() -> None:
    """The memory for 250,000 more targets of 300 bytes, which are 75 MB."""
    code = (
        "import resource; from flows.store.frontier import Frontier; f = Frontier()\n"
        "def add(n): f.see(str(n)); f.add('h', b'%300d' % n)\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "for n in range(100_000): add(n)\n"
        "before = peak()\n"
        "for n in range(100_000, 350_000): add(n)\n"
        "print(peak() - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=True)
    assert float(done.stdout) < 25


class Progress(FetchProgress):
    def __init__(self) -> None:
        self.urls: list[str] = []

    def visited(self, visit: Visit) -> None:
        assert visit.succeeded, visit.detail
        self.urls.append(visit.target.url)


def test_more_hosts_than_workers_are_fetched_in_turns(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(crawl, "_MAX_WORKERS", 3)
    monkeypatch.setattr(crawl, "_TURN", 2)
    with Hostile({"*": page()}) as server:
        hosts = [f"http://h{number}.localhost:{server.port}" for number in range(9)]
        targets = [Target(f"{host}/{number}") for host in hosts for number in range(7)]
        progress = Progress()
        plan = FetchPlan(targets, quick(server.address, obey_robots=False))
        assert fetch_all(tmp_path, plan, progress) == {"ok": 63}
    for host in hosts:
        assert sum(url.startswith(host + "/") for url in progress.urls) == 7
    last_first = max(next(i for i, url in enumerate(progress.urls) if url.startswith(host + "/")) for host in hosts)
    assert last_first < 40  # no host waits until all others are done


@pytest.mark.slow
def test_a_host_is_fetched_in_the_order_of_its_sitemaps(tmp_path: Path) -> None:
    def sitemap(kind: str, urls: list[str]) -> bytes:
        child = {"urlset": "url", "sitemapindex": "sitemap"}[kind]
        return f"<{kind}>{''.join(f'<{child}><loc>{url}</loc></{child}>' for url in urls)}</{kind}>".encode()

    routes = {f"/{n}.xml": page(sitemap("urlset", [f"/{n}-{k}" for k in range(40)] + ["/0-0"])) for n in range(3)}
    routes["/index.xml"] = page(sitemap("sitemapindex", [f"/{n}.xml" for n in range(3)]))
    routes["*"] = page()
    progress = Progress()
    with Hostile(routes) as server:
        policy = quick(server.address, obey_robots=False, workers_per_host=1)
        fetch_all(tmp_path, FetchPlan([Target(server.url("/index.xml"), "sitemap")], policy), progress)
        paths = [url.removeprefix(server.url("/")) for url in progress.urls]
    maps = ["index.xml", "0.xml", "1.xml", "2.xml"]
    assert paths == [*maps, *(f"{n}-{k}" for n in range(3) for k in range(40))]


@pytest.mark.slow
def test_an_index_of_large_sitemaps(tmp_path: Path) -> None:
    """Two hundred thousand addresses of 300 characters, read while pages are fetched; the signal comes in between."""
    served: list[float] = []

    async def serve(call: Call) -> None:
        number = call.path.removeprefix("/map")
        if call.path == call.path.removeprefix("/map"):
            await call.answer(PAGE, "200 OK" if "page" in call.path else "404 Not Found")
            return
        served.append(time.monotonic())
        urls = "".join(f"<url><loc>/page/{number}/{'x' * 280}/{n}</loc></url>" for n in range(ENTRIES))
        await call.answer(f"<urlset>{urls}</urlset>".encode(), Content_Type="application/xml")

    index = "".join(f"<sitemap><loc>/map{n}</loc></sitemap>" for n in range(MAPS))
    with Hostile({"*": serve, "/index": page(f"<sitemapindex>{index}</sitemapindex>".encode())}) as server:
        arguments = ("fetch", "--sitemap", server.url("/index"), "--pace", "0", "--allow-address", server.address)
        done = run_measured(
            *arguments, cwd=tmp_path, timeout=150,
            stop_when=lambda: len(served) >= MAPS and time.monotonic() > served[-1] + 15,
        )  # fmt: skip
    assert done.code == 143, done.errors[-2000:]
    assert done.seconds < 10
    assert done.peak_mb < 200
    assert "Traceback" not in done.errors
