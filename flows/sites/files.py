"""Reading `sites/HOST.toml`, and finding the rules for a page. `edit` writes these files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaners import SiteRules, host_of

from ..errors import UsageError
from ..toml_file import read_toml

LISTS = ("body", "keep", "drop", "phrases", "keep_phrases")
DAYS = ("valid_from", "valid_until")


class Sites:
    """The site files of a folder; with ``for_page`` only those for the domains of this address.

    Raises UsageError, with file and key, when one cannot be used.
    """

    def __init__(self, folder: Path, for_page: str = "") -> None:
        domains = set(domains_of(for_page))
        self._rules = {
            host: read_site_file(path) for host, path in site_files(folder) if not for_page or host in domains
        }

    def __bool__(self) -> bool:
        """Whether there are any files."""
        return bool(self._rules)

    def rules_for(self, url: str, fetched_at: str) -> SiteRules | None:
        """The rules for a page by its host (or a domain above it) and the day of its fetch."""
        for host in domains_of(url):
            for rules in self._rules.get(host, ()):
                if rules.holds_on(fetched_at[:10]):
                    return rules
        return None

    def json_for(self, url: str, fetched_at: str) -> str:
        """The same as JSON, "" for none, to send to the process that cleans the page."""
        rules = self.rules_for(url, fetched_at) if self._rules else None
        return json.dumps(asdict(rules), sort_keys=True) if rules else ""


@lru_cache(maxsize=64)
def rules_from_json(text: str) -> SiteRules | None:
    """The reverse of `Sites.json_for`."""
    if not text:
        return None
    fields: dict[str, Any] = json.loads(text)
    return SiteRules(**fields | {name: tuple(fields[name]) for name in LISTS})


def site_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The host and the path of every site file in a folder, sorted by file name."""
    for name in sorted(os.listdir(folder)) if folder.is_dir() else ():
        if name.endswith(".toml"):
            yield name.removesuffix(".toml").casefold().removeprefix("www."), folder / name


def domains_of(url: str) -> Iterator[str]:
    """The host of an address and the domains above it; nothing for an address without a host."""
    host = host_of(url)
    while host:
        yield host
        host = host.partition(".")[2]


def read_site_file(path: Path) -> list[SiteRules]:
    """The rules in a site file, the newest first. Raises UsageError."""
    try:
        data = read_toml(path)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
    tables = data.pop("rules", [])
    if data or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{path}: only [[rules]] tables are known here, not {', '.join(sorted(data)) or 'rules'}")
    return sorted((rules_of_table(path, table) for table in tables), key=lambda rules: rules.valid_from, reverse=True)


def rules_of_table(path: Path, table: Mapping[str, Any]) -> SiteRules:
    """The rules in one [[rules]] table of the site file ``path``. Raises UsageError."""
    unknown = sorted(set(table) - {*LISTS, *DAYS, "note"})
    if unknown:
        raise UsageError(f"{path}: unknown key {unknown[0]}; known are {', '.join((*LISTS, *DAYS, 'note'))}")
    fields: dict[str, Any] = {}
    for name in LISTS:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise UsageError(f"{path}: {name} must be a list of texts")
        fields[name] = tuple(value)
    for name in DAYS:
        value = table.get(name, "")
        fields[name] = value.isoformat() if isinstance(value, date) else value
        try:
            if fields[name] != "":
                date.fromisoformat(fields[name])
        except (TypeError, ValueError):
            raise UsageError(f"{path}: {name} must be a day such as 2026-05-03") from None
    try:
        return SiteRules(path.name.removesuffix(".toml"), **fields)
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from None
