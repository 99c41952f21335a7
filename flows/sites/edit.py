"""Writing `sites/HOST.toml`: new files, and adding or removing one line in a file that a person wrote.

tomlkit preserves comments, order and spacing. It is imported here only, because cleaning a page does not need it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array

from cleaners import SiteRules, host_of

from ..errors import UsageError
from ..store.clean import replace_file
from ..toml_file import parse_toml, read_toml_bytes
from .files import DAYS, LISTS, domains_of, rules_of_table, site_files

_COMMENT = "Written by `winnow review`, a line for each answer. Lines can be changed and deleted by hand."


def write_site_file(path: Path, rules: SiteRules, comment: str) -> None:
    """Write the rules of a site; ``comment`` goes above them, line by line."""
    document, table = tomlkit.document(), tomlkit.table()
    for line in comment.splitlines():
        document.add(tomlkit.comment(line))
    for name in (*DAYS, *LISTS):
        value = getattr(rules, name)
        if value:
            table[name] = value if name in DAYS else _list_of(value)
    document["rules"] = tomlkit.aot()
    document["rules"].append(table)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, document)


def file_for(sites: Path, url: str) -> Path:
    """The site file for an address: that of its host, or of a domain above it; without one, the path for its host."""
    files = dict(site_files(sites))
    return next((files[domain] for domain in domains_of(url) if domain in files), sites / f"{host_of(url)}.toml")


def add_line(path: Path, url: str, day: str, name: str, value: str) -> None:
    """Insert a value at the start of the list ``name`` of the rules that are valid for a page fetched on ``day``.

    Creates the file, or a new [[rules]] table in it, if needed. Raises UsageError, with the file
    untouched, when it cannot be read or edited.
    """
    if not path.exists():
        write_site_file(path, SiteRules(host_of(url), **{name: (value,)}), _COMMENT)  # type: ignore[arg-type]
        return
    document = _parse(path)
    if not document.get("rules"):  # an empty list, `rules = []`, cannot hold tables
        document["rules"] = tomlkit.aot()
    tables = document["rules"]
    rules = [rules_of_table(path, table) for table in tables]
    valid = [index for index, each in enumerate(rules) if each.holds_on(day[:10])]
    if valid:
        table = tables[max(valid, key=lambda index: rules[index].valid_from)]
    else:
        tables.append(tomlkit.table() if isinstance(tables, AoT) else tomlkit.inline_table())
        table = tables[-1]
    if name not in table:
        table[name] = _list_of([value])
    elif value not in table[name]:
        table[name].insert(0, value)
    _write(path, document)


def remove_line(path: Path, name: str, value: str) -> None:
    """Remove a value that `add_line` has inserted, and the file if it has no rules then. Does nothing without it."""
    if not path.exists():
        return
    document = _parse(path)
    tables = document.get("rules", [])
    index = next((index for index, table in enumerate(tables) if value in table.get(name, ())), None)
    if index is None:
        return
    tables[index][name].remove(value)
    if not tables[index][name]:
        del tables[index][name]
    if not tables[index]:
        del tables[index]
    if not tables:
        del document["rules"]
    if not tables and _COMMENT in document.as_string():
        path.unlink()
    else:
        _write(path, document)


def _parse(path: Path) -> tomlkit.TOMLDocument:
    try:
        content = read_toml_bytes(path)
        parse_toml(content)
        # a table cannot be added after a line without an end
        return tomlkit.parse(content if content.endswith(b"\n") else content + b"\n")
    except (OSError, ValueError, RecursionError, TOMLKitError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None


def _write(path: Path, document: tomlkit.TOMLDocument) -> None:
    text = tomlkit.dumps(document)
    if tomllib.loads(text) != document.unwrap():  # a person wrote this file: change nothing rather than damage it
        raise UsageError(f"{path} is written in a way that winnow cannot edit; change it by hand")
    replace_file(str(path), text.encode())


def _list_of(values: Sequence[str]) -> Array:
    """A list with each value on a line of its own."""
    array = tomlkit.array()
    array.extend(values)
    return array.multiline(True)
