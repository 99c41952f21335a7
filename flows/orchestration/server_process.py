"""Prefect's server as `winnow ui` starts it: it can prove to a command that it is the one of the store.

Run as ``python -m flows.orchestration.server_process``, configured by Prefect's environment variables.
"""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from .environment import PROOF_PATH, proof

KEY_VARIABLE = "WINNOW_SERVER_KEY"  # the key by which the server proves itself
App = Callable[[Any, Any, Any], Awaitable[None]]


def main() -> None:
    """Do what `prefect server start` does, with the proof."""
    from prefect.server.api import server

    create_app, key, address = server.create_app, os.environ[KEY_VARIABLE], os.environ["PREFECT_API_URL"]
    server.create_app = lambda **options: with_proof(create_app(**options), key, address)  # type: ignore[assignment]
    sys.argv = ["prefect", "server", "start"]
    runpy.run_module("prefect", run_name="__main__")


def with_proof(app: App, key: str, address: str) -> App:
    """The same server, which also answers the challenge of `environment.is_proven`."""

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == PROOF_PATH:
            answer = proof(key, address, scope["query_string"].decode("latin-1"))
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": answer.encode()})
        else:
            await app(scope, receive, send)

    return serve


if __name__ == "__main__":
    main()
