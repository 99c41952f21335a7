"""Collects the text and the marks of one block, with white space collapsed as in a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..page import Mark
from .tex import Formula
from .written_formulas import mark_written

_RAISED = re.compile(r"vertical-align\s{0,9}:\s{0,9}(?:text-)?(sup|sub)(?:er)?\b")
LINKS = frozenset(("link", "noteref"))  # kinds of marks; "noteref" is a link that may be the mark of a footnote
_EDGES = " \n"
_MAX_OPEN = 30  # marks inside each other; deeper ones are not kept, since each block has all that are open around it
_Opened = tuple[str, int, str]  # kind, start, href


class Run:
    """The text of a block while it is collected. The offsets of marks allow for collapsed white space."""

    __slots__ = ("_gap", "_open", "_parts", "_too_deep", "has_wide_formula", "length", "linked", "marks")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self._gap = ""  # white space since the last word: "", " " or "\n"
        self._open: list[_Opened] = []
        self._too_deep = 0  # open marks that are not kept
        self.marks: list[Mark] = []
        self.linked = 0
        self.has_wide_formula = False  # one in display style, which is one of its own where no text is beside it

    def add(self, text: str) -> None:
        """Add collapsible text."""
        words = text.split()
        if not words:
            if text and self.length and not self._gap:
                self._gap = " "
            return
        joined = " ".join(words)
        if self.length and (self._gap or text[0].isspace()):
            joined = (self._gap or " ") + joined
        self._put(joined)
        self._gap = " " if text[-1].isspace() else ""

    def add_verbatim(self, text: str) -> None:
        """Add preformatted text as it is (line ends as "\\n")."""
        self._gap = ""
        self._put(text.replace("\r\n", "\n").replace("\r", "\n"))

    def add_formula(self, formula: Formula) -> None:
        """Add the TeX of a formula; a displayed one is on lines of its own."""
        if not formula.tex:
            return
        if self.length and (self._gap or formula.display):
            self._put("\n" if formula.display else self._gap)
        self._gap = ""
        self.has_wide_formula |= formula.is_wide
        self._put(formula.tex)
        self.marks.append(
            Mark("display" if formula.display else "formula", self.length - len(formula.tex), self.length)
        )
        if formula.display:
            self._gap = "\n"

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

    def note(self, href: str, mark: str) -> bool:
        """Let the end of the text so far refer to a footnote: its last characters, if they are ``mark``.

        Returns False where there is no text yet.
        """
        if self.length:
            text = "".join(self._parts[-4:])
            self.marks.append(Mark("note", self.length - len(mark) * text.endswith(mark), self.length, href))
        return self.length > 0

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
            if kind in LINKS and all(outer not in LINKS for outer, _, _ in outer_marks):
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


def script_by_style(attrs: Mapping[str, str | None]) -> str | None:
    """The kind of mark of an element whose style raises or lowers its text; None for any other."""
    style = attrs.get("style")
    match = _RAISED.search(style) if style and "vertical-align" in style else None
    return match[1] if match else None


def with_formulas(
    text: str, marks: tuple[Mark, ...], shows_formulas: bool, is_wide: bool
) -> tuple[str, tuple[Mark, ...]]:
    """The text and marks of a block with the formulas that are written in its text.

    A formula alone in its block that is set in display style (``is_wide``) is a displayed one.
    """
    if is_wide and len(marks) == 1 and marks[0].kind == "formula" and marks[0].end - marks[0].start == len(text):
        return text, (Mark("display", 0, len(text)),)
    return mark_written(text, marks, shows_formulas)


_BLANK_HEAD = re.compile(r"\A(?:[ \t]*\n)+")


def _trim_lines(text: str) -> str:
    """Preformatted text without the blank lines around it; the first line keeps its indent."""
    text = text.rstrip()
    return _BLANK_HEAD.sub("", text, count=1) if text[:1] in _EDGES else text
