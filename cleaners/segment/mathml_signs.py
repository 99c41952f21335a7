"""Writes the letters, operators and texts of MathML as TeX."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from .tex_symbols import COMMANDS, FUNCTIONS, VARIANTS


def joined(parts: list[str]) -> str:
    """Parts of TeX one after the other, with a space where a command would else take in a letter."""
    written: list[str] = []
    for part in filter(None, parts):
        if written and part[0].isalpha() and _ends_in_command(written[-1]):
            written.append(" ")
        written.append(part)
    return "".join(written)


def _ends_in_command(tex: str) -> bool:
    letters = len(tex) - len(tex.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return 0 < letters < len(tex) and tex[-letters - 1] == "\\"


def characters(text: str) -> str:
    """Characters as TeX: commands for those that have one."""
    return joined([COMMANDS.get(sign, sign) for sign in unicodedata.normalize("NFC", text)])


def text_of(node: Any) -> str:
    """The text of an element, with single spaces."""
    return " ".join((node.text() or "").split())


def _identifier(node: Any) -> str:
    text = text_of(node)
    plain = "".join(sign if sign in COMMANDS else unicodedata.normalize("NFKC", sign) for sign in text)
    if plain in FUNCTIONS:
        return f"\\{plain}"
    variant = node.attributes.get("mathvariant") or ""
    command = VARIANTS.get(variant, "")
    if plain != text and len(text) == 1:
        command = command or _variant_of(text)
    if not command and len(plain) > 1 and plain.isalpha() and plain.isascii():
        command = "mathrm"
    tex = characters(plain)
    if command == "mathrm" and not (plain.isascii() and plain.isalnum()):
        command = ""
    return f"\\{command}{{{tex}}}" if command and tex else tex


def _variant_of(letter: str) -> str:
    """The command of a letter of Unicode's mathematical alphabets."""
    name = unicodedata.name(letter, "")
    for word, command in (("DOUBLE-STRUCK", "mathbb"), ("BOLD ITALIC", "boldsymbol"), ("BOLD SCRIPT", "mathcal"),
                          ("SCRIPT", "mathcal"), ("FRAKTUR", "mathfrak"), ("SANS-SERIF", "mathsf"), ("BOLD", "mathbf"),
                          ("MONOSPACE", "mathtt")):  # fmt: skip
        if word in name:
            return command
    return ""


def _operator(node: Any) -> str:
    text = text_of(node)
    if text in FUNCTIONS:
        return f"\\{text}"
    if len(text) > 1 and text.isalpha() and text.isascii():
        return f"\\operatorname{{{text}}}"
    return characters(text)


def _text(node: Any) -> str:
    text = (node.text() or "").replace("\u00a0", " ")
    if not text.strip():
        return " " if text else ""
    escaped = "".join(f"\\{sign}" if sign in "%#&$_{}" else sign for sign in text if sign != "\\")
    words = " ".join(escaped.split())
    before, after = " " if escaped[0].isspace() else "", " " if escaped[-1].isspace() else ""
    return f"\\text{{{before}{words}{after}}}"


LEAVES: dict[str, Callable[[Any], str]] = {
    "mi": _identifier, "mn": lambda node: characters(text_of(node)), "mo": _operator, "mtext": _text, "ms": _text,
}  # fmt: skip
