"""Writing `sites/HOST.toml`: new files, and one line more or less in a file that a person wrote.

tomlkit keeps comments, order and spacing. It is imported here only, since the cleaning of a page needs no writer.
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
    """The site file in force for an address: its host's, or that of a domain above it. If there is none, its host's."""
    there = dict(site_files(sites))
    return next((there[domain] for domain in domains_of(url) if domain in there), sites / f"{host_of(url)}.toml")


def add_line(path: Path, url: str, day: str, name: str, value: str) -> None:
    """Put a value first into the list ``name`` of the rules that hold for a page fetched on ``day``.

    The file, or a new [[rules]] table in it, is made if it is needed. Raises UsageError, with the file
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
    in_force = [place for place, one in enumerate(rules) if one.holds_on(day[:10])]
    if in_force:
        table = tables[max(in_force, key=lambda place: rules[place].valid_from)]
    else:
        tables.append(tomlkit.table() if isinstance(tables, AoT) else tomlkit.inline_table())
        table = tables[-1]
    if name not in table:
        table[name] = _list_of([value])
    elif value not in table[name]:
        table[name].insert(0, value)
    _write(path, document)


def remove_line(path: Path, name: str, value: str) -> None:
    """Take a line out that `add_line` has put in; a file without any rules goes. What is not there is no error."""
    if not path.exists():
        return
    document = _parse(path)
    tables = document.get("rules", [])
    place = next((place for place, table in enumerate(tables) if value in table.get(name, ())), None)
    if place is None:
        return
    tables[place][name].remove(value)
    if not tables[place][name]:
        del tables[place][name]
    if not tables[place]:
        del tables[place]
    if not tables:
        del document["rules"]
    if not tables and _COMMENT in document.as_string():
        path.unlink()
    else:
        _write(path, document)


def _parse(path: Path) -> tomlkit.TOMLDocument:
    try:
        content = path.read_bytes()  # a table cannot be added after a line without an end
        return tomlkit.parse(content if content.endswith(b"\n") else content + b"\n")
    except (OSError, ValueError, TOMLKitError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None


def _write(path: Path, document: tomlkit.TOMLDocument) -> None:
    text = tomlkit.dumps(document)
    if tomllib.loads(text) != document.unwrap():  # a person wrote this file: better no line than a damaged one
        raise UsageError(f"{path} is written in a way that winnow cannot edit; change it by hand")
    replace_file(str(path), text.encode())


def _list_of(values: Sequence[str]) -> Array:
    """A list with each value on a line of its own."""
    array = tomlkit.array()
    array.extend(values)
    return array.multiline(True)
