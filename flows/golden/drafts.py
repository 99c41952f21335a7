"""A page on its way to being small: HTML as a tree, flattened text as lines; both can be cut down and scrubbed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol

from .reduce import smallest
from .scrub import NEUTRAL_ADDRESS, Scrubber, words_in
from .tree import Node, read_tree, write_tree

Holds = Callable[[str], bool]
_ADDRESSES = frozenset("href src srcset action data-src data-href poster cite background formaction".split())
_SAID = re.compile(r"class|id|title|alt|content|value|placeholder|label|summary|aria-label|name|for|data-.*|datetime")
_WRAPPERS = frozenset("html body div span section article main center font a b i em strong small tbody".split())
_FIXED_NAMES = frozenset("meta link".split())  # whose `name` is a word of the language, not of the page


class Draft(Protocol):
    """What both kinds of page can do. ``holds`` is asked of the page's source."""

    def source(self, scrubber: Scrubber | None = None) -> str: ...
    def cut_down(self, holds: Holds) -> None: ...
    def words(self) -> list[str]: ...


def draft_of(source: str, origin: str) -> Draft:
    return HtmlDraft(source) if origin == "html" else TextDraft(source)


class TextDraft:
    """Flattened text: lines, and the words in them."""

    def __init__(self, source: str) -> None:
        self.lines = source.splitlines()

    def source(self, scrubber: Scrubber | None = None) -> str:
        lines = map(scrubber.text, self.lines) if scrubber else self.lines
        return "\n".join(lines) + "\n"

    def cut_down(self, holds: Holds) -> None:
        self.lines = smallest(self.lines, lambda lines: holds("\n".join(lines) + "\n"))
        for at, line in enumerate(self.lines):
            before, after = self.lines[:at], self.lines[at + 1 :]

            def still(words: list[str], before: list[str] = before, after: list[str] = after) -> bool:
                return bool(words) and holds("\n".join([*before, " ".join(words), *after]) + "\n")

            words = line.split()
            if len(words) > 1 and still(words):
                self.lines[at] = " ".join(smallest(words, still))

    def words(self) -> list[str]:
        return words_in(self.lines)


class HtmlDraft:
    """A tree: elements go level by level, then those that only wrap, attributes, and words."""

    def __init__(self, source: str) -> None:
        self.top = read_tree(source)

    def source(self, scrubber: Scrubber | None = None) -> str:
        return write_tree(_scrubbed(self.top, scrubber) if scrubber else self.top)

    def cut_down(self, holds: Holds) -> None:
        self._cut_levels(holds)
        self._unwrap(holds)
        self._cut_attributes(holds)
        self._cut_words(holds)
        self._cut_levels(holds)

    def words(self) -> list[str]:
        return words_in(text for node in self.top.walk() for text in (node.text, *_said(node)))

    def _cut_levels(self, holds: Holds) -> None:
        level = [self.top]
        while level:
            below = [(parent, child) for parent in level for child in parent.inside]
            self._keep(below, holds)
            level = [child for parent in level for child in parent.inside]

    def _keep(self, pairs: list[tuple[Node, Node]], holds: Holds) -> None:
        """Leave out as many of some nodes as can be."""

        def put(kept: Iterable[tuple[Node, Node]]) -> None:
            for parent, _ in pairs:
                parent.inside = []
            for parent, child in kept:
                parent.inside.append(child)

        def still(kept: list[tuple[Node, Node]]) -> bool:
            put(kept)
            return holds(self.source())

        kept = pairs
        try:
            kept = smallest(pairs, still)
        finally:
            put(kept)

    def _unwrap(self, holds: Holds) -> None:
        for node in [node for node in self.top.walk() if node.tag in _WRAPPERS and node.inside]:
            node.bare = True
            self._unless(holds, partial(setattr, node, "bare", False))

    def _cut_attributes(self, holds: Holds) -> None:
        for node in self.top.walk():
            for name in list(node.attrs):
                value = node.attrs.pop(name)
                self._unless(holds, partial(node.attrs.update, {name: value}))

    def _unless(self, holds: Holds, back: Callable[[], None]) -> None:
        """Take the last step back if the fault went away by it, or if nobody can tell any more."""
        stays = False
        try:
            stays = holds(self.source())
        finally:
            if not stays:
                back()

    def _cut_words(self, holds: Holds) -> None:
        for node in [node for node in self.top.walk() if not node.tag]:
            whole, words = node.text, node.text.split()

            def still(kept: list[str], node: Node = node) -> bool:
                node.text = " ".join(kept)
                return bool(kept) and holds(self.source())

            kept = whole
            try:
                if len(words) > 1 and still(words):
                    kept = " ".join(smallest(words, still))
            finally:
                node.text = kept


def _said(node: Node) -> Iterator[str]:
    """The values of a node's attributes that are words of the page's maker."""
    for name, value in node.attrs.items():
        if value and _is_said(node, name):
            yield value


def _is_said(node: Node, name: str) -> bool:
    return bool(_SAID.fullmatch(name)) and not (name == "name" and node.tag in _FIXED_NAMES)


def _scrubbed(top: Node, scrubber: Scrubber) -> Node:
    """A copy of the tree in neutral words."""
    copy = Node(top.tag)
    todo = [(top, copy)]
    while todo:
        node, new = todo.pop(0)
        for child in node.inside:
            attrs = {name: _value(child, name, value, scrubber) for name, value in child.attrs.items()}
            twin = Node(child.tag, scrubber.text(child.text), attrs, [], child.bare)
            new.inside.append(twin)
            todo.append((child, twin))
    return copy


def _value(node: Node, name: str, value: str | None, scrubber: Scrubber) -> str | None:
    if not value:
        return value
    if name in _ADDRESSES:
        return NEUTRAL_ADDRESS if name != "href" or not value.startswith("#") else "#"
    if name == "style":
        return re.sub(r"url\([^)]*\)", f"url({NEUTRAL_ADDRESS})", value)
    return scrubber.text(value) if _is_said(node, name) else value
