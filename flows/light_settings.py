"""Single settings, without the cost of loading them all: for the one-page command."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import UsageProblem

if TYPE_CHECKING:
    from cleaners import Limits

SETTINGS_FILE = "winnow.toml"
PREFIX = "WINNOW_"


def folder(name: str, given: Path | None = None) -> Path:
    """A folder by its setting ("raw", "clean", "sites"): given, or from the environment, or winnow.toml.

    The same order as in `settings`; what nothing names is called like its setting.
    Raises UsageProblem when winnow.toml cannot be read.
    """
    if given is not None:
        return given
    value = _value(name, name)
    if not isinstance(value, str):
        raise UsageProblem(f"a setting cannot be used: {name} in {SETTINGS_FILE} must be the name of a folder")
    return Path(value)


def page_limits() -> Limits:
    """How much a page may ask for: page_bytes, page_depth and page_attributes.

    Raises UsageProblem when one is no whole number over 0, or winnow.toml cannot be read.
    """
    from cleaners import Limits

    usual = Limits()
    return Limits(
        size=_count("page_bytes", usual.size),
        depth=_count("page_depth", usual.depth),
        attributes=_count("page_attributes", usual.attributes),
    )


def _count(name: str, usual: int) -> int:
    value = _value(name, usual)
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise UsageProblem(f"a setting cannot be used: {name} must be a whole number over 0, not {value!r}")
    return value


def _value(name: str, usual: object) -> object:
    wanted = (PREFIX + name).casefold()
    named = next((value for key, value in os.environ.items() if key.casefold() == wanted), None)
    return named if named is not None else _settings_file().get(name, usual)


def _settings_file() -> dict[str, Any]:
    try:
        with open(SETTINGS_FILE, "rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageProblem(f"{SETTINGS_FILE} cannot be read: {error}") from None
