"""Collects every regular expression of the library, and finds repeats that could take more than linear time."""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

import cleaners
from cleaners.patterns import _Pattern

MAX_BOUNDED = 20  # a repeat with a larger maximum counts as endless


def expressions() -> Iterator[tuple[str, str | bytes, int]]:
    """Module and name, text and flags of each expression in a module of the library."""
    for info in pkgutil.walk_packages(cleaners.__path__, "cleaners."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for pattern in _patterns_in(value):
                if isinstance(pattern, _Pattern):
                    yield f"{info.name}.{name}", pattern.pattern, pattern._flags
                else:
                    yield f"{info.name}.{name}", pattern.pattern, pattern.flags


def _patterns_in(value: Any, depth: int = 0) -> Iterator[Any]:
    if isinstance(value, (re.Pattern, _Pattern)):
        yield value
    elif depth < 3 and isinstance(value, dict):
        for part in value.values():
            yield from _patterns_in(part, depth + 1)
    elif depth < 3 and isinstance(value, (tuple, list)):
        for part in value:
            yield from _patterns_in(part, depth + 1)


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
