"""Writes superscripts and subscripts so that a reader of plain characters knows them: 10⁶, x^(n+1), H₂O; never 106."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..page import Block, Mark

_DIGITS, _SIGNS = "0123456789", "+-=()−"
_SUPERSCRIPTS = dict(zip(_DIGITS + _SIGNS + "ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁻ⁿⁱ", strict=True))
_SUBSCRIPTS = dict(zip(_DIGITS + _SIGNS + "aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_BESIDE = {sign: sign for sign in ",–* "}  # between digits; there are no raised ones
SCRIPTS = {"sup": ("^", _SUPERSCRIPTS), "sub": ("_", _SUBSCRIPTS)}
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MAX_NAME, _MAX_ALONE = 3, 3  # letters of a name before a script, and of a script that is nothing but letters
_MAX_CHARS = 24  # a longer one is small print, not a script
# Endings of numbers and abbreviations: 1st, 2e, XXe, no, Mlle. They are read as well on the line.
_ENDINGS = re.compile(r"(?:st|nd|rd|th|er|ère|re|e|è|ème|eme|es|o|a|os|as|ª|º|lle|lles|me|mes|r|tm|sm)\Z", re.I)
_BEFORE_ENDING = re.compile(r"[0-9IVXLCDMnN]")
_SPACE = re.compile(r"\s")
_WORD = re.compile(r"[^\W\d_]{3}\s|\s[^\W\d_]{3}")


def write_scripts(block: Block, characters: list[str], escape: Callable[[str], str] = str) -> None:
    """Change the characters of a block's scripts. ``escape`` writes a sign that could end another script."""
    scripts = sorted((mark for mark in block.marks if mark.kind in SCRIPTS), key=lambda mark: (mark.start, -mark.end))
    if scripts:
        writer = _Writer(block, characters, escape)
        for mark in scripts:
            writer.write(mark)


class _Writer:
    """Writes the scripts of one block, in order."""

    def __init__(self, block: Block, characters: list[str], escape: Callable[[str], str]) -> None:
        self._text, self._characters, self._escape = block.text, characters, escape
        self._done = 0  # a script of a script is written with it
        self._after_sign = 0 if "^" in block.text else -1  # where the last sign is that another one could end
        self._verbatim = bytearray(len(block.text))
        for mark in block.marks:
            if mark.kind in ("code", "formula", "display", "note"):
                self._verbatim[mark.start : mark.end] = b"\1" * (min(mark.end, len(block.text)) - mark.start)

    def write(self, mark: Mark) -> None:
        start, end = mark.start, min(mark.end, len(self._text))
        before = self._text[start - 1 : start]
        script = self._text[start:end].strip()
        if start < self._done or self._verbatim.find(1, start, end) >= 0 or not _is_script(script, before, mark.kind):
            return
        self._done = end
        _, known = SCRIPTS[mark.kind]
        if all(char in known or char in _BESIDE for char in script.rstrip(".")) and (
            len(script) == 1 or not script.isalpha()
        ):
            for position in range(start, end):
                self._characters[position] = known.get(self._text[position], self._characters[position])
        elif _follows_variable(self._text, start) and _is_mathematical(script):
            self._with_sign(self._text.index(script, start), script, mark.kind)

    def _with_sign(self, first: int, script: str, kind: str) -> None:
        """Write a script on the line, behind a sign and in brackets where its end would not be seen."""
        sign, _ = SCRIPTS[kind]
        may_end_another = self._after_sign >= 0 and not _SPACE.search(self._text, self._after_sign, first)
        if kind == "sub" or may_end_another:
            sign = self._escape(sign)
        if kind == "sup":
            self._after_sign = first
        is_clear = script.isalnum() and (len(script) == 1 or kind == "sub" or script.isdecimal())
        self._characters[first] = f"{sign}{'' if is_clear else '('}{self._characters[first]}"
        self._characters[first + len(script) - 1] += "" if is_clear else ")"


def _follows_variable(text: str, start: int) -> bool:
    """Whether a script is behind a number, a bracket or a short name such as "km", not behind a word."""
    before = text[max(start - _MAX_NAME - 1, 0) : start]
    name = before[len(before.rstrip(_LETTERS)) :]
    return bool(before) and not before[-1].isspace() and len(name) <= _MAX_NAME and (before[-1].isascii() or not name)


def _is_mathematical(script: str) -> bool:
    """Whether a script is none of the labels that pages raise, such as "New"."""
    if script.isascii():
        return len(script) <= _MAX_ALONE or not script.isalpha()
    return all(char.isascii() or "Α" <= char <= "ω" or not char.isalpha() for char in script)


def _is_script(script: str, before: str, kind: str) -> bool:
    """Whether raised or lowered characters would be misread on the line."""
    if not script or len(script) > _MAX_CHARS or script[0] in "[.," or not any(char.isalnum() for char in script):
        return False
    if kind == "sup" and _ENDINGS.match(script) and (len(script) > 1 or _BEFORE_ENDING.match(before)):
        return False
    return not _WORD.search(script)
