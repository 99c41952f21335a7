"""One line more, or less, in `sites/HOST.toml`, with everything else in it left as a person wrote it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from cleaners import SiteRules, host_of

from ..errors import UsageProblem
from ..sites import read_site_file, write_site_file
from ..store.clean import write_whole

_COMMENT = "Written by `winnow review`, a line for each answer. Lines can be changed and deleted by hand."
_TABLE = re.compile(r"^[ \t]*\[\[\s*rules\s*\]\].*$", re.M)


def file_for(sites: Path, url: str) -> Path:
    """The site file in force for an address: its host's, or that of a domain above it. If there is none, its host's."""
    host = domain = host_of(url)
    there = {path.name.casefold().removesuffix(".toml").removeprefix("www."): path for path in sites.glob("*.toml")}
    while domain:
        if domain in there:
            return there[domain]
        domain = domain.partition(".")[2]
    return sites / f"{host}.toml"


def add_line(path: Path, url: str, day: str, name: str, value: str) -> None:
    """Put a value into a list of the rules that hold for a page fetched on ``day``.

    Raises UsageProblem, with the file untouched, when that cannot be done without rewriting it.
    """
    if not path.exists():
        write_site_file(path, SiteRules(host_of(url), **{name: (value,)}), _COMMENT)  # type: ignore[arg-type]
        return
    text = path.read_text("utf-8")
    tables = tomllib.loads(text).get("rules", [])
    at = _table_in_force(path, tables, day)
    if at is not None and value in tables[at].get(name, []):
        return
    new = _with_new_table(text, name, value) if at is None else _with_line(text, at, name, value)
    wanted = [*tables, {name: [value]}] if at is None else [dict(table) for table in tables]
    if at is not None:
        wanted[at][name] = [value, *tables[at].get(name, [])]
    _write(path, new, wanted, f"{name} = [{json.dumps(value, ensure_ascii=False)}]")


def remove_line(path: Path, name: str, value: str) -> None:
    """Take a line out that `add_line` has put in; a file without any rules goes. What is not there is no error."""
    if not path.exists():
        return
    text, line = path.read_text("utf-8"), _line(value)
    lists = re.search(rf"^[ \t]*{name}\s*=\s*\[\n(?:.*\n)*?{re.escape(line)}", text, re.M)
    if not lists:
        return
    start = text.rindex(line, 0, lists.end())
    left = text[:start] + text[start + len(line) :]
    left = re.sub(rf"^{name} = \[\n\]\n", "", left, flags=re.M)
    if _COMMENT in left and not any(tomllib.loads(left).get("rules", [])):
        path.unlink()
    else:
        write_whole(str(path), left.encode())


def _table_in_force(path: Path, tables: list[dict[str, Any]], day: str) -> int | None:
    """The place in the file of the rules that a page of this day is judged by."""
    rules = next((rules for rules in read_site_file(path) if rules.holds_on(day[:10])), None)
    if rules is None:
        return None
    bounds = (rules.valid_from, rules.valid_until)
    said = [(str(table.get("valid_from", "")), str(table.get("valid_until", ""))) for table in tables]
    return said.index(bounds)


def _line(value: str) -> str:
    return f"  {json.dumps(value, ensure_ascii=False)},\n"


def _with_new_table(text: str, name: str, value: str) -> str:
    return f"{text.rstrip()}\n\n[[rules]]\n{name} = [\n{_line(value)}]\n"


def _with_line(text: str, at: int, name: str, value: str) -> str:
    heads = list(_TABLE.finditer(text))
    if at >= len(heads):
        return text
    start, end = heads[at].end(), heads[at + 1].start() if at + 1 < len(heads) else len(text)
    inside = text[start:end]
    there = re.search(rf"^[ \t]*{name}\s*=\s*\[", inside, re.M)
    if there:
        after = inside[there.end() :].removeprefix("\n")
        return f"{text[:start]}{inside[: there.end()]}\n{_line(value)}{after}{text[end:]}"
    return f"{text[:start]}\n{name} = [\n{_line(value)}]{inside}{text[end:]}"


def _write(path: Path, text: str, wanted: list[dict[str, Any]], line: str) -> None:
    try:
        same = tomllib.loads(text).get("rules", []) == wanted
    except ValueError:
        same = False
    if not same:
        raise UsageProblem(f"{path} is written in a way that winnow cannot add to; add this line by hand: {line}")
    write_whole(str(path), text.encode())
