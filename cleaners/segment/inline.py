"""Collects the text and the marks of one block, with white space collapsed as in a browser."""

from __future__ import annotations

import re

from ..page import Mark

_EDGES = " \n"
_MAX_OPEN = 30  # marks inside each other; deeper ones are not kept, since each block has all that are open around it
_Opened = tuple[str, int, str]  # kind, start, href


class Run:
    """The text of a block while it is collected. The offsets of marks allow for collapsed white space."""

    __slots__ = ("_gap", "_open", "_parts", "_too_deep", "length", "linked", "marks")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self._gap = ""  # white space since the last word: "", " " or "\n"
        self._open: list[_Opened] = []
        self._too_deep = 0  # open marks that are not kept
        self.marks: list[Mark] = []
        self.linked = 0

    def add(self, text: str) -> None:
        """Add collapsible text."""
        words = text.split()
        if not words:
            if text and self.length and not self._gap:
                self._gap = " "
            return
        if self.length and (self._gap or text[0].isspace()):
            self._put(self._gap or " ")
        self._put(" ".join(words))
        self._gap = " " if text[-1].isspace() else ""

    def add_verbatim(self, text: str) -> None:
        """Add preformatted text as it is (line ends as "\\n")."""
        self._gap = ""
        self._put(text.replace("\r\n", "\n").replace("\r", "\n"))

    def line_break(self) -> bool:
        """Add a <br>. Returns True when it is the second in a row, which ends a paragraph."""
        if not self.length:
            return False
        if self._gap == "\n":
            return True
        self._gap = "\n"
        return False

    def space(self) -> None:
        """Separate two neighbours that have no space between them in the source."""
        if self.length and not self._gap:
            self._gap = " "

    def last_character(self) -> str:
        """The last character, "" at the beginning and after white space."""
        return self._parts[-1][-1:] if self._parts and not self._gap else ""

    def open(self, kind: str, href: str) -> None:
        if len(self._open) >= _MAX_OPEN:
            self._too_deep += 1
            return
        start = self.length + (1 if self._gap and self.length else 0)
        self._open.append((kind, start, href))

    def close(self) -> None:
        if self._too_deep:
            self._too_deep -= 1
            return
        if not self._open:
            return
        self._mark(self._open.pop(), self._open)

    def _mark(self, mark: _Opened, outer_marks: list[_Opened]) -> None:
        """End a mark here. The characters of a link inside a link count once."""
        kind, start, href = mark
        if start < self.length:
            self.marks.append(Mark(kind, start, self.length, href))
            if kind == "link" and all(outer != "link" for outer, _, _ in outer_marks):
                self.linked += self.length - start

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)

    def take(self, verbatim: bool = False) -> tuple[str, tuple[Mark, ...], int]:
        """Return (text, marks, number of linked characters) and start again empty, with the open marks still open."""
        for index, mark in enumerate(self._open):
            self._mark(mark, self._open[:index])
        text = "".join(self._parts)
        if verbatim:
            text = _trim_lines(text)
            marks = tuple(mark for mark in self.marks if mark.end <= len(text))
            linked = min(self.linked, len(text))
        else:
            marks, linked = tuple(self.marks), self.linked
        still_open, too_deep = [(kind, 0, href) for kind, _, href in self._open], self._too_deep
        self.__init__()  # type: ignore[misc]
        self._open, self._too_deep = still_open, too_deep
        return text, marks, linked


_BLANK_HEAD = re.compile(r"\A(?:[ \t]*\n)+")


def _trim_lines(text: str) -> str:
    """Preformatted text without the blank lines around it; the first line keeps its indent."""
    text = text.rstrip()
    return _BLANK_HEAD.sub("", text, count=1) if text[:1] in _EDGES else text
