"""The folders that settings name, without the cost of loading all settings: for the one-page command."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from .errors import UsageProblem

SETTINGS_FILE = "winnow.toml"
PREFIX = "WINNOW_"


def folder(name: str, given: Path | None = None) -> Path:
    """A folder by its setting ("raw", "clean", "sites"): given, or from the environment, or winnow.toml.

    The same order as in `settings`; what nothing names is called like its setting.
    Raises UsageProblem when winnow.toml cannot be read.
    """
    if given is not None:
        return given
    wanted = (PREFIX + name).casefold()
    named = next((value for key, value in os.environ.items() if key.casefold() == wanted), None)
    value = named if named is not None else _settings_file().get(name, name)
    if not isinstance(value, str):
        raise UsageProblem(f"a setting cannot be used: {name} in {SETTINGS_FILE} must be the name of a folder")
    return Path(value)


def _settings_file() -> dict[str, Any]:
    try:
        with open(SETTINGS_FILE, "rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageProblem(f"{SETTINGS_FILE} cannot be read: {error}") from None
