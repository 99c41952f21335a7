"""Settings: the command line first, then WINNOW_* variables, then winnow.toml, then the defaults here.

Nothing heavy is imported: `winnow clean`, which cleans one page in a moment, reads its settings here too.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import tomllib
import types
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from .errors import UsageError

SETTINGS_FILE = "winnow.toml"
PREFIX = "WINNOW_"
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/{1,3}(.*)", re.S)  # Path() folds the slashes into one
_WORDS = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
_NAMES = {
    bool: "true or false", int: "a whole number", float: "a number", str: "text", list: "a list",
    Path: "the name of a file or folder",
}  # fmt: skip
Made = TypeVar("Made")


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _number(default: Any, low: float, high: float = math.inf) -> Any:
    """A field that holds a number between two others, both included."""
    made: dict[str, Any] = {"default_factory": default} if callable(default) else {"default": default}
    return field(**made, metadata={"low": low, "high": high})


@dataclass(frozen=True)
class Schedule:
    """One flow at its times: a cron line, or seconds between two runs. ``parameters`` are those of the flow."""

    flow: Literal["clean-pages", "scrape", "reclean", "verify"]
    cron: str | None = None
    every: float | None = _number(None, 60)
    timezone: str = "UTC"
    parameters: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.cron is None) == (self.every is None):
            raise ValueError("give either cron or every")


@dataclass(frozen=True)
class Settings:
    """What a run needs to know. Each field is a key of winnow.toml and, in capitals, a WINNOW_ variable."""

    raw: Path = Path("raw")  # the folder that holds raw pages
    clean: Path = Path("clean")  # the folder that clean pages are written to
    sites: Path = Path("sites")  # the folder of site files
    golden: Path = Path("golden")  # the folder of your own golden cases
    workers: int = _number(cores, 1, 1024)  # processes that clean pages
    runner: Literal["local", "dask"] = "local"  # processes on this machine, or a Dask cluster
    dask_address: str = ""  # the scheduler of the cluster; "": one for each run, here
    page_seconds: float = _number(25.0, 0.001, 3600)  # a page that takes longer is given up
    page_bytes: int = _number(20_000_000, 1)  # a page with more bytes is refused
    page_depth: int = _number(5_000, 1)  # a page with more elements inside each other is refused
    page_attributes: int = _number(1_000, 1)  # a page with more attributes on one tag is refused
    pace: float = _number(1.0, 0, 3600)  # seconds between two requests to one host
    contact: str = ""  # an address that site owners can turn to, sent with each request
    allow_address: list[str] = field(default_factory=list)  # private HOST:PORT addresses that may be fetched
    ca_file: Path | None = None  # a file of further certificate authorities to trust
    prefect: bool | Literal["auto"] = "auto"  # run as a Prefect flow; auto: if a server is there
    failed_share: float = _number(0.5, 0, 1)  # a flow run with more failed pages fails
    keep_days: float = _number(90.0, 1 / 24)  # days after which Prefect forgets a run
    schedule: list[Schedule] = field(default_factory=list)  # what `winnow serve` runs, and when


def load_settings(**given: Any) -> Settings:
    """The settings of this run; what is given as None is left to the sources behind.

    Raises UsageError when winnow.toml cannot be read or a value is out of its range.
    """
    names = {part.name for part in fields(Settings)}
    lower = {name.casefold(): value for name, value in os.environ.items()}
    variables = {name: lower[key] for name in names if (key := (PREFIX + name).casefold()) in lower}
    values = {**_settings_file(), **variables, **{key: value for key, value in given.items() if value is not None}}
    try:
        return _build(Settings, {name: value for name, value in values.items() if name in names})
    except ValueError as error:
        raise UsageError(f"a setting cannot be used: {error}") from None


def _settings_file() -> dict[str, Any]:
    try:
        with open(SETTINGS_FILE, "rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(f"{SETTINGS_FILE} cannot be read: {error}") from None


def _build(kind: type[Made], values: Mapping[str, Any]) -> Made:
    """A dataclass from values as a file or a variable holds them. Raises ValueError, which names each bad one."""
    parts = {part.name: part for part in fields(kind)}  # type: ignore[arg-type]
    hints, made, problems = get_type_hints(kind), dict[str, Any](), list[str]()
    for name, value in values.items():
        try:
            if name not in parts:
                raise ValueError("there is no such key")
            made[name] = _convert(hints[name], value)
            _check_range(made[name], **parts[name].metadata)
        except ValueError as error:
            problems.append(f"{name}: {error}")
    if problems:
        raise ValueError("; ".join(problems))
    try:
        return kind(**made)
    except TypeError as error:  # a key that has no default is missing
        raise ValueError(str(error).partition("__init__() ")[2]) from None


def _check_range(value: float | None, low: float | None = None, high: float = math.inf) -> None:
    if low is not None and value is not None and not low <= value <= high:
        raise ValueError(f"must be {low:g} or more" + (f", {high:g} at most" if high < math.inf else ""))


def _convert(kind: Any, value: Any) -> Any:
    """A value as the type that its field declares; a variable's value is text. Raises ValueError."""
    origin, inner = get_origin(kind) or kind, get_args(kind)
    if origin is Union or origin is types.UnionType:
        for one in inner:
            with contextlib.suppress(ValueError):
                return _convert(one, value)
    elif origin is list and isinstance(value := _parsed(value), list | tuple):
        return [_entry(inner[0], number, item) for number, item in enumerate(value, 1)]
    elif kind is Schedule and isinstance(value, dict):
        return _build(kind, value)
    elif kind is bool and str(value).lower() in _WORDS:
        return _WORDS[str(value).lower()]
    elif kind is Path and isinstance(value, str | Path):
        return _path(value)
    elif kind in (int, float) and isinstance(value, str | int | float) and not isinstance(value, bool):
        with contextlib.suppress(ValueError):
            if math.isfinite(number := kind(value)) and (isinstance(value, str) or number == value):
                return number
    elif (origin is Literal and value in inner) or (origin in (str, dict, type(None)) and isinstance(value, origin)):
        return value
    raise ValueError(f"must be {_name(kind)}, not {value!r}")


def _entry(kind: Any, number: int, value: Any) -> Any:
    try:
        return _convert(kind, value)
    except ValueError as error:
        raise ValueError(f"entry {number}: {error}") from None


def _parsed(value: Any) -> Any:
    """A list; in a variable it is written as JSON."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _path(value: str | Path) -> Path:
    """A path of this machine, file:///... as well."""
    match = _ADDRESS.fullmatch(str(value))
    if not match:
        return Path(value)
    if match[1] in ("file", "local"):
        return Path("/" + match[2])
    address = f"{match[1]}://{match[2]}"
    raise ValueError(f"{address} is no folder; `winnow export {address} --to files` copies clean pages there")


def _name(kind: Any) -> str:
    """What to call a type to a person."""
    origin, inner = get_origin(kind) or kind, get_args(kind)
    if origin is Literal:
        return " or ".join(map(repr, inner))
    if inner and origin is not list and origin is not dict:
        return " or ".join(_name(one) for one in inner if one is not type(None))
    return _NAMES.get(origin, "a table")
