"""CSS selectors over a page's elements: the part of CSS that site rules need.

Tags, ``*``, ``.class``, ``#id``, ``[attr]``, ``[attr=value]`` (also ``^=``, ``$=``, ``*=``,
``~=``), descendants, children (``>``) and lists (``,``). A page keeps its block-level
elements only: a selector that ends in an inline element (a span, a link) finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...page import Element
from ...patterns import pattern

_NAME = r"(?:[\w\u00a0-\U0010ffff-]|\\.)+"
_PART = pattern(
    rf"(?P<tag>\*|{_NAME})|\.(?P<class>{_NAME})|\#(?P<id>{_NAME})"
    rf"|\[\s*(?P<attr>{_NAME})\s*(?:(?P<op>[~^$*]?=)\s*(?:\"(?P<dq>[^\"]*)\"|'(?P<sq>[^']*)'|(?P<bare>[^\]\s]+))\s*)?\]"
)
_COMBINATOR = pattern(r"\s*(>)\s*|\s+")
_TESTS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda have, want: have == want,
    "^=": lambda have, want: bool(want) and have.startswith(want),
    "$=": lambda have, want: bool(want) and have.endswith(want),
    "*=": lambda have, want: bool(want) and want in have,
    "~=": lambda have, want: want in have.split(),
}


@dataclass(frozen=True, slots=True)
class _Compound:
    """One step of a selector; ``child``: it must be a child of what the step before matched."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]
    attrs: tuple[tuple[str, str, str], ...]
    child: bool

    def matches(self, element: Element) -> bool:
        attrs = element.attrs
        if self.tag not in ("*", element.tag):
            return False
        if self.classes and not self.classes <= set((attrs.get("class") or "").split()):
            return False
        if self.ids and self.ids != {attrs.get("id")}:
            return False
        return all(
            name in attrs and (not test or _TESTS[test](attrs[name] or "", want)) for name, test, want in self.attrs
        )


class Selector:
    """A parsed selector. Raises ValueError, with what is wrong, when it cannot be read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._paths = [_path(part, text) for part in _split(text)]

    def select(self, elements: Sequence[Element]) -> list[bool]:
        """Whether each element is matched."""
        found = [False] * len(elements)
        for path in self._paths:
            for i, hit in enumerate(_match(path, elements)):
                found[i] = found[i] or hit
        return found


def _match(path: Sequence[_Compound], elements: Sequence[Element]) -> list[bool]:
    """Which elements end the path. Parents come before their children, so one pass a step is enough."""
    reached = [True] * len(elements)
    for step, compound in enumerate(path):
        above = [False] * len(elements)  # whether the step before was matched by an ancestor (or the parent)
        for i, element in enumerate(elements):
            if element.parent >= 0:
                up = element.parent
                above[i] = reached[up] or (not compound.child and above[up])
        reached = [(step == 0 or above[i]) and compound.matches(e) for i, e in enumerate(elements)]
    return reached


def _split(text: str) -> list[str]:
    """The parts of a list, commas inside brackets aside."""
    parts = re.split(r",(?![^\[]*\])", text)
    if not all(part.strip() for part in parts):
        raise ValueError(f"empty selector in {text!r}")
    return [part.strip() for part in parts]


def _path(part: str, text: str) -> list[_Compound]:
    found: list[_Compound] = []
    at, child = 0, False
    while at < len(part):
        compound, at = _compound(part, at, child, text)
        found.append(compound)
        if at < len(part):
            between = _COMBINATOR.match(part, at)
            if not between or between.end() == len(part):
                raise ValueError(f"{text!r} is not understood from {part[at:]!r} on")
            child, at = bool(between[1]), between.end()
    return found


def _compound(part: str, at: int, child: bool, text: str) -> tuple[_Compound, int]:
    tag, classes, ids, attrs = "*", set(), set(), []
    start = at
    while match := _PART.match(part, at):
        if match["tag"]:
            if at > start:
                break
            tag = match["tag"].lower()
        elif match["class"]:
            classes.add(_plain(match["class"]))
        elif match["id"]:
            ids.add(_plain(match["id"]))
        else:
            value = next((match[g] for g in ("dq", "sq", "bare") if match[g] is not None), "")
            attrs.append((match["attr"].lower(), match["op"] or "", value))
        at = match.end()
    if at == start:
        raise ValueError(f"{text!r} is not understood from {part[at:]!r} on")
    return _Compound(tag, frozenset(classes), frozenset(ids), tuple(attrs), child), at


def _plain(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name)
