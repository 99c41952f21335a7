"""Writes the text of one block with its marks as Markdown."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ..page import Block, Kind, Mark
from .escape import escape, escaped, escaped_characters, safe_url
from .formulas import FORMULAS, inline_formula
from .scripts import write_scripts

_OTHER_SIGNS = {"strong": "__", "em": "_"}
_SIGNS = {"strong": "**", "em": "*", "del": "~~"}
_VERBATIM = ("code", *FORMULAS)  # nothing is marked inside them
_MAX_STRONG = 200  # characters of a term or title that is written as strong text
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
    return _Inline(block.text, characters, base).render(0, len(block.text), nested_marks(block))


def strong(block: Block) -> Block:
    """A block of one line as strong text."""
    if "\n" in block.text or len(block.text) > _MAX_STRONG:
        return block
    return replace(block, marks=(Mark("strong", 0, len(block.text)), *block.marks))


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
    before = mark.start - 1
    while before >= 0 and text[before] == " ":
        before -= 1
    if before >= 0 and text[before] in "!^":
        characters[before] = escaped(text[before])
    if text[mark.end : mark.end + 1] in ("(", ":"):
        characters[mark.end] = escaped(text[mark.end])


class MarkNode:
    """A mark and the marks inside it."""

    __slots__ = ("end", "href", "inner", "kind", "start")

    def __init__(self, mark: Mark, start: int, end: int) -> None:
        self.kind, self.href, self.start, self.end = mark.kind, mark.href, start, end
        self.inner: list[MarkNode] = []


def nested_marks(block: Block) -> list[MarkNode]:
    """The block's marks as trees, without white space at their ends; none is inside one of its own kind."""
    roots: list[MarkNode] = []
    path: list[MarkNode] = []
    for mark in sorted(_code_around_links(block.marks), key=_outermost_first):
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
        node = MarkNode(mark, start, end)
        (path[-1].inner if path else roots).append(node)
        path.append(node)
    return roots


def _outermost_first(mark: Mark) -> tuple[int, int, int]:
    """Of marks of the same characters a link is outermost and code innermost: there is no mark in code."""
    return mark.start, -mark.end, (mark.kind != "link") + (mark.kind == "code")


def _code_around_links(marks: Sequence[Mark]) -> Sequence[Mark]:
    """The marks with code in parts where there are links in it: a link can be around code, not inside."""
    kinds = {mark.kind for mark in marks}
    if "link" not in kinds or "code" not in kinds:
        return marks
    edges = sorted({edge for mark in marks if mark.kind == "link" for edge in (mark.start, mark.end)})
    parts: list[Mark] = []
    for mark in marks:
        inside = edges[bisect_right(edges, mark.start) : bisect_left(edges, mark.end)] if mark.kind == "code" else ()
        cuts = [mark.start, *inside, mark.end]
        parts += [Mark(mark.kind, start, end, mark.href) for start, end in pairwise(cuts)]
    return parts


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())


def is_written_note(node: MarkNode) -> bool:
    """Whether a mark is that of a note that is written: its name, not a place on the page."""
    return node.kind == "note" and node.href[:1] not in ("", "#")


class _Inline:
    """Writes the text of one block, whose characters are escaped already, with its marks."""

    def __init__(self, text: str, characters: list[str], base: str | None) -> None:
        self._text, self._characters, self._base = text, characters, base

    def render(self, start: int, end: int, nodes: Iterable[MarkNode]) -> str:
        parts: list[str] = []
        position = start
        for node in nodes:
            parts += self._characters[position : node.start]
            markdown = self._mark(node)
            if node.kind == "note":
                while parts and parts[-1] == " ":
                    parts.pop()  # a note follows its word
            if markdown[:1] in "*`~_" and parts and parts[-1][-1:] == markdown[:1]:
                markdown = "".join(self._characters[node.start : node.end])  # two runs of signs would be read as one
            parts.append(markdown)
            position = node.end
        return "".join([*parts, *self._characters[position:end]])

    def _mark(self, node: MarkNode) -> str:
        if is_written_note(node):
            return f"[^{node.href}]"
        if node.kind in FORMULAS:
            written = inline_formula(self._text[node.start : node.end])
            return written or "".join(self._characters[node.start : node.end])
        if node.kind == "code":
            return _code(self._text[node.start : node.end])
        inner = self.render(node.start, node.end, node.inner)
        if node.kind == "link":
            target = safe_url(node.href, self._base)
            return f"[{inner}]({target})" if target else inner
        sign = _sign(self._text, node, inner)
        return f"{sign}{inner}{sign}"


def _sign(text: str, node: MarkNode, inner: str) -> str:
    """The sign on both sides of this text that every parser reads as emphasis; "" where there is none."""
    sign = _SIGNS.get(node.kind, "") if inner else ""
    if not sign:
        return ""
    before = text[node.start - 1] if node.start else " "
    after = text[node.end] if node.end < len(text) else " "
    edges, around = {inner[0], inner[-1]}, {before, after}
    if "*" in around or (node.kind == "del" and not (edges | around).isdisjoint("~&;")):
        return ""
    if "*" in edges:  # of emphasis inside: three signs in a row are read in more than one way
        sign = _OTHER_SIGNS.get(node.kind, "") if "_" not in edges and all(map(_is_edge, around)) else ""
    opens = inner[0].isalnum() or _is_edge(before)
    closes = inner[-1].isalnum() or _is_edge(after)
    return sign if opens and closes else ""


def _is_edge(character: str) -> bool:
    """Whether a sign may begin or end beside a character, whatever is on its other side."""
    return character.isspace() or (character != "_" and unicodedata.category(character)[0] == "P")


def _code(text: str) -> str:
    """A code span, whose fence is longer than any run of backticks inside."""
    text = " ".join(text.split())
    fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(text)), default=0))
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"
