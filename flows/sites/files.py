"""`sites/HOST.toml`: reading, writing, and which rules a page is judged by."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaners import SiteRules, host_of

from ..errors import UsageProblem

_LISTS = ("body", "keep", "drop", "phrases", "keep_phrases")
_DAYS = ("valid_from", "valid_until")


class Sites:
    """The site files of a folder; with ``for_page`` only those that can say something of this address.

    Raises UsageProblem, naming file and key, when one cannot be used.
    """

    def __init__(self, folder: Path, for_page: str = "") -> None:
        self._rules: dict[str, list[SiteRules]] = {}
        wanted = set(_domains(host_of(for_page)))
        for name in sorted(os.listdir(folder)) if folder.is_dir() else []:
            host = name.removesuffix(".toml").casefold().removeprefix("www.")
            if name.endswith(".toml") and (not for_page or host in wanted):
                self._rules[host] = read_site_file(folder / name)

    def rules_for(self, url: str, fetched_at: str) -> SiteRules | None:
        """The rules for a page by its host (or a domain above it) and the day of its fetch."""
        for host in _domains(host_of(url)):
            for rules in self._rules.get(host, ()):
                if rules.holds_on(fetched_at[:10]):
                    return rules
        return None

    def json_for(self, url: str, fetched_at: str) -> str:
        """The same as JSON, "" for none: what goes to the process that cleans the page."""
        rules = self.rules_for(url, fetched_at) if self._rules else None
        return json.dumps(asdict(rules), sort_keys=True) if rules else ""


def _domains(host: str) -> Iterator[str]:
    """A host and the domains above it."""
    while host:
        yield host
        host = host.partition(".")[2]


@lru_cache(maxsize=64)
def rules_from_json(text: str) -> SiteRules | None:
    """What `Sites.json_for` wrote."""
    if not text:
        return None
    fields: dict[str, Any] = json.loads(text)
    for name in _LISTS:
        fields[name] = tuple(fields[name])
    return SiteRules(**fields)


def read_site_file(path: Path) -> list[SiteRules]:
    """The rules in a site file, the newest first. Raises UsageProblem."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageProblem(f"{path} cannot be read: {error}") from None
    tables = data.pop("rules", [])
    if data or not isinstance(tables, list):
        raise UsageProblem(f"{path}: only [[rules]] tables are known here, not {', '.join(sorted(data)) or 'rules'}")
    found = [_rules(path, table) for table in tables]
    return sorted(found, key=lambda rules: rules.valid_from, reverse=True)


def _rules(path: Path, table: Mapping[str, Any]) -> SiteRules:
    unknown = sorted(set(table) - {*_LISTS, *_DAYS, "note"})
    if unknown:
        raise UsageProblem(f"{path}: unknown key {unknown[0]}; known are {', '.join((*_LISTS, *_DAYS, 'note'))}")
    fields: dict[str, Any] = {}
    for name in _LISTS:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise UsageProblem(f"{path}: {name} must be a list of texts")
        fields[name] = tuple(value)
    for name in _DAYS:
        value = table.get(name, "")
        fields[name] = value.isoformat() if isinstance(value, date) else value
        try:
            if fields[name]:
                date.fromisoformat(fields[name])
        except (TypeError, ValueError):
            raise UsageProblem(f"{path}: {name} must be a day such as 2026-05-03") from None
    try:
        return SiteRules(path.name.removesuffix(".toml"), **fields)
    except ValueError as error:
        raise UsageProblem(f"{path}: {error}") from None


def write_site_file(path: Path, rules: SiteRules, comment: str = "") -> None:
    """Write the rules of a site; ``comment`` goes above them, line by line."""
    lines = [f"# {line}".rstrip() for line in comment.splitlines()] + ["[[rules]]"]
    lines += [f'{name} = "{value}"' for name in _DAYS if (value := getattr(rules, name))]
    for name in _LISTS:
        values = getattr(rules, name)
        if values:
            inner = "".join(f"  {json.dumps(value, ensure_ascii=False)},\n" for value in values)
            lines.append(f"{name} = [\n{inner}]")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
