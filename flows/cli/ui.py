"""`winnow ui`: Prefect's pages, on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Annotated

from cyclopts import Parameter

from ..orchestration.environment import home, prepare, running_server
from ..orchestration.server import ServerAddress, password, server
from ..settings import Settings, load_settings
from ..store.clean import open_store
from .terminal import note


def ui(
    *, port: int = 4200, host: str = "127.0.0.1", public: Annotated[str, Parameter(show_default=False)] = "",
    clean: Path | None = None,
) -> int:  # fmt: skip
    """Show runs in a browser: start Prefect's server and stay until Ctrl-C.

    Runs of the same clean folder find the server by themselves. It listens on this
    machine only, needs a password, accepts calls from its own pages only, and sends
    no telemetry. Nothing depends on it: pages and ledger are the same without it.

    For example:

        winnow ui
        winnow ui --port 4300

    Parameters
    ----------
    port
        The port to listen on.
    host
        The address to listen on. If others can reach it, put a proxy with TLS in front.
    public
        The address that browsers use, if it is another one (https://winnow.example.org).
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    """
    settings = load_settings(clean=clean)
    open_store(settings.clean)
    prepare(settings.clean, quiet=True)
    if running := running_server(home(settings.clean)):
        note(f"the server of this store runs already, at {running[0].removesuffix('/api')}")
        return 0
    with running_ui(settings, ServerAddress(host, port, public)) as process:
        return 1 if process.wait() else 0


@contextmanager
def running_ui(settings: Settings, address: ServerAddress) -> Iterator[Popen[bytes]]:
    """Run the server of a store for the block; print its address, its password, and how to show other runs there."""
    note("Prefect's server is starting; the first time this takes half a minute")
    folder = home(settings.clean)
    with server(folder, address, settings.keep_days) as process:
        print(
            f"Open      {address.origin}\n"
            f"Password  {password(folder)}   (user and password in one)\n\n"
            f"Runs into {settings.clean} show there by themselves. For other runs:\n\n"
            f"  export PREFECT_API_URL={address.api}\n"
            f"  export PREFECT_API_AUTH_STRING={password(folder)}\n\n"
            "Ctrl-C ends the server; what it showed is kept.",
            flush=True,
        )
        yield process
