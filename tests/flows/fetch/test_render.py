"""Pages whose text a script puts there: shown in Chromium where it is installed, never around the guard."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from archives import pages_of
from hostile import Handler, Hostile, page
from visits import quick

from flows.fetch import render
from flows.fetch.session import FetchPlan, fetch_all
from flows.fetch.visit import Target
from flows.store.fetched import open_fetched

pytest.importorskip("playwright.async_api")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")]

SHELL = b"""<!doctype html><html><body><div id="root"></div><script src="/app.js"></script></body></html>"""
APP = """
const tries = ["http://127.0.0.1:{port}/x", "http://localhost:{port}/y", "http://169.254.169.254/z"];
for (const url of tries) {{
  fetch(url, {{mode: "no-cors"}}).catch(() => 0);
  new Image().src = url;
  const frame = document.createElement("iframe"); frame.src = url; document.body.append(frame);
  navigator.sendBeacon(url, "secret");
}}
try {{ new WebSocket("ws://127.0.0.1:{port}/socket"); }} catch (e) {{}}
try {{ const peer = new RTCPeerConnection({{iceServers: [{{urls: "stun:127.0.0.1:{port}?transport=tcp"}}]}});
      peer.createDataChannel("x");
      peer.createOffer().then(offer => peer.setLocalDescription(offer)); }} catch (e) {{}}
fetch("/data").then(answer => answer.text()).then(text => {{
  document.getElementById("root").innerHTML = "<h1>Shown</h1><p>" + text.repeat(30) + "</p>";
}});
"""


def test_a_shell_is_shown_and_the_guard_holds(tmp_path: Path, canary) -> None:
    routes: dict[str, Handler] = {
        "/": page(SHELL),
        "/app.js": page(APP.format(port=canary.port).encode(), Content_Type="text/javascript"),
        "/data": page(b"Words from the server. ", Content_Type="text/plain"),
    }
    with Hostile(routes) as server:
        policy = quick(server.address, page_timeout=40.0)
        plain = fetch_all(tmp_path / "plain", FetchPlan([Target(server.url("/"))], policy))
        shown = fetch_all(tmp_path / "shown", FetchPlan([Target(server.url("/"))], policy, render=True))
        assert server.hits["/"] == 2  # once a run: the browser is given what was fetched
    assert (dict(plain), dict(shown)) == ({"needs_rendering": 1}, {"ok": 1})
    (file,) = (tmp_path / "shown").glob("*/*.warc.gz")
    (found,) = pages_of(file)
    assert b"<h1>Shown</h1>" in found.body
    assert b"Words from the server." in found.body
    with open_fetched(tmp_path / "shown") as fetched:
        assert fetched.find(server.url("/"))["outcome"] == "ok"
    assert canary.connections == 0


def test_a_page_rendered_to_the_same_is_not_archived_twice(tmp_path: Path) -> None:
    script = b"document.getElementById('root').textContent = 'Words of an ordinary page. '.repeat(20)"
    with Hostile({"/": page(SHELL), "/app.js": page(script, Content_Type="text/javascript")}) as server:
        plan = FetchPlan([Target(server.url("/"))], quick(server.address, page_timeout=40.0), render=True)
        assert dict(fetch_all(tmp_path, plan)) == {"ok": 1}
        assert dict(fetch_all(tmp_path, plan)) == {"unchanged": 1}
    assert len([found for file in tmp_path.glob("*/*.warc.gz") for found in pages_of(file)]) == 1


def test_scripts_without_end_are_given_up(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(render, "_QUIET", 2_000)
    monkeypatch.setattr(render, "_BUSY", 1.0)
    spin = SHELL.replace(b'<script src="/app.js">', b"<script>for (;;) {}")
    with Hostile({"/": page(spin)}) as server:
        plan = FetchPlan([Target(server.url("/"))], quick(server.address, page_timeout=40.0), render=True)
        assert dict(fetch_all(tmp_path, plan)) == {"needs_rendering": 1}
