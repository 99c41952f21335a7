"""Writes as TeX what MathJax 3 has drawn, where a page keeps neither the TeX nor MathML."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from .mathml import children_of
from .mathml_signs import joined
from .tex_symbols import COMMANDS, FUNCTIONS

_CODE_OF_CLASS = re.compile(r"(?:^|\s)mjx-c([0-9A-F]{2,6})(?=\s|$)")
_MAX_DEPTH = 60
_PARTS = ("mjx-script", "mjx-num", "mjx-den", "mjx-box")
_SPACERS = frozenset(
    ("mjx-nstrut", "mjx-dstrut", "mjx-line", "mjx-spacer", "mjx-surd", "mjx-assistive-mml", "rect", "defs")
)


def drawn_tex(node: Any) -> str:
    """The TeX of an ``mjx-container``, drawn with elements (CHTML) or as SVG; "" where nothing can be read."""
    root = node.css_first("mjx-math") or node.css_first('g[data-mml-node="math"]')
    return _tex(root, 0).strip() if root is not None else ""


def _name(node: Any) -> str:
    """The MathML name of what an element draws, "" for a part of it."""
    if node.tag == "g":
        return node.attributes.get("data-mml-node") or ""
    return node.tag[4:] if node.tag.startswith("mjx-") and node.tag not in _PARTS else ""


def _parts(node: Any, depth: int) -> list[Any]:
    """The parts of a fraction, a root or scripts: the nearest elements inside that draw something of MathML."""
    found: list[Any] = []
    for child in children_of(node):
        if child.tag in _SPACERS:
            continue
        name = _name(child)
        if name.startswith("m") or name == "TeXAtom" or name == "texatom":
            found.append(child)
        elif depth < _MAX_DEPTH:
            found += _parts(child, depth + 1)
    return found


def _tex(node: Any, depth: int) -> str:
    if depth > _MAX_DEPTH:
        return ""
    name = _name(node)
    if name in ("mi", "mn", "mo", "mtext", "ms"):
        text = _drawn_characters(node)
        if name == "mtext":
            return f"\\text{{{text}}}" if text.strip() else " "
        plain = text.strip()
        if plain in FUNCTIONS:
            return f"\\{plain}"
        return (
            f"\\mathrm{{{plain}}}" if name == "mi" and len(plain) > 1 else joined([COMMANDS.get(c, c) for c in plain])
        )
    parts = [_tex(part, depth + 1).strip() for part in _parts(node, depth)]
    if name == "mfrac" and len(parts) == 2:
        return f"\\frac{{{parts[0]}}}{{{parts[1]}}}"
    if name == "msqrt":
        return f"\\sqrt{{{joined(parts)}}}"
    return _scripted(node, name, parts)


def _scripted(node: Any, name: str, parts: list[str]) -> str:
    if name in ("msup", "mover") and len(parts) == 2:
        return f"{parts[0]}^{{{parts[1]}}}"
    if name in ("msub", "munder") and len(parts) == 2:
        return f"{parts[0]}_{{{parts[1]}}}"
    if name in ("msubsup", "munderover") and len(parts) == 3:
        # SVG has them in the order of MathML, CHTML draws the upper one first.
        lower, upper = (parts[1], parts[2]) if node.tag == "g" else (parts[2], parts[1])
        return f"{parts[0]}_{{{lower}}}^{{{upper}}}"
    return joined(parts)


def _drawn_characters(node: Any) -> str:
    characters = []
    for part in node.css("mjx-c, use[data-c], text"):
        code = part.attributes.get("data-c") or ""
        match = _CODE_OF_CLASS.search(part.attributes.get("class") or "") if not code else None
        if code or match:
            characters.append(_character(code or (match[1] if match else "")))
        else:
            characters.append(part.text() or "")
    return "".join(characters)


def _character(code: str) -> str:
    try:
        number = int(code, 16)
        return unicodedata.normalize("NFKC", chr(number)) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
    except ValueError:
        return ""
