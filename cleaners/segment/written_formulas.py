"""Finds the formulas that authors write into their text between signs such as \\( \\), $ $ and $$ $$."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ..page import Mark
from .tex import Formula, formula, is_short_tex, is_surely_tex, is_tex

_OPENING = re.compile(
    r"\\\(|\\\[|\$\$|(?<![\\$\w])\$(?=[^\s$])"
    r"|\\begin\{(?P<name>equation|align|alignat|gather|multline|eqnarray|displaymath|math|flalign|split|cases)(?P<star>\*?)\}"
)
_CLOSING = {"\\(": "\\)", "\\[": "\\]", "$$": "$$", "$": "$"}
_VARIABLE = re.compile(r"\{[\w.]{1,40}\}")  # ${NAME} of a shell
_SPACES = re.compile(r"[ \n]*")
_MAX_CHARS = {"$": 600}  # of one formula
_DEFAULT_MAX = 5_000
# Names of programs for formulas, and commands that no other text has.
_SIGNS_OF_TEX = (
    "athJax", "athjax", "katex", "KaTeX", "tex2jax", "arithmatex",
    "\\frac{", "\\mathbb{", "\\mathcal{", "\\mathrm{", "\\sum_", "\\int_", "\\begin{align", "\\begin{equation",
)  # fmt: skip


def shows_formulas(source: str) -> bool:
    """Whether a page's source names a program that turns TeX in the text into formulas, or has TeX itself."""
    return any(sign in source for sign in _SIGNS_OF_TEX)  # much faster than a pattern that ignores case


def may_have_formulas(text: str) -> bool:
    """Whether a text has one of the signs that formulas begin with."""
    return "$" in text or "\\(" in text or "\\[" in text or "\\begin{" in text


def mark_written(text: str, marks: Sequence[Mark], known: bool) -> tuple[str, tuple[Mark, ...]]:
    """The text without the signs around its formulas, and its marks with those of the formulas.

    ``known``: the page shows formulas. Without that, only what is certainly TeX counts, so that prices,
    variables of a shell and escaped brackets stay as they are.
    """
    code = bytearray(len(text))
    for mark in marks:
        if mark.kind in ("code", "formula", "display"):
            code[mark.start : mark.end] = b"\1" * (min(mark.end, len(text)) - mark.start)
    found = [found for found in _formulas(text, known) if code.find(1, found[0], found[1]) < 0]
    if not found:
        return text, tuple(marks)
    return _Rewritten(text, found).result(marks)


def _formulas(text: str, known: bool) -> list[tuple[int, int, Formula]]:
    """The formulas of a text, each with its range there, delimiters included."""
    found: list[tuple[int, int, Formula]] = []
    unclosed: set[str] = set()  # closing signs that do not come again
    position = 0
    while match := _OPENING.search(text, position):
        opening = match[0]
        closing = _CLOSING.get(opening) or f"\\end{{{match['name']}{match['star']}}}"
        position = match.end()
        end = (
            -1
            if closing in unclosed
            else text.find(closing, position, position + _MAX_CHARS.get(opening, _DEFAULT_MAX))
        )
        if end < 0:
            if closing not in unclosed and text.find(closing, position) < 0:
                unclosed.add(closing)
            continue
        inner = text[position:end]
        again = inner.rfind(opening) if opening[0] != "$" else -1
        if again >= 0:
            position += again  # the last opening sign before the closing one
            continue
        shown = _shown(opening, inner, text[end + len(closing) : end + len(closing) + 1], known)
        if shown is not None:
            found.append((match.start(), end + len(closing), shown))
            position = end + len(closing)
    return found


def _shown(opening: str, inner: str, following: str, known: bool) -> Formula | None:
    """The formula between two signs, None where they are other signs."""
    if opening.startswith("\\begin"):
        return formula(f"{opening}{inner}\\end{opening[6:]}", True)
    if opening == "$":
        if inner[-1:].isspace() or following.isalnum() or inner[-1:] == "\\" or _VARIABLE.match(inner):
            return None
        accepted = is_surely_tex(inner) or (
            known and (is_tex(inner) or (is_short_tex(inner) and not inner.isdecimal()))
        )
    elif opening == "$$":
        accepted = is_surely_tex(inner) or (known and (is_tex(inner) or is_short_tex(inner.strip())))
    else:
        accepted = bool(inner.strip()) and (
            known or is_short_tex(inner.strip()) or ('"' not in inner and is_tex(inner))
        )
    return formula(inner, opening in ("$$", "\\[")) if accepted else None


class _Rewritten:
    """A text with its formulas in place of what was between the signs; translates positions in the old text."""

    def __init__(self, text: str, found: Sequence[tuple[int, int, Formula]]) -> None:
        self._starts = [start for start, _, _ in found]
        self._found = found
        self._written: list[tuple[int, int]] = []  # by formula: its range in the new text
        self._resumed: list[tuple[int, int]] = []  # by formula: where the text goes on, in the old text and in the new
        parts: list[str] = []
        length = position = 0
        for start, end, shown in found:
            before, tex, position_after = text[position:start], shown.tex, end
            if shown.display:
                before = before.rstrip(" \n")
                before += "\n" if before or (length and parts[-1] != "\n") else ""
                position_after = _SPACES.match(text, end).end()  # type: ignore[union-attr]
            parts += [before, tex]
            length += len(before) + len(tex)
            self._written.append((length - len(tex), length))
            if shown.display and position_after < len(text):
                parts.append("\n")
                length += 1
            position = position_after
            self._resumed.append((position, length))
        self._text = "".join([*parts, text[position:]])

    def result(self, marks: Sequence[Mark]) -> tuple[str, tuple[Mark, ...]]:
        kept = [
            Mark(mark.kind, self._at(mark.start, False), self._at(mark.end, True), mark.href)
            for mark in marks if not self._is_inside(mark)
        ]  # fmt: skip
        kept += [
            Mark("display" if shown.display else "formula", *written)
            for (_, _, shown), written in zip(self._found, self._written, strict=True)
        ]
        kept = [mark for mark in kept if mark.start < mark.end]
        return self._text, tuple(kept)

    def _is_inside(self, mark: Mark) -> bool:
        """Whether a mark is inside one formula: "a_1" there was read as emphasis."""
        index = bisect_right(self._starts, mark.start) - 1
        return index >= 0 and mark.end < self._found[index][1]

    def _at(self, old: int, is_end: bool) -> int:
        """The position in the new text of one in the old; in a formula, its end or start."""
        index = bisect_right(self._starts, old) - 1
        if index < 0:
            return min(old, self._written[0][0])
        start, end, _ = self._found[index]
        if old <= start or (old < end and not is_end):
            return self._written[index][0]
        if old <= end:
            return self._written[index][1]
        old_position, position = self._resumed[index]
        upper = self._written[index + 1][0] if index + 1 < len(self._written) else len(self._text)
        return min(position + max(old - old_position, 0), upper)
