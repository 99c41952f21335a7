"""An HTML page as a tree that can be written again without some of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_VERBATIM = frozenset("script style xmp iframe noembed noframes plaintext".split())


@dataclass(eq=False)
class Node:
    """An element with its attributes and what is in it: elements and, as nodes without a tag, texts.

    ``bare``: only what is in it is written, not the element itself.
    """

    tag: str
    text: str = ""
    attrs: dict[str, str | None] = field(default_factory=dict)
    inside: list[Node] = field(default_factory=list)
    bare: bool = False

    def walk(self) -> Iterator[Node]:
        """The nodes below, each before what is in it."""
        todo = self.inside[::-1]
        while todo:
            node = todo.pop()
            yield node
            todo.extend(reversed(node.inside))


def read_tree(source: str) -> Node:
    """The tree of a page, comments and the doctype aside."""
    top = Node("-top")
    root = LexborHTMLParser(source).root
    todo: list[tuple[Any, Node]] = [(root, top)] if root is not None else []
    while todo:
        found, parent = todo.pop()
        if found.next is not None:
            todo.append((found.next, parent))
        tag = found.tag or ""
        if tag == "-text":
            parent.inside.append(Node("", found.text_content or ""))
        elif tag and tag[0] not in "-!":
            node = Node(tag, "", dict(found.attributes))
            parent.inside.append(node)
            if found.first_child is not None:
                todo.append((found.first_child, node))
    return top


def write_tree(top: Node) -> str:
    """The tree as HTML again."""
    parts = ["<!doctype html>\n"]
    todo: list[Node | str] = [*reversed(top.inside)]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            parts.append(node)
        elif not node.tag:
            parts.append(node.text)
        else:
            verbatim = node.tag in _VERBATIM
            if not node.bare:
                parts.append(_opening(node))
                todo.append("" if node.tag in _VOID else f"</{node.tag}>")
            for child in reversed(node.inside):
                todo.append(child if child.tag else (child.text if verbatim else escape(child.text, quote=False)))
    return "".join(parts)


def _opening(node: Node) -> str:
    attrs = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in node.attrs.items())
    return f"<{node.tag}{attrs}>"
