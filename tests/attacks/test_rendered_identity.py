"""Whatever a script makes of its address, the page is stored as the one that was asked for, or fails by name."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "flows" / "fetch"))
from archives import pages_of
from hostile import Handler, Hostile, page, redirect
from visits import quick

from flows.fetch.session import FetchPlan, fetch_all
from flows.fetch.visit import Target
from flows.store.fetched import open_fetched

pytest.importorskip("playwright.async_api")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")]

FILL = "document.getElementById('root').textContent = 'Words of the hostile page. '.repeat(30);"
VICTIM = b"<!doctype html><title>Victim</title><p>" + b"Words of another page. " * 30
ATTACKS = {  # a script, the outcome, words of what is stored
    "push": (FILL + "history.pushState({}, '', '/victim')", "ok", b"hostile page"),
    "replace": (FILL + "history.replaceState({}, '', '/victim')", "ok", b"hostile page"),
    "hash": (FILL + "location.hash = 'x'", "ok", b"hostile page"),
    "long": (FILL + "history.pushState({}, '', '/' + 'v'.repeat(100000))", "ok", b"hostile page"),
    "go": ("location = '/victim'", "ok", b"another page"),
    "go-by-redirect": ("location = '/moved'", "ok", b"another page"),
    "base": (
        FILL + "document.head.innerHTML = '<base href=/victim><link rel=canonical href=/victim>'",
        "ok",
        b"hostile",
    ),
    "go-private": ("location = 'http://127.0.0.1:9/'", "needs_rendering", b"<script>location ="),
    "go-nowhere": ("location = 'http://xn--a/'", "needs_rendering", b"<script>location ="),
    "go-to-error": ("location = '/gone'", "needs_rendering", b"<script>location ="),
    "go-blank": ("location = 'about:blank'", "needs_rendering", b"<script>location ="),
    "go-blob": (
        "location = URL.createObjectURL(new Blob(['<p>x'], {type: 'text/html'}))",
        "needs_rendering",
        b"<script>location =",
    ),
}


def shell(script: str) -> bytes:
    return b'<!doctype html><html><head></head><body><div id="root"></div><script>%s</script></body></html>' % (
        script.encode()
    )


def bodies_of(root: Path, url: str) -> list[bytes]:
    return [found.body for file in root.glob("*/*.warc.gz") for found in pages_of(file) if found.url == url]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Hostile, dict[str, int]]:
    """The victim and all hostile pages of one host, fetched in one run."""
    root = tmp_path_factory.mktemp("rendered")
    routes: dict[str, Handler] = {f"/{name}": page(shell(script)) for name, (script, _, _) in ATTACKS.items()}
    routes |= {"/victim": page(VICTIM), "/moved": redirect("/victim"), "/asked": redirect("/pushed")}
    routes["/pushed"] = routes["/push"]
    with Hostile(routes) as server:
        targets = [Target(server.url(path)) for path in ("/victim", "/asked", *(f"/{name}" for name in ATTACKS))]
        outcomes = fetch_all(root, FetchPlan(targets, quick(server.address, page_timeout=40.0), render=True))
    return root, server, dict(outcomes)


@pytest.mark.parametrize("name", ATTACKS)
def test_a_page_is_stored_as_itself_or_not_at_all(store: tuple[Path, Hostile, dict[str, int]], name: str) -> None:
    root, server, _ = store
    _, outcome, words = ATTACKS[name]
    with open_fetched(root) as fetched:
        row = fetched.find(server.url(f"/{name}"))
    assert (row["outcome"], row["final_url"]) == (outcome, server.url(f"/{name}"))
    (body,) = bodies_of(root, server.url(f"/{name}"))  # of a page that failed: what the server sent
    assert words in body
    changed = name in ("push", "replace", "long", "go", "go-by-redirect")
    assert row["detail"].startswith("a script changed the address to http") == changed
    assert len(row["detail"]) < 700


def test_the_victim_is_what_its_server_sent(store: tuple[Path, Hostile, dict[str, int]]) -> None:
    root, server, _ = store
    assert bodies_of(root, server.url("/victim")) == [VICTIM]


def test_a_redirect_that_the_guard_saw_counts(store: tuple[Path, Hostile, dict[str, int]]) -> None:
    root, server, _ = store
    with open_fetched(root) as fetched:
        row = fetched.find(server.url("/asked"))
    assert (row["outcome"], row["final_url"]) == ("ok", server.url("/pushed"))
    assert json.loads(row["robots"])["origin"] == server.url("")
