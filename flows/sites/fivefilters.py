"""FiveFilters site configs to site files: what can be said in CSS is taken over, the rest is named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from cleaners import SiteRules

from ..errors import UsageProblem
from .files import write_site_file

_STEP = re.compile(r"(//|/)((?:\*|[A-Za-z][\w-]*))((?:\[[^\]]*\])*)")
_PREDICATE = re.compile(r"\[([^\]]*)\]")
_TEST = re.compile(
    r"\s*(?:@(?P<a>[\w-]+)\s*=\s*(?P<q>['\"])(?P<v>.*?)(?P=q)"
    r"|contains\(\s*@(?P<ca>[\w-]+)\s*,\s*(?P<cq>['\"])(?P<cv>.*?)(?P=cq)\s*\)"
    r"|contains\(\s*concat\(\s*' '\s*,\s*(?:normalize-space\(\s*)?@class\s*\)?\s*,\s*' '\s*\)\s*,"
    r"\s*' (?P<w>[\w-]+) '\s*\)"
    r"|starts-with\(\s*@(?P<sa>[\w-]+)\s*,\s*(?P<sq>['\"])(?P<sv>.*?)(?P=sq)\s*\)|@(?P<has>[\w-]+))\s*"
)
_PLAIN = re.compile(r"-?[A-Za-z_][\w-]*")
_ELSEWHERE = ("title", "author", "date")  # winnow reads these from the page itself
_IGNORED = ("test_url", "test_contains", "prune", "tidy", "parser", "autodetect_on_failure", "#")


class NotTakenOver(Exception):
    """An XPath that has no equivalent among the selectors of site files."""


@dataclass
class Imported:
    """What became of one config: the file written ("" when nothing could be used) and the lines left out."""

    source: str
    written: str = ""
    left_out: list[str] = field(default_factory=list)


def import_configs(folder: Path, sites: Path) -> list[Imported]:
    """Write a site file for each config of a folder; existing site files are left alone.

    Raises UsageProblem when the folder cannot be read or holds no config.
    """
    paths = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    if not paths:
        raise UsageProblem(f"no site configs (HOST.txt) in {folder}")
    return [_import(path, sites) for path in paths]


def _import(path: Path, sites: Path) -> Imported:
    found = Imported(path.name)
    host = path.name.removesuffix(".txt").casefold().lstrip(".").removeprefix("www.")
    target = sites / f"{host}.toml"
    if target.exists():
        found.left_out.append(f"{target} is there already; delete it to import anew")
        return found
    try:
        text = path.read_text("utf-8", "replace")
    except OSError as error:
        found.left_out.append(f"cannot be read: {error.strerror}")
        return found
    rules = _rules(host, text, found.left_out)
    if rules:
        write_site_file(target, rules, f"Imported from a FiveFilters site config, {path.name}.")
        found.written = str(target)
    return found


def _rules(host: str, text: str, left_out: list[str]) -> SiteRules | None:
    body: list[str] = []
    drop: list[str] = []
    for line in text.splitlines():
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not line.strip() or name.startswith(_IGNORED):
            continue
        try:
            if not colon:
                raise NotTakenOver("not a rule")
            if name == "body":
                body += _selectors(value)
            elif name == "strip":
                drop += _selectors(value)
            elif name == "strip_id_or_class":
                drop += _id_or_class(value)
            elif name in _ELSEWHERE:
                raise NotTakenOver("the cleaner reads this from the page itself")
            else:
                raise NotTakenOver("no equivalent")
        except (NotTakenOver, ValueError) as why:
            left_out.append(f"{line.strip()}  ({why})")
    if not body and not drop:
        return None
    return SiteRules(host, tuple(dict.fromkeys(body)), (), tuple(dict.fromkeys(drop)))


def _id_or_class(value: str) -> list[str]:
    """FiveFilters matches a part of the id or class."""
    name = value.strip("'\" ")
    if not name:
        raise NotTakenOver("empty")
    return _checked([f'[class*="{name}"]', f'[id*="{name}"]'])


def _selectors(xpath: str) -> list[str]:
    """CSS selectors that find what an XPath finds. Raises NotTakenOver."""
    return _checked([_selector(part.strip()) for part in re.split(r"\|(?![^\[]*\])", xpath)])


def _checked(selectors: list[str]) -> list[str]:
    SiteRules("", drop=tuple(selectors))  # raises ValueError for one that site files do not know
    return selectors


def _selector(xpath: str) -> str:
    at, css = 0, ""
    while at < len(xpath):
        step = _STEP.match(xpath, at)
        if not step:
            raise NotTakenOver(f"no equivalent for {xpath[at:]!r}")
        if css:
            css += " > " if step[1] == "/" else " "
        tests = "".join(_test(match[1]) for match in _PREDICATE.finditer(step[3]))
        css += (step[2] if step[2] != "*" or not tests else "") + tests
        at = step.end()
    if not css or css == "*":
        raise NotTakenOver("would match the whole page")
    return css


def _test(text: str) -> str:
    css = ""
    for part in re.split(r"\s+and\s+", text):
        match = _TEST.fullmatch(part)
        if not match:
            raise NotTakenOver(f"no equivalent for [{text}]")
        css += _css(match)
    return css


def _css(match: re.Match[str]) -> str:
    if match["w"]:
        return f".{match['w']}"
    if match["has"]:
        return f"[{match['has']}]"
    if match["a"]:
        value = match["v"]
        if match["a"] in ("id", "class") and _PLAIN.fullmatch(value) and match["a"] == "id":
            return f"#{value}"
        return f'[{match["a"]}="{value}"]'
    if match["ca"]:
        return f'[{match["ca"]}*="{match["cv"]}"]'
    return f'[{match["sa"]}^="{match["sv"]}"]'
