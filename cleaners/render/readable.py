"""The text of a block as plain text: scripts and the signs of formulas as characters that a reader knows."""

from __future__ import annotations

import re

from ..page import Block
from ..segment.tex_symbols import COMMANDS
from .formulas import FORMULAS
from .scripts import SCRIPTS, write_scripts

_ALIASES = {
    "leq": "≤", "geq": "≥", "neq": "≠", "rightarrow": "→", "dots": "…", "lbrace": "{", "rbrace": "}", "land": "∧",
    "lor": "∨", "lnot": "¬", "iff": "⟺", "implies": "⟹", "gets": "←", "varnothing": "∅",
}  # fmt: skip
_SIGNS = {tex[1:]: sign for sign, tex in reversed(COMMANDS.items()) if tex[:1] == "\\" and tex[1:].isalpha()} | _ALIASES
_SIGNS.pop("backslash", None)
_COMMAND = re.compile(r"\\([A-Za-z]{2,20})(?![A-Za-z]) ?")
_KINDS = (*FORMULAS, *SCRIPTS, "note")


def readable(block: Block) -> str:
    """The text of a block; a formula is its TeX, with Greek letters and other single signs as such.

    The marks of notes have brackets: [1].
    """
    if not any(mark.kind in _KINDS for mark in block.marks):
        return block.text
    characters = list(block.text)
    write_scripts(block, characters)
    for mark in block.marks:
        if mark.kind in FORMULAS and mark.start < len(characters):
            tex = block.text[mark.start : mark.end]
            characters[mark.start : mark.end] = [with_signs(tex), *[""] * (len(tex) - 1)]
    _write_notes(block, characters)
    return "".join(characters)


def _write_notes(block: Block, characters: list[str]) -> None:
    """Put the marks of notes into brackets, right behind their words; a mark may have no characters."""
    for mark in block.marks:
        if mark.kind != "note":
            continue
        characters[mark.start : mark.end] = [""] * (mark.end - mark.start)
        last = mark.start - 1
        while last > 0 and characters[last] in ("", " "):
            characters[last] = ""
            last -= 1
        if last >= 0:
            characters[last] += f"[{mark.href}]"


def with_signs(tex: str) -> str:
    """TeX with the signs that Unicode has for its commands."""

    def sign(match: re.Match[str]) -> str:
        found = _SIGNS.get(match[1])
        if found is None:
            return match[0]
        # The space behind a command only ends it, but for one that has a space before it as well.
        is_spaced = match[0].endswith(" ") and tex[match.start() - 1 : match.start()] == " "
        return f"{found} " if is_spaced else found

    return _COMMAND.sub(sign, tex)
