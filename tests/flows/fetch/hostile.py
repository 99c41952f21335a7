"""A hostile web server on loopback, written on bare sockets so that it can break every rule of HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Self

PAGE = b"<!doctype html><title>A page</title><p>" + b"Words of an ordinary page. " * 20

Handler = Callable[["Call"], Awaitable[None]]


class Call:
    """One request: its path and head, and the means to answer it in any way."""

    def __init__(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server: Hostile
    ) -> None:
        self.head, self.reader, self.writer, self.server = head, reader, writer, server
        words = head.split(b" ", 2)
        self.path = words[1].decode("latin-1") if len(words) > 1 else ""

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, body: bytes = PAGE, status: str = "200 OK", **headers: str) -> None:
        """A correct answer; keyword headers have underscores for hyphens."""
        lines = {"Content-Type": "text/html", "Content-Length": str(len(body))}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
        await self.send(f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body)

    def header(self, name: str) -> str:
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return ""


class Hostile:
    """A server in a thread of its own. ``routes`` maps paths to handlers; without one it answers 404."""

    def __init__(self, routes: dict[str, Handler], tls: ssl.SSLContext | None = None) -> None:
        self.routes, self.tls = routes, tls
        self.before_request: Handler | None = None
        self.requests: list[Call] = []
        self.hits: Counter[str] = Counter()
        self.connections = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/", scheme: str = "http") -> str:
        return f"{scheme}://{self.address}{path}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._started.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._started.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _listen(self) -> None:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        self.port = server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        ended = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError)
        with contextlib.suppress(*ended):
            if self.before_request is not None:
                await self.before_request(Call(b"", reader, writer, self))
                return
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                call = Call(head, reader, writer, self)
                self.requests.append(call)
                self.hits[call.path] += 1
                handler = self.routes.get(call.path) or self.routes.get("*")
                if handler is None:
                    await call.answer(b"", "404 Not Found")
                    continue
                await handler(call)
                if writer.is_closing():
                    break
        with contextlib.suppress(OSError):
            writer.close()


def raw(data: bytes, close: bool = True) -> Handler:
    """Send these bytes, whatever they are, and hang up (or keep quiet for ever)."""

    async def handle(call: Call) -> None:
        await call.send(data)
        if close:
            call.writer.close()
        else:
            await asyncio.sleep(3600)

    return handle


def endless(start: bytes, again: bytes, every: float = 0.0) -> Handler:
    """Send a beginning, then the same bytes for ever."""

    async def handle(call: Call) -> None:
        await call.send(start)
        while True:
            await call.send(again)
            if every:
                await asyncio.sleep(every)

    return handle


def page(body: bytes = PAGE, status: str = "200 OK", **headers: str) -> Handler:
    async def handle(call: Call) -> None:
        await call.answer(body, status, **headers)

    return handle


def coded(body: bytes, coding: str) -> Handler:
    return page(body, Content_Encoding=coding)


def redirect(location: str, status: str = "302 Found") -> Handler:
    return page(b"", status, Location=location)


def in_turn(*handlers: Handler) -> Handler:
    """Answer the first request by the first handler and so on; the last one stays."""
    left = list(handlers)

    async def handle(call: Call) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(call)

    return handle
