"""How Prefect is configured before it is imported, and which server, if any, can show a run.

Nothing here imports Prefect: that takes seconds.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import threading
import tomllib
import urllib.error
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

from ..store.clean import STATE_DIR

SERVER_FILE = "winnow-ui.json"  # in Prefect's folder: address and password of the server that `winnow ui` started
PROOF_PATH = "/api/winnow-proof"  # where that server answers a challenge
_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",  # the first start sets up a database
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_CLIENT_MAX_RETRIES": "2",  # give up a lost server after seconds: no page depends on it
}
_SECONDS_TO_ANSWER = 3.0
_NO_ANSWER = (OSError, ValueError, HTTPException)
_STANDARD_ADDRESS = "http://127.0.0.1:4200/api"  # where `prefect server start` listens by default


def prepare(clean: Path, *, quiet: bool) -> None:
    """Set the environment variables that Prefect reads when it is imported; those already set are left alone.

    Unless the user has a Prefect home, Prefect's files go into the clean store, so that no home directory is
    needed. ``quiet``: Prefect's log goes to its server only, not to the terminal.
    """
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    if quiet:
        for name in ("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "PREFECT_INTERNAL_LOGGING_LEVEL"):
            os.environ.setdefault(name, "CRITICAL")
    if not _user_has_prefect_home():
        os.environ["PREFECT_HOME"] = str(home(clean))
    if not server_address():
        _use_local_server(home(clean))


def home(clean: Path) -> Path:
    """The folder of Prefect's own files: PREFECT_HOME, or the user's, or else a folder in the clean store."""
    folder = os.environ.get("PREFECT_HOME") or (os.path.expanduser("~/.prefect") if _user_has_prefect_home() else "")
    return Path(os.path.abspath(folder or clean / STATE_DIR / "prefect"))


def server_address() -> str:
    """The address of the server that Prefect is configured to use, "" for none."""
    return os.environ.get("PREFECT_API_URL", "") or _profile_value("PREFECT_API_URL")


def unreachable_server() -> str:
    """The address of the server that Prefect is configured to use, if that does not answer, else ""."""
    address = server_address()
    return address if address and not answers(address) else ""


def answers(address: str) -> bool:
    """Whether a Prefect server answers at the address. No proxy is used: it would answer for any address."""
    try:
        return _get(address.rstrip("/") + "/health").strip() == b"true"
    except urllib.error.HTTPError as error:
        return error.code in (401, 403)  # it needs a password
    except _NO_ANSWER:
        return False


def _get(url: str) -> bytes:
    """The start of an answer that comes within three seconds, from this address and no other."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)
    found: list[bytes | Exception] = []

    def ask() -> None:
        try:
            with opener.open(url, timeout=_SECONDS_TO_ANSWER) as answer:
                found.append(bytes(answer.read(100)))
        except _NO_ANSWER as error:
            found.append(error)

    # In a thread of its own: the time limit of the library begins anew with every byte.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_SECONDS_TO_ANSWER)
    if not found:
        raise TimeoutError("no answer in time")
    if isinstance(found[0], Exception):
        raise found[0]
    return found[0]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None  # the redirect is the answer, and an error


def proof(key: str, address: str, nonce: str) -> str:
    """What the server with this key and address answers to a challenge."""
    return hmac.digest(key.encode(), f"{address}\n{nonce}".encode(), "sha256").hex()


def is_proven(address: str, key: str, named: str = "") -> bool:
    """Whether the server at the address has the key. Nothing secret is sent: whoever listens there may be another.

    ``named`` is the address that the server was given, if it is another (behind a proxy).
    """
    nonce = secrets.token_hex(16)
    try:
        answer = _get(f"{address.removesuffix('/api')}{PROOF_PATH}?{nonce}")
    except _NO_ANSWER:
        return False
    return hmac.compare_digest(answer, proof(key, named or address, nonce).encode())


def running_server(folder: Path) -> tuple[str, str] | None:
    """Address and password of the server that `winnow ui` started for this folder, if that still runs."""
    access = _server_record(folder)
    with suppress(KeyError):
        if is_proven(access["address"], access["key"]):
            return access["address"], access["auth"]
    return None


def _server_record(folder: Path) -> dict[str, str]:
    """What the last `winnow ui` for this folder wrote about its server; {} without one. It may run no longer."""
    with suppress(OSError, ValueError, RecursionError, AttributeError):
        record = json.loads((folder / SERVER_FILE).read_text("utf-8"))
        return {name: str(value) for name, value in record.items()}
    return {}


def _use_local_server(folder: Path) -> None:
    """Show runs on the server that `winnow ui` started for this store, or on one at the standard address.

    Nobody can tell who listens at the standard address. So it is not used where there is a password that Prefect
    would send there, nor after a `winnow ui` at that address was killed: another may listen in its place.
    """
    if running := running_server(folder):
        os.environ["PREFECT_API_URL"] = running[0]
        os.environ.setdefault("PREFECT_API_AUTH_STRING", running[1])
        return
    stale = _server_record(folder).get("address") == _STANDARD_ADDRESS
    if not stale and not _has_password() and answers(_STANDARD_ADDRESS):
        os.environ["PREFECT_API_URL"] = _STANDARD_ADDRESS


def _has_password() -> bool:
    return any(os.environ.get(name) or _profile_value(name) for name in ("PREFECT_API_AUTH_STRING", "PREFECT_API_KEY"))


def _user_has_prefect_home() -> bool:
    """Whether the user has a Prefect of their own, with profiles in their home directory."""
    user = os.environ.get("HOME", "")
    return "PREFECT_HOME" not in os.environ and bool(user) and os.path.exists(f"{user}/.prefect/profiles.toml")


def _profile_value(setting: str) -> str:
    """What the user's active Prefect profile sets, "" for nothing."""
    folder = os.environ.get("PREFECT_HOME") or os.path.expanduser("~/.prefect")
    with suppress(OSError, ValueError, RecursionError, AttributeError):
        profiles = tomllib.loads(Path(folder, "profiles.toml").read_text("utf-8"))
        name = os.environ.get("PREFECT_PROFILE") or profiles.get("active", "")
        return str(profiles.get("profiles", {}).get(name, {}).get(setting, ""))
    return ""
