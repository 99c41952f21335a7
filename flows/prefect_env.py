"""How Prefect is set before it is imported: quiet, at home in the store, and patient when it starts."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from pathlib import Path

from .store.clean import KEEPING

_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",  # the first start sets up a database
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_CLIENT_MAX_RETRIES": "2",  # a lost server is given up after seconds: pages do not depend on it
}
_LOCAL = "http://127.0.0.1:4200/api"


def prepare(clean: Path, *, quiet: bool) -> None:
    """Set what Prefect reads when it is imported; what the environment says already stays.

    Its files go into the clean store, unless there is a Prefect home already:
    so nothing depends on a home directory. ``quiet``: its log goes to the server
    only, not to the terminal.
    """
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    if quiet:
        for name in ("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "PREFECT_INTERNAL_LOGGING_LEVEL"):
            os.environ.setdefault(name, "CRITICAL")
    if "PREFECT_HOME" not in os.environ and not _own_home():
        os.environ["PREFECT_HOME"] = os.path.abspath(clean / KEEPING / "prefect")
    if not server_address() and _answers(_LOCAL):
        os.environ["PREFECT_API_URL"] = _LOCAL  # `prefect server start` runs here: show the run there


def server_address() -> str:
    """The address of the server that Prefect is told to use, "" when it is to start one for each run."""
    return os.environ.get("PREFECT_API_URL", "") or ("a profile" if _own_home() else "")


def server_down() -> str:
    """The address of the server in PREFECT_API_URL if nothing answers there, else ""."""
    address = os.environ.get("PREFECT_API_URL", "")
    return address if address and not _answers(address) else ""


def _own_home() -> bool:
    home = os.environ.get("HOME", "")
    return bool(home) and os.path.exists(os.path.join(home, ".prefect", "profiles.toml"))


def _answers(address: str) -> bool:
    """Whether something that speaks HTTP is there. Proxies are not asked: they would answer for anybody."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(address.rstrip("/") + "/health", timeout=3).close()
    except urllib.error.HTTPError:
        return True  # it wants a password, say
    except (OSError, ValueError):
        return False
    return True
