"""Writes the text of one block with its marks as HTML: the one place that knows what each mark becomes."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ..page import Block
from .escape import link_target
from .inline import MarkNode, nested_marks

# The element of each kind of mark but links. A mark that is not here is written as its text.
MARK_TAGS = {
    "strong": "strong", "em": "em", "code": "code", "del": "del", "mark": "mark", "sup": "sup", "sub": "sub",
}  # fmt: skip
# What is around the TeX of a formula, for programs that set it.
FORMULA_SIGNS = {"formula": ("\\(", "\\)"), "display": ("\\[", "\\]")}
_REL = "noopener noreferrer nofollow"


def inline_html(block: Block, base: str | None) -> str:
    """The block's text with its marks as HTML; a line end becomes ``<br>``."""
    if not block.marks:
        return text_html(block.text)
    return _render(block.text, 0, len(block.text), nested_marks(block), base)


def text_html(text: str) -> str:
    """A text without marks as HTML."""
    return escape(text, quote=False).replace("\n", "<br>\n")


def _render(text: str, start: int, end: int, nodes: Iterable[MarkNode], base: str | None) -> str:
    parts: list[str] = []
    position = start
    for node in nodes:
        parts.append(text_html(text[position : node.start]))
        opening, closing = _tags(node, base)
        parts += (opening, _render(text, node.start, node.end, node.inner, base), closing)
        position = node.end
    parts.append(text_html(text[position:end]))
    return "".join(parts)


def _tags(node: MarkNode, base: str | None) -> tuple[str, str]:
    """What is written before and after the text of a mark."""
    if node.kind == "link":
        target = link_target(node.href, base)
        rel = "" if target.startswith("#") else f' rel="{_REL}"'
        return (f'<a href="{escape(target)}"{rel}>', "</a>") if target else ("", "")
    if node.kind in FORMULA_SIGNS:
        return FORMULA_SIGNS[node.kind]
    tag = MARK_TAGS.get(node.kind)
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")
