"""`winnow serve`: run the flows that winnow.toml schedules."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from ..errors import WinnowError
from ..orchestration.environment import home, prepare, server_address, unreachable_server
from ..orchestration.server import ServerAddress, password
from ..settings import Schedule, Settings, load_settings
from ..store.clean import open_store
from .terminal import note
from .ui import running_ui


def serve(*, port: int = 4200, clean: Path | None = None) -> int:
    """Run what winnow.toml schedules, one run at a time, until Ctrl-C.

    Runs can also be started by hand on Prefect's pages. If no Prefect server is
    there, one is started as by `winnow ui`. Runs that were missed while this command
    was not running are caught up by one run. In winnow.toml:

        [[schedule]]
        flow = "scrape"          # or clean-pages, reclean, verify
        cron = "0 3 * * *"       # or every = 3600, in seconds
        timezone = "Europe/Berlin"
        parameters = { feeds = ["https://example.org/feed.xml"] }

    For example:

        winnow serve

    Parameters
    ----------
    port
        The port for Prefect's server, if one has to be started.
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    """
    settings = load_settings(clean=clean)
    open_store(settings.clean)
    prepare(settings.clean, quiet=False)
    if address := unreachable_server():
        raise WinnowError(f"the Prefect server at {address} does not answer; start it, or unset PREFECT_API_URL")
    with ExitStack() as stack:
        if not server_address():
            _start_server(stack, settings, port)
        from ..orchestration.schedule import project_name, serve_flows  # here: it imports Prefect

        note(f"serving as {project_name()}: {_in_words(settings.schedule)}; Ctrl-C ends it")
        serve_flows(settings.schedule)
    return 0


def _start_server(stack: ExitStack, settings: Settings, port: int) -> None:
    address = ServerAddress(port=port)
    stack.enter_context(running_ui(settings, address))
    os.environ.update(PREFECT_API_URL=address.api, PREFECT_API_AUTH_STRING=password(home(settings.clean)))


def _in_words(schedules: list[Schedule]) -> str:
    """The schedules in a few words."""
    if not schedules:
        return "winnow.toml schedules nothing, runs are started by hand only"
    return "; ".join(
        f"{item.flow} at {item.cron} {item.timezone}" if item.cron else f"{item.flow} every {item.every:g} seconds"
        for item in schedules
    )
