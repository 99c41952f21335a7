"""Collects every regular expression of the library, and finds repeats that could take more than linear time."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from types import ModuleType
from typing import Any

import cleaners
from cleaners.patterns import _Pattern

MAX_BOUNDED = 20  # a repeat with a larger maximum counts as endless


@dataclass(frozen=True)
class Expression:
    """A compiled expression of a module. ``is_searched``: it is looked for in a text, not only matched at one place."""

    name: str
    pattern: Any
    is_searched: bool

    @property
    def text(self) -> str | bytes:
        return self.pattern.pattern  # type: ignore[no-any-return]

    @property
    def flags(self) -> int:
        return self.pattern._flags if isinstance(self.pattern, _Pattern) else self.pattern.flags  # type: ignore[no-any-return]


def expressions(*packages: ModuleType) -> Iterator[Expression]:
    """Every expression in the modules of these packages (default: the library), also those in tables and objects."""
    seen = set()
    for package in packages or (cleaners,):
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if info.name.endswith("__main__"):
                continue
            module = importlib.import_module(info.name)
            source = inspect.getsource(module)
            for name, value in vars(module).items():
                for pattern in _patterns_in(value):
                    key = (pattern.pattern, pattern.flags)
                    if key not in seen:
                        seen.add(key)
                        only_matched = re.search(rf"\b{name}\.(?:full)?match\(", source) is not None
                        searched = re.search(rf"\b{name}\b(?!\.(?:full)?match\(| = )", source) is not None
                        yield Expression(f"{info.name}.{name}", pattern, searched or not only_matched)


def _patterns_in(value: Any, depth: int = 0) -> Iterator[Any]:
    if isinstance(value, (re.Pattern, _Pattern)):
        yield value
        return
    parts: list[Any] = []
    if isinstance(value, dict):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, (tuple, list, set, frozenset)):
        parts = list(value)
    elif is_dataclass(value):
        parts = [getattr(value, part.name, None) for part in fields(value)]
    elif isinstance(value, type) and value.__module__.startswith(("cleaners", "flows")):
        parts = list(vars(value).values())
    for part in parts if depth < 4 else ():
        yield from _patterns_in(part, depth + 1)


def literals(text: str | bytes, flags: int) -> tuple[list[str], list[str]]:
    """The characters, one of each class, and the words that an expression looks for."""
    characters: dict[str, None] = {}
    words: dict[str, None] = {}

    def walk(parts: Any) -> None:
        run = ""
        for operation, value in [*parts, (None, None)]:
            if operation is sre.LITERAL:
                run += chr(value)
                characters[chr(value)] = None
                continue
            if len(run) > 1:
                words[run] = None
            run = ""
            if operation is sre.IN:
                characters.update(dict.fromkeys(_members(value)))
            elif operation in (sre.ANY, sre.NOT_LITERAL):
                characters["x"] = None
            elif operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
                walk(value[2])
            else:
                for inner in _inside(operation, value):
                    walk(inner)

    walk(parser.parse(text, flags & ~re.DEBUG))
    return list(characters), list(words)


def _members(value: Any) -> list[str]:
    """Some characters of a class, and one that is none of them where it is negated."""
    of_category = {"SPACE": " ", "DIGIT": "1", "WORD": "a", "NOT_SPACE": "x", "NOT_DIGIT": "x", "NOT_WORD": "."}
    found = []
    for operation, member in value:
        if operation is sre.LITERAL:
            found.append(chr(member))
        elif operation is sre.RANGE:
            found.append(chr(member[0]))
        elif operation is sre.CATEGORY:
            found.append(of_category[str(member).removeprefix("CATEGORY_")])
    if value[0][0] is sre.NEGATE:
        found.append(next(char for char in "xy1 -." if char not in found))
    return found[:7]


def nested_repeats(text: str | bytes, flags: int) -> list[str]:
    """The endless repeats, not possessive, whose content may be a single endless repeat."""
    return [str(part) for part in _repeats(parser.parse(text, flags & ~re.DEBUG))]


def _repeats(parts: Any) -> Iterator[Any]:
    for operation, value in parts:
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            _, maximum, inner = value
            if maximum > MAX_BOUNDED and any(_is_all_repeat(branch) for branch in _branches(inner)):
                yield value
            yield from _repeats(inner)
        else:
            for inner in _inside(operation, value):
                yield from _repeats(inner)


def _inside(operation: Any, value: Any) -> Iterator[Any]:
    if operation is sre.SUBPATTERN:
        yield value[-1]
    elif operation is sre.BRANCH:
        yield from value[1]
    elif operation in (sre.ASSERT, sre.ASSERT_NOT):
        yield value[1]
    elif operation is sre.GROUPREF_EXISTS:
        yield from (part for part in value[1:] if part is not None)
    elif operation in (sre.POSSESSIVE_REPEAT, sre.ATOMIC_GROUP):
        yield value[2] if operation is sre.POSSESSIVE_REPEAT else value


def _branches(parts: Any) -> Iterator[Any]:
    """The alternatives of a sequence that is a single group or alternation."""
    parts = list(parts)
    if len(parts) == 1 and parts[0][0] is sre.SUBPATTERN:
        yield from _branches(parts[0][1][-1])
    elif len(parts) == 1 and parts[0][0] is sre.BRANCH:
        for branch in parts[0][1][1]:
            yield from _branches(branch)
    else:
        yield parts


def _is_all_repeat(parts: Any) -> bool:
    """Whether an endless repeat may match all of a sequence: then the text can be divided in many ways."""
    endless = [part for part in parts if _is_endless(part)]
    return any(all(each is part or _min_width(each) == 0 for each in parts) for part in endless)


def _is_endless(part: Any) -> bool:
    return part[0] in (sre.MAX_REPEAT, sre.MIN_REPEAT) and part[1][1] > MAX_BOUNDED


def _min_width(part: Any) -> int:
    operation, value = part
    if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return value[0] and value[2].getwidth()[0]
    if operation is sre.SUBPATTERN:
        return value[-1].getwidth()[0]
    if operation is sre.BRANCH:
        return min(branch.getwidth()[0] for branch in value[1])
    return 0 if operation in (sre.AT, sre.ASSERT, sre.ASSERT_NOT) else 1
