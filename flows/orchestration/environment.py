"""How Prefect is set before it is imported, and which server, if any, is there to show a run.

Nothing here imports Prefect: that takes seconds.
"""

from __future__ import annotations

import json
import os
import tomllib
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from ..store.clean import STATE_DIR

SERVER_FILE = "winnow-ui.json"  # how to reach the server that `winnow ui` started, in Prefect's folder
_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",  # the first start sets up a database
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_CLIENT_MAX_RETRIES": "2",  # a lost server is given up after seconds: pages do not depend on it
}
_COMMON = "http://127.0.0.1:4200/api"  # where `prefect server start` listens unless told otherwise


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
    if not _own_home():
        os.environ["PREFECT_HOME"] = str(home(clean))
    if not server_address():
        _use_server_here(home(clean))


def home(clean: Path) -> Path:
    """The folder of Prefect's own files: as the environment says, or else inside the clean store."""
    given = os.environ.get("PREFECT_HOME") or (os.path.expanduser("~/.prefect") if _own_home() else "")
    return Path(os.path.abspath(given or clean / STATE_DIR / "prefect"))


def server_address() -> str:
    """The address of the server that Prefect is told to use, "" when it is told of none."""
    return os.environ.get("PREFECT_API_URL", "") or _address_of_profile()


def server_down() -> str:
    """The address of the server that Prefect is told to use if nothing answers there, else ""."""
    address = server_address()
    return address if address and not answers(address) else ""


def answers(address: str) -> bool:
    """Whether a server of Prefect's is there. Proxies are not asked: they would answer for anybody."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address.rstrip("/") + "/health", timeout=3) as answer:
            return bool(answer.read(10).strip() == b"true")
    except urllib.error.HTTPError as error:
        return error.code in (401, 403)  # it wants a password
    except (OSError, ValueError):
        return False


def running_server(folder: Path) -> tuple[str, str] | None:
    """Address and password of the server that `winnow ui` started for this folder, if it answers."""
    with suppress(OSError, ValueError, KeyError):
        written = json.loads((folder / SERVER_FILE).read_text("utf-8"))
        if answers(written["address"]):
            return str(written["address"]), str(written["auth"])
    return None


def _use_server_here(folder: Path) -> None:
    """Show runs on the server that `winnow ui` started for this store, or on one at the common address."""
    if running := running_server(folder):
        os.environ["PREFECT_API_URL"] = running[0]
        os.environ.setdefault("PREFECT_API_AUTH_STRING", running[1])
    elif answers(_COMMON):
        os.environ["PREFECT_API_URL"] = _COMMON


def _own_home() -> bool:
    """Whether whoever runs this has set up Prefect for themselves."""
    user = os.environ.get("HOME", "")
    return "PREFECT_HOME" not in os.environ and bool(user) and os.path.exists(f"{user}/.prefect/profiles.toml")


def _address_of_profile() -> str:
    """The server that the active one of the user's Prefect profiles names."""
    folder = os.environ.get("PREFECT_HOME") or os.path.expanduser("~/.prefect")
    with suppress(OSError, ValueError, AttributeError):
        profiles = tomllib.loads(Path(folder, "profiles.toml").read_text("utf-8"))
        name = os.environ.get("PREFECT_PROFILE") or profiles.get("active", "")
        return str(profiles.get("profiles", {}).get(name, {}).get("PREFECT_API_URL", ""))
    return ""
