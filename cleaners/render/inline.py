"""Writes the text of one block with its marks as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..page import Block, Mark
from .escape import escape, safe_url

_SIGNS = {"strong": "**", "em": "*"}
_BACKTICKS = re.compile(r"`+")
_LIST_NUMBER = re.compile(r"(?m)^([ \t]*\d{1,9})([.)])(?=\s|$)")


def inline(block: Block, base: str | None, marks: bool = True) -> str:
    """The block's text, escaped, with links, strong, emphasis and code where they can be written safely."""
    if not block.marks or not marks:
        return escape(block.text)
    # `escape` cannot recognise a list number when a mark is between the number and its dot.
    return _LIST_NUMBER.sub(r"\1\\\2", _render(block.text, 0, len(block.text), _nested(block), base))


class _Node:
    """A mark and the marks inside it."""

    __slots__ = ("end", "href", "inner", "kind", "start")

    def __init__(self, mark: Mark, start: int, end: int) -> None:
        self.kind, self.href, self.start, self.end = mark.kind, mark.href, start, end
        self.inner: list[_Node] = []


def _nested(block: Block) -> list[_Node]:
    """The block's marks as trees, without white space at their ends; none is inside one of its own kind."""
    roots: list[_Node] = []
    path: list[_Node] = []
    for mark in sorted(block.marks, key=lambda mark: (mark.start, -mark.end)):
        start, end = _trimmed(block.text, mark.start, min(mark.end, len(block.text)))
        while path and path[-1].end <= start:
            path.pop()
        if path:
            end = min(end, path[-1].end)
        if start >= end or any(node.kind in (mark.kind, "code") for node in path):
            continue
        node = _Node(mark, start, end)
        (path[-1].inner if path else roots).append(node)
        path.append(node)
    return roots


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())


def _render(text: str, start: int, end: int, nodes: Iterable[_Node], base: str | None) -> str:
    parts: list[str] = []
    position = start
    for node in nodes:
        if node.start > position:
            parts.append(escape(text[position : node.start], position == 0 or text[position - 1] == "\n"))
        markdown = _mark(text, node, base)
        if markdown[:1] == "[" and parts and parts[-1][-1:] == "!":
            parts[-1] = parts[-1][:-1] + "\\!"
        if markdown[:1] in "*`" and parts and parts[-1][-1:] == markdown[:1]:
            markdown = escape(text[node.start : node.end], False)  # two runs of signs would be read as one
        parts.append(markdown)
        position = node.end
    if position < end:
        parts.append(escape(text[position:end], position == 0 or text[position - 1] == "\n"))
    return "".join(parts)


def _mark(text: str, node: _Node, base: str | None) -> str:
    if node.kind == "code":
        return _code(text[node.start : node.end])
    inner = _render(text, node.start, node.end, node.inner, base)
    if node.kind == "link":
        target = safe_url(node.href, base)
        return f"[{inner}]({target})" if target else inner
    if not _flanked(text, node, inner):
        return inner
    sign = _SIGNS[node.kind]
    return f"{sign}{inner}{sign}"


def _flanked(text: str, node: _Node, inner: str) -> bool:
    """Whether a parser would read signs around this text as emphasis: this needs a letter inside or a space outside."""
    before = text[node.start - 1] if node.start else " "
    after = text[node.end] if node.end < len(text) else " "
    if inner[0] == "*" or inner[-1] == "*" or before == "*" or after == "*":
        return False
    opens = inner[0].isalnum() or before.isspace()
    closes = inner[-1].isalnum() or after.isspace()
    return opens and closes


def _code(text: str) -> str:
    """A code span, whose fence is longer than any run of backticks inside."""
    text = " ".join(text.split())
    fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(text)), default=0))
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"
