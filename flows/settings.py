"""Settings: from the command line, else from WINNOW_* variables, else from winnow.toml, else the defaults here.

Nothing slow is imported: `winnow clean`, which cleans one page in a moment, reads its settings here too.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import reprlib
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from .errors import UsageError
from .toml_file import read_toml

SETTINGS_FILE = "winnow.toml"
PREFIX = "WINNOW_"
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/{1,3}(.*)", re.S)  # Path() folds the slashes into one
_BOOLEANS = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
_TYPE_NAMES = {
    int: "a whole number", float: "a number", str: "text", list: "a list", Path: "the name of a file or folder",
}  # fmt: skip
_CRON_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))  # minute, hour, day, month, weekday
_CRON_PART = re.compile(r"(?:\*|(\d+)(?:-(\d+))?)(?:/[1-9]\d*)?")
_PAGES = ("raw", "clean", "workers", "page_seconds")
FLOW_PARAMETERS = {
    "clean-pages": _PAGES, "reclean": _PAGES, "verify": ("raw", "clean"),
    "scrape": ("pages", "feeds", "sitemaps", "follow", "max_pages", "raw", "clean", "workers"),
}  # fmt: skip
Built = TypeVar("Built")


def cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _number(default: Any, minimum: float, maximum: float = math.inf) -> Any:
    """A field for a number from ``minimum`` to ``maximum``, both included."""
    key = "default_factory" if callable(default) else "default"
    return field(**{key: default}, metadata={"minimum": minimum, "maximum": maximum})


@dataclass(frozen=True)
class Schedule:
    """When to run a flow: a cron line, or the seconds between two runs; and the parameters of the flow."""

    flow: Literal["clean-pages", "scrape", "reclean", "verify"]
    cron: str | None = None
    every: float | None = _number(None, 60)
    timezone: str = "UTC"
    parameters: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.cron is None) == (self.every is None):
            raise ValueError("give either cron or every")
        if self.cron is not None:
            _check_cron(self.cron)
        _check_timezone(self.timezone)
        known = FLOW_PARAMETERS[self.flow]
        if unknown := [name for name in self.parameters if name not in known]:
            raise ValueError(
                f"parameters: {unknown[0]}: {self.flow} has no such parameter{_nearest(unknown[0], known)}"
            )


@dataclass(frozen=True)
class Settings:
    """The settings. Each field is a key of winnow.toml and, in capitals, a WINNOW_ variable."""

    raw: Path = Path("raw")  # the folder that holds raw pages
    clean: Path = Path("clean")  # the folder that clean pages are written to
    sites: Path = Path("sites")  # the folder of site files
    golden: Path = Path("golden")  # the folder of your own golden cases
    workers: int = _number(cores, 1, 1024)  # processes that read and clean pages
    runner: Literal["local", "dask"] = "local"  # processes on this machine, or a Dask cluster
    dask_address: str = ""  # the scheduler of the cluster; "": one for each run, here
    page_seconds: float = _number(25.0, 0.001, 3600)  # a page that takes longer fails
    page_bytes: int = _number(20_000_000, 1)  # a page with more bytes is refused
    page_depth: int = _number(5_000, 1)  # a page with more elements inside each other is refused
    page_attributes: int = _number(1_000, 1)  # a page with more attributes on one tag is refused
    page_tags: int = _number(200_000, 1)  # a page with more tags is refused
    page_blocks: int = _number(30_000, 1)  # a page with more blocks is refused
    page_memory: int = _number(600_000_000, 200_000_000)  # bytes; a page that needs more memory fails
    pace: float = _number(1.0, 0, 3600)  # seconds between two requests to one host
    contact: str = ""  # an address that site owners can turn to, sent with each request
    allow_address: list[str] = field(default_factory=list)  # private HOST:PORT addresses that may be fetched
    ca_file: Path | None = None  # a file of further certificate authorities to trust
    prefect: Literal[True, False, "auto"] = "auto"  # run as a Prefect flow; auto: if there is a server
    failed_share: float = _number(0.5, 0, 1)  # a flow run with more failed pages fails
    keep_days: float = _number(90.0, 1 / 24)  # days after which Prefect forgets a run
    schedule: list[Schedule] = field(default_factory=list)  # what `winnow serve` runs, and when


def load_settings(**arguments: Any) -> Settings:
    """The settings of this command. An argument that is None counts as not given.

    Raises UsageError when winnow.toml cannot be read or a value cannot be used.
    """
    names = {part.name for part in fields(Settings)}
    environment = {name.casefold(): value for name, value in os.environ.items()}
    variables = {name: environment[key] for name in names if (key := (PREFIX + name).casefold()) in environment}
    given = {name: value for name, value in arguments.items() if value is not None and name in names}
    file = _settings_file()
    labels = {
        **{name: f"{SETTINGS_FILE}: {name[:80]}" for name in file},
        **{name: PREFIX + name.upper() for name in variables}, **{name: name for name in given},
    }  # fmt: skip
    try:
        settings = _build(Settings, {**file, **variables, **given}, labels)
    except ValueError as error:
        raise UsageError(f"a setting cannot be used: {error}") from None
    if os.path.realpath(settings.raw) == os.path.realpath(settings.clean):
        raise UsageError(f"raw and clean are the same folder, {settings.raw}; clean pages need a folder of their own")
    return settings


def _settings_file() -> dict[str, Any]:
    try:
        return read_toml(SETTINGS_FILE)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{SETTINGS_FILE} cannot be read: {error}") from None


def _build(kind: type[Built], values: Mapping[str, Any], labels: Mapping[str, str] | None = None) -> Built:
    """A dataclass from the values of a file or of variables. Raises ValueError, which names every bad key.

    ``labels`` are what to call the keys in messages.
    """
    parts = {part.name: part for part in fields(kind)}  # type: ignore[arg-type]
    types_of, converted, problems = get_type_hints(kind), dict[str, Any](), list[str]()
    for name, value in values.items():
        try:
            if name not in parts:
                raise ValueError(f"there is no such key{_nearest(name, parts)}")
            converted[name] = _convert(types_of[name], value)
            _check_range(converted[name], **parts[name].metadata)
        except ValueError as error:
            problems.append(f"{(labels or {}).get(name, name[:80])}: {error}")
    if problems:
        raise ValueError("; ".join(problems))
    try:
        return kind(**converted)
    except TypeError as error:  # a key that has no default is missing
        raise ValueError(str(error).partition("__init__() ")[2]) from None


def _nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like another one, as the end of a sentence; "" if none is."""
    import difflib

    found = difflib.get_close_matches(name[:80], known, 1)
    return f"; did you mean {found[0]}?" if found else ""


def _check_cron(line: str) -> None:
    """Raise ValueError for a cron line with the wrong fields. Those with names or other signs are left to Prefect."""
    parts = line.split()
    if len(parts) != len(_CRON_RANGES) and not line.startswith("@"):
        raise ValueError(f"cron: must have 5 fields (minute, hour, day, month, weekday), not {line!r}")
    for text, (low, high) in zip(parts, _CRON_RANGES, strict=False):
        for part in () if re.search(r"[A-Za-z#?]", text) else text.split(","):
            match = _CRON_PART.fullmatch(part)
            if not match or not all(low <= int(number) <= high for number in match.groups() if number):
                raise ValueError(f"cron: {text!r} must be * or numbers from {low} to {high}, in {line!r}")


def _check_timezone(name: str) -> None:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise ValueError(f"timezone: {name!r} is unknown; an example is 'Europe/Berlin'") from None


def _check_range(value: float | None, minimum: float = -math.inf, maximum: float = math.inf) -> None:
    if isinstance(value, int | float) and not minimum <= value <= maximum:
        raise ValueError(f"must be {minimum:g} or more" + (f", {maximum:g} at most" if maximum < math.inf else ""))


def _convert(kind: Any, value: Any) -> Any:
    """A value, converted to the type of its field; the value of a variable is text. Raises ValueError."""
    origin, arguments = get_origin(kind) or kind, get_args(kind)
    if origin is types.UnionType:  # X | None
        return None if value is None else _convert(arguments[0], value)
    if origin is Literal and isinstance(value, str | int):
        if (choice := _BOOLEANS.get(str(value).lower(), value)) in arguments:
            return choice
    elif origin is list and isinstance(entries := _from_json(value), list | tuple):
        return [_convert_entry(arguments[0], number, entry) for number, entry in enumerate(entries, 1)]
    elif kind is Schedule and isinstance(value, dict):
        return _build(kind, value)
    elif kind is Path and isinstance(value, str | Path):
        return _path(value)
    elif kind in (int, float) and isinstance(value, str | int | float) and not isinstance(value, bool):
        with contextlib.suppress(ValueError, OverflowError):  # infinity is no whole number
            if math.isfinite(number := kind(value)) and (isinstance(value, str) or number == value):
                return number
    elif origin in (str, dict) and isinstance(value, origin):
        return value
    expected = " or ".join(map(_choice_name, arguments)) if origin is Literal else _TYPE_NAMES.get(origin, "a table")
    raise ValueError(f"must be {expected}, not {_shown(value)}")


def _shown(value: Any) -> str:
    """A value in a message, however long or nested it is."""
    return repr(value[:80]) if isinstance(value, str) else reprlib.repr(value)


def _choice_name(choice: Any) -> str:
    return str(choice).lower() if isinstance(choice, bool) else repr(choice)


def _convert_entry(kind: Any, number: int, entry: Any) -> Any:
    try:
        return _convert(kind, entry)
    except ValueError as error:
        raise ValueError(f"entry {number}: {error}") from None


def _from_json(value: Any) -> Any:
    """A list; in a variable it is written as JSON."""
    with contextlib.suppress(ValueError, RecursionError):
        return json.loads(value) if isinstance(value, str) else value


def _path(value: str | Path) -> Path:
    """A local path, which may be written as file:///..."""
    if "\0" in str(value):
        raise ValueError("a file name cannot have a NUL character in it")
    match = _ADDRESS.fullmatch(str(value))
    if not match:
        return Path(value)
    if match[1] in ("file", "local"):
        return Path("/" + match[2])
    address = f"{match[1]}://{match[2]}"
    raise ValueError(f"{address} is not a local path; `winnow export {address} --to files` copies clean pages there")
