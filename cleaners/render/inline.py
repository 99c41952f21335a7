"""Writes the text of one block with its marks as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..page import Block, Kind, Mark
from .escape import escape, escaped, escaped_characters, safe_url
from .formulas import FORMULAS, inline_formula
from .scripts import write_scripts

_SIGNS = {"strong": "**", "em": "*"}
_VERBATIM = ("code", *FORMULAS)  # nothing is marked inside them
_BACKTICKS = re.compile(r"`+")


def inline(block: Block, base: str | None) -> str:
    """The block's text, escaped, with links, strong, emphasis and code where they can be written safely."""
    if not block.marks and block.kind is not Kind.HEADING:
        return escape(block.text)
    characters = escaped_characters(block.text)
    if block.kind is Kind.HEADING:
        for index in range(len(block.text.rstrip("#")), len(block.text)):
            characters[index] = escaped("#")  # some parsers leave out hashes at the end of a heading
    if any(
        mark.kind in FORMULAS or (mark.kind == "code" and "$" in block.text[mark.start : mark.end])
        for mark in block.marks
    ):
        characters = [escaped("$") if sign == "$" else sign for sign in characters]  # one in code would end a formula
    _escape_edges(block, base, characters)
    write_scripts(block, characters, escaped)
    return _Inline(block.text, characters, base).render(0, len(block.text), _nested(block))


def _escape_edges(block: Block, base: str | None, characters: list[str]) -> None:
    """Escape the signs beside the edge of a mark whose meaning depends on what is beside them."""
    text = block.text
    for mark in block.marks if any(sign in text for sign in "_!^:([") else ():
        start, end = _trimmed(text, mark.start, min(mark.end, len(text)))
        if mark.kind == "note":
            _escape_around_note(text, mark, characters)
            continue
        for index in {max(start - 1, 0), start, max(end - 1, 0), end}:
            if text[index : index + 1] == "_":
                characters[index] = escaped("_")
        for index in (start - 1, start) if mark.kind == "link" and start < end and safe_url(mark.href, base) else ():
            if text[index] in "!^" and index >= 0:
                characters[index] = escaped(text[index])  # else an image or a footnote


def _escape_around_note(text: str, mark: Mark, characters: list[str]) -> None:
    """Escape the signs beside the mark of a note that would make it a picture, a link or a definition."""
    before = len(text[: mark.start].rstrip(" ")) - 1
    if before >= 0 and text[before] in "!^":
        characters[before] = escaped(text[before])
    if text[mark.end : mark.end + 1] in ("(", ":"):
        characters[mark.end] = escaped(text[mark.end])


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
        if mark.kind == "note":
            start, end = mark.start, min(mark.end, len(block.text))
        while path and path[-1].end <= start:
            path.pop()
        if path:
            end = min(end, path[-1].end)
        verbatim = (mark.kind, "note", *_VERBATIM)
        if (start >= end and mark.kind != "note") or any(node.kind in verbatim for node in path):
            continue
        node = _Node(mark, start, end)
        (path[-1].inner if path else roots).append(node)
        path.append(node)
    return roots


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())


class _Inline:
    """Writes the text of one block, whose characters are escaped already, with its marks."""

    def __init__(self, text: str, characters: list[str], base: str | None) -> None:
        self._text, self._characters, self._base = text, characters, base

    def render(self, start: int, end: int, nodes: Iterable[_Node]) -> str:
        parts: list[str] = []
        position = start
        for node in nodes:
            parts += self._characters[position : node.start]
            markdown = self._mark(node)
            if node.kind == "note":
                while parts and parts[-1] == " ":
                    parts.pop()  # a note follows its word
            if markdown[:1] in "*`" and parts and parts[-1][-1:] == markdown[:1]:
                markdown = "".join(self._characters[node.start : node.end])  # two runs of signs would be read as one
            parts.append(markdown)
            position = node.end
        return "".join([*parts, *self._characters[position:end]])

    def _mark(self, node: _Node) -> str:
        if node.kind == "note" and node.href and node.href[0] != "#":
            return f"[^{node.href}]"
        if node.kind == "code":
            return _code(self._text[node.start : node.end])
        if node.kind in FORMULAS:
            written = inline_formula(self._text[node.start : node.end])
            return written or "".join(self._characters[node.start : node.end])
        inner = self.render(node.start, node.end, node.inner)
        if node.kind == "link":
            target = safe_url(node.href, self._base)
            return f"[{inner}]({target})" if target else inner
        if node.kind not in _SIGNS or not _flanked(self._text, node, inner):
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
