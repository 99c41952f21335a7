"""A headless Chromium, driven over its own protocol: enough to look at a page, click, type and take a picture."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
    "--disable-dev-shm-usage", "--remote-debugging-port=0", "--lang=en",
)  # fmt: skip
_WIDTH = 1280
# What a person sees: text of elements that are shown, the values of fields beside it.
_FIELDS = "[...document.querySelectorAll('input, textarea')].map(field => field.value)"
_SEEN = f"[document.body.innerText, ...{_FIELDS}].join('\\n')"


class Page:
    """The one tab of a browser."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._number = socket, 0

    def resize(self, width: int, height: int) -> None:
        """Give the window a size."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._ask("Emulation.setDeviceMetricsOverride", **size)

    def open(self, address: str) -> None:
        self._ask("Page.navigate", url=address)

    def text(self) -> str:
        """What a person can read on the page."""
        return str(self.run(_SEEN) or "")

    def wait_for(self, *words: str, seconds: float = 300) -> str:
        """The text of the page as soon as it holds all of these words."""
        deadline = time.monotonic() + seconds
        while True:
            text = self.text()
            missing = [word for word in words if word not in text]
            if not missing:
                return text
            assert time.monotonic() < deadline, f"{missing} did not come up; the page shows:\n{text}"
            time.sleep(0.2)

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression; None while the page is being loaded."""
        answer = self._ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return answer.get("result", {}).get("value")

    def click(self, text: str, kind: str = "button, a, [role=tab]", seconds: float = 300) -> None:
        """Click what bears this text, as soon as it is there: a button, a link or a tab, unless told otherwise."""
        found = f"""[...document.querySelectorAll({json.dumps(kind)})].reverse()
            .find(e => e.offsetParent && !e.disabled && e.textContent.trim().startsWith({json.dumps(text)}))"""
        scroll = "scrollIntoView({block: 'center', behavior: 'instant'})"
        show = f"(() => {{ const e = {found}; if (e) e.{scroll}; return !!e }})()"
        self._until(show, f"no {text!r}", seconds)
        time.sleep(0.3)  # what moved comes to rest
        middle = "[b.x + b.width / 2, b.y + b.height / 2]"
        box = f"(() => {{ const b = {found}.getBoundingClientRect(); return {middle} }})()"
        x, y = self._until(box, f"{text!r} has gone", seconds)
        for step in ("mouseMoved", "mousePressed", "mouseReleased"):
            self._ask("Input.dispatchMouseEvent", type=step, x=x, y=y, button="left", clickCount=1)

    def type(self, selector: str, text: str, seconds: float = 300) -> None:
        """Put the cursor into a field, as soon as it is there, and type instead of what it holds."""
        focus = f"""(() => {{ const e = document.querySelector({json.dumps(selector)});
            if (e) {{ e.focus(); if (e.select) e.select() }} return !!e }})()"""
        self._until(focus, f"no {selector}", seconds)
        self._ask("Input.insertText", text=text)

    def field(self, label: str, seconds: float = 300) -> str:
        """What finds the field under this label."""
        name = f"""([...document.querySelectorAll('label')]
            .find(e => e.textContent.trim().startsWith({json.dumps(label)})) || {{}}).htmlFor"""
        return f"[id={json.dumps(self._until(name, f'no field {label!r}', seconds))}]"

    def picture(self, path: Path, height: int = 900, width: int = _WIDTH) -> None:
        """Write what is shown in this size, as PNG, once nothing is being loaded any more."""
        self._until("!document.querySelector('.animate-pulse')", "the page is not done", 60)
        time.sleep(2)  # what moves comes to rest
        clip = {"x": 0, "y": self.run("scrollY"), "width": width, "height": height, "scale": 1}
        path.write_bytes(base64.b64decode(self._ask("Page.captureScreenshot", format="png", clip=clip)["data"]))

    def _until(self, script: str, otherwise: str, seconds: float) -> Any:
        deadline = time.monotonic() + seconds
        while not (value := self.run(script)):
            assert time.monotonic() < deadline, f"{otherwise}; the page shows:\n{self.text()}"
            time.sleep(0.2)
        return value

    def _ask(self, method: str, **values: Any) -> dict[str, Any]:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": values}))
        while True:
            answer = json.loads(self._socket.recv(timeout=300))
            if answer.get("id") == self._number:
                return dict(answer.get("result", {}))


@contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """A browser with an empty profile in this folder."""
    assert CHROMIUM
    command = [CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        with connect(_tab(profile, process), max_size=None, proxy=None) as socket:
            page = Page(socket)
            page.resize(_WIDTH, 900)
            yield page
    finally:
        process.terminate()
        process.wait(20)


def _tab(profile: Path, process: subprocess.Popen[bytes]) -> str:
    """The address at which the browser takes orders for its first tab."""
    import urllib.request

    told = profile / "DevToolsActivePort"
    deadline = time.monotonic() + 60
    while not told.exists() or not told.read_text().strip():
        assert process.poll() is None, f"the browser ended with {process.returncode}"
        assert time.monotonic() < deadline, "the browser does not start"
        time.sleep(0.1)
    port = told.read_text().split()[0]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        with opener.open(f"http://127.0.0.1:{port}/json/list", timeout=30) as answer:
            tabs = [tab for tab in json.load(answer) if tab["type"] == "page"]
        if tabs:
            return str(tabs[0]["webSocketDebuggerUrl"])
        time.sleep(0.1)


@contextmanager
def noting_server() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on loopback, and the list of what it has been asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *values: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", paths
    finally:
        server.shutdown()
        server.server_close()
