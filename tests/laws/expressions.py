"""Every regular expression of the library, and what in it could take more than linear time."""

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

MANY = 20  # a repeat that may go on longer than this counts as endless


def expressions() -> Iterator[tuple[str, str | bytes, int]]:
    """Module and name, text and flags of each expression that a module of the library holds."""
    for info in pkgutil.walk_packages(cleaners.__path__, "cleaners."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for found in _in(value):
                if isinstance(found, _Pattern):
                    yield f"{info.name}.{name}", found.pattern, found._flags
                else:
                    yield f"{info.name}.{name}", found.pattern, found.flags


def _in(value: Any, depth: int = 0) -> Iterator[Any]:
    if isinstance(value, (re.Pattern, _Pattern)):
        yield value
    elif depth < 3 and isinstance(value, dict):
        for part in value.values():
            yield from _in(part, depth + 1)
    elif depth < 3 and isinstance(value, (tuple, list)):
        for part in value:
            yield from _in(part, depth + 1)


def nested_repeats(text: str | bytes, flags: int) -> list[str]:
    """The endless repeats, not possessive, whose content may be nothing but an endless repeat."""
    return [str(part) for part in _repeats(parser.parse(text, flags & ~re.DEBUG))]


def _repeats(parts: Any) -> Iterator[Any]:
    for operation, value in parts:
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            _, most, inner = value
            if most > MANY and any(_is_all_repeat(branch) for branch in _branches(inner)):
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
    """The ways to match a sequence that is a group or an alternative by itself."""
    parts = list(parts)
    if len(parts) == 1 and parts[0][0] is sre.SUBPATTERN:
        yield from _branches(parts[0][1][-1])
    elif len(parts) == 1 and parts[0][0] is sre.BRANCH:
        for branch in parts[0][1][1]:
            yield from _branches(branch)
    else:
        yield parts


def _is_all_repeat(parts: Any) -> bool:
    """Whether an endless repeat may be all of a sequence: then its turns can be cut in many ways."""
    endless = [part for part in parts if _is_endless(part)]
    return any(all(other is part or _least(other) == 0 for other in parts) for part in endless)


def _is_endless(part: Any) -> bool:
    return part[0] in (sre.MAX_REPEAT, sre.MIN_REPEAT) and part[1][1] > MANY


def _least(part: Any) -> int:
    operation, value = part
    if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return value[0] and value[2].getwidth()[0]
    if operation is sre.SUBPATTERN:
        return value[-1].getwidth()[0]
    if operation is sre.BRANCH:
        return min(branch.getwidth()[0] for branch in value[1])
    return 0 if operation in (sre.AT, sre.ASSERT, sre.ASSERT_NOT) else 1
