"""Reads the text of one listing: its lines as a browser shows them, without numbers, buttons and labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .listing_chrome import NUMBERS, ListingParts, has_frame
from .listing_numbers import without_glued, without_leading
from .tags import BLOCK, OPAQUE

# Elements that show that a <pre> holds more than a listing: its parts are then blocks of their own.
_NO_LISTING = frozenset(
    "h1 h2 h3 h4 h5 h6 article section figure form iframe blockquote ul dl details main aside header footer nav "
    "fieldset textarea".split()
)
_SKIPPED = OPAQUE | {"head", "select", "datalist"}
_LINE_CLASSES = frozenset(
    "line code-line token-line ec-line view-line cm-line CodeMirror-line hljs-line crayon-line react-file-line "
    "c-line source-line code__line ace_line hljs-ln-line highlight-line codeline code_line cl-line".split()
)
_MAX_PARTS, _MAX_NUMBER = 3, 9  # spaces and a number; its characters with them
_TOKEN_CLASS = 2  # characters of Pygments' classes
_TOKEN = re.compile(r"token|hljs|number|mtk|lit|constant|value", re.I)
_INVISIBLE = str.maketrans({"\u00a0": " ", "\u200b": None, "\ufeff": None})


@dataclass(slots=True)
class Listing:
    """The code of a listing and its language. ``removed`` is what is no code, by reason; ``linked`` as in a block."""

    text: str
    removed: dict[str, list[str]] = field(default_factory=dict)
    linked: int = 0
    language: str = ""


class ListingReader:
    """Walks over one listing without recursion. ``visited`` is the number of nodes read."""

    def __init__(self, hides: Callable[[Any, str, Mapping[str, str | None]], str], is_pre: bool) -> None:
        self._hides, self._is_pre = hides, is_pre
        self._lines: list[list[str]] = [[]]
        self._ends_line = False  # an element that is a line has ended; a line end after it is the same one
        self._breaks, self._doubled = 0, list[int]()  # <br>, and the lines that begin with a line end after one
        self._after_break = False
        self._number_ends: dict[int, int] = {}  # by line: where a number with an element of its own ends
        self._removed: dict[str, list[str]] = {}
        self._links = self._codes = self._linked = 0  # open <a> and <code> elements; characters in links
        self.code_attributes: Mapping[str, str | None] | None = None  # of the first <code> inside
        self.visited = 0

    def read(self, root: Any) -> Listing | None:
        """The listing; None where the element holds something else."""
        pending: list[Any] = [root.first_child] if root.first_child is not None else []
        parts = ListingParts(self._hides, self._is_pre and has_frame(root))
        while pending:
            node = pending.pop()
            if type(node) is tuple:
                self._leave(*node)
                continue
            self.visited += 1
            if node.next is not None:
                pending.append(node.next)
            tag = node.tag or "-unnamed"
            if tag == "-text":
                self._text(node)
            elif tag == "br":
                self._line_break()
            elif tag in _NO_LISTING or (tag == "pre" and not self._is_pre):
                return None
            elif tag[0] not in "-!" and tag not in _SKIPPED:
                attrs = node.attributes
                reason = parts.reason(tag, node, attrs, inside_code=self._codes > 0)
                if reason:
                    self._remove(reason, node)
                else:
                    self._enter(tag, node, attrs, pending)
        return self._listing()

    def _remove(self, reason: str, node: Any) -> None:
        text = (node.text() or "").strip()
        if text:
            self._removed.setdefault(reason, []).append(text)

    def _enter(self, tag: str, node: Any, attrs: Mapping[str, str | None], pending: list[Any]) -> None:
        if tag == "code" and self.code_attributes is None:
            self.code_attributes = attrs
        is_line = _is_line(tag, attrs)
        if is_line and (self._ends_line or self._has_text()):
            self._new_line()
        self._links += tag == "a"
        self._codes += tag == "code"
        may_be_number = not self._has_text() and _may_hold_number(tag, attrs)
        pending.append((tag, is_line, len(self._lines), may_be_number))
        if node.first_child is not None:
            pending.append(node.first_child)

    def _leave(self, tag: str, is_line: bool, line: int, may_be_number: bool) -> None:
        self._links -= tag == "a"
        self._codes -= tag == "code"
        if is_line:
            self._ends_line = self._ends_line or not (len(self._lines) > line and not self._lines[-1])
        elif may_be_number and line == len(self._lines) and len(self._lines[-1]) <= _MAX_PARTS:
            text = "".join(self._lines[-1])
            if text.strip().isdecimal() and text.isascii() and len(text) <= _MAX_NUMBER:
                self._number_ends[line - 1] = len(text)

    def _text(self, node: Any) -> None:
        text = node.text_content or ""
        if text.isspace() and _is_between_blocks(node):
            return  # the source's own lines, between the elements that are lines
        self._write(text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE))

    def _write(self, text: str) -> None:
        if not text:
            return
        if text[0] == "\n":
            if self._after_break:
                self._doubled.append(len(self._lines) - 1)
            elif self._ends_line:
                text = text[1:]
                self._new_line()
        elif self._ends_line:
            self._new_line()
        self._after_break = False
        if not text:
            return
        self._ends_line = False
        first, *others = text.split("\n")
        if first:
            self._lines[-1].append(first)
        self._lines += [[line] if line else [] for line in others]
        if self._links:
            self._linked += len(text.strip())

    def _line_break(self) -> None:
        self._breaks += 1
        self._new_line()
        self._after_break = True

    def _new_line(self) -> None:
        self._ends_line = self._after_break = False
        self._lines.append([])

    def _has_text(self) -> bool:
        return bool(self._lines[-1])

    def _listing(self) -> Listing:
        lines = ["".join(parts) for parts in self._lines]
        if 1 < self._breaks == len(self._doubled):  # each <br> with a line end after it: an editor wrote both
            doubled = set(self._doubled)
            lines = [line for index, line in enumerate(lines) if index not in doubled]
            self._number_ends.clear()
        rest = without_leading(lines, self._number_ends) or without_glued(lines)
        if rest is not None:
            numbers = [line[: len(line) - len(kept)].strip() for line, kept in zip(lines, rest, strict=True)]
            self._removed.setdefault(NUMBERS, []).extend(filter(None, numbers))
            lines = rest
        while lines and not lines[0].strip():
            del lines[0]
        text = "\n".join(line if line.strip() else "" for line in lines).rstrip()
        return Listing(text, self._removed, min(self._linked, len(text)))


def _is_line(tag: str, attrs: Mapping[str, str | None]) -> bool:
    if tag in BLOCK:
        return tag not in ("td", "th", "tbody", "pre")
    if "data-line" in attrs:
        return True
    classes = attrs.get("class") or ""
    return bool(classes) and not _LINE_CLASSES.isdisjoint(classes.split())


def _may_hold_number(tag: str, attrs: Mapping[str, str | None]) -> bool:
    """Whether a number alone in an element may be that of a line: not where a highlighter colours it as a number."""
    classes = (attrs.get("class") or "").split()
    return tag in ("td", "th", "a", "b", "i", "em", "strong", "small", "label") or (
        "style" not in attrs and not any(len(name) <= _TOKEN_CLASS or _TOKEN.search(name) for name in classes)
    )


def _is_between_blocks(node: Any) -> bool:
    return any(neighbour is not None and neighbour.tag in BLOCK for neighbour in (node.prev, node.next))
