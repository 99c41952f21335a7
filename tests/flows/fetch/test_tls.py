"""A certificate that does not hold is final; HTTP/2 is spoken where it is offered."""

from __future__ import annotations

from pathlib import Path

import pytest
from certificates import certificate
from hostile import PAGE, Call, Handler, Hostile, page, raw
from visits import quick, visit_one


def test_a_trusted_certificate(tmp_path: Path) -> None:
    file, context = certificate(tmp_path, "127.0.0.1")
    with Hostile({"*": page()}, context) as server:
        visit = visit_one(server.url("/", "https"), quick(server.address, ca_file=str(file)))
    assert visit.outcome == "ok"
    assert visit.final_exchange.body == PAGE


@pytest.mark.parametrize("fault", ["self-signed", "wrong-host", "expired"])
def test_a_certificate_that_does_not_hold(tmp_path: Path, fault: str) -> None:
    name = "example.org" if fault == "wrong-host" else "127.0.0.1"
    file, context = certificate(tmp_path, name, days=-1 if fault == "expired" else 30)
    trusted = None if fault == "self-signed" else str(file)
    with Hostile({"*": page()}, context) as server:
        visit = visit_one(server.url("/", "https"), quick(server.address, ca_file=trusted, max_tries=3))
    assert visit.outcome == "tls_error"
    assert visit.tries == 1  # never again, and never without verification
    assert not server.requests


@pytest.mark.parametrize("reply", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x15\x03\x01\x00\x02\x02\x28"])
def test_a_server_that_does_not_speak_tls(reply: bytes) -> None:
    with Hostile({}) as server:
        server.before_request = raw(reply)
        visit = visit_one(server.url("/", "https"), quick(server.address, obey_robots=False))
    assert visit.outcome in ("tls_error", "timeout_total")


def test_a_handshake_that_hangs() -> None:
    with Hostile({}) as server:
        server.before_request = raw(b"", close=False)
        visit = visit_one(
            server.url("/", "https"), quick(server.address, obey_robots=False, max_tries=3, connect_timeout=1.0)
        )
    assert visit.outcome in ("tls_error", "timeout_total")
    assert visit.seconds < 10


def http2() -> Handler:
    """Speak HTTP/2 by the h2 library on a connection whose preface was read as a head."""
    h2_connection = pytest.importorskip("h2.connection")
    h2_config = pytest.importorskip("h2.config")
    h2_events = pytest.importorskip("h2.events")

    async def handle(call: Call) -> None:
        connection = h2_connection.H2Connection(h2_config.H2Configuration(client_side=False))
        connection.initiate_connection()
        connection.receive_data(b"PRI * HTTP/2.0\r\n\r\n")
        await call.send(connection.data_to_send())
        while True:
            data = await call.reader.read(65536)
            if not data:
                return
            for event in connection.receive_data(data):
                if isinstance(event, h2_events.RequestReceived):
                    headers = [(":status", "200"), ("content-type", "text/html")]
                    connection.send_headers(event.stream_id, headers)
                    connection.send_data(event.stream_id, PAGE, end_stream=True)
            await call.send(connection.data_to_send())

    return handle


def test_http2_where_it_is_offered(tmp_path: Path) -> None:
    file, context = certificate(tmp_path, "127.0.0.1")
    context.set_alpn_protocols(["h2", "http/1.1"])
    with Hostile({"*": http2()}, context) as server:
        visit = visit_one(server.url("/", "https"), quick(server.address, ca_file=str(file), obey_robots=False))
    assert visit.outcome == "ok", visit.detail
    assert visit.final_exchange.http_version == "HTTP/2"
    assert visit.final_exchange.length_verified
    assert visit.final_exchange.body == PAGE
