"""Writes the text of one block with its marks as HTML: the one place that knows what each mark becomes."""

from __future__ import annotations

from collections.abc import Iterable, Set
from html import escape

from ..page import Block
from .escape import link_target
from .formulas import safe_tex
from .inline import MarkNode, is_written_note, nested_marks

# The element of each kind of mark but links, formulas and notes. A mark that is not here is written as its text.
MARK_TAGS = {
    "strong": "strong", "em": "em", "code": "code", "del": "del", "mark": "mark", "sup": "sup", "sub": "sub",
}  # fmt: skip
# What is around the TeX of a formula, for programs that set it.
FORMULA_SIGNS = {"formula": ("\\(", "\\)"), "display": ("\\[", "\\]")}
REL = "noopener noreferrer nofollow"


class Links:
    """What the links of an article lead to.

    ``base`` is the address that relative ones start from, ``notes`` the names of the footnotes.
    """

    def __init__(self, base: str | None, notes: Set[str] = frozenset()) -> None:
        self.base, self.notes = base, notes
        self._referred: set[str] = set()  # notes with a mark that the note can lead back to

    def note(self, name: str) -> str:
        """The mark of a note; the first one of each is the place that the note leads back to."""
        place = "" if name in self._referred else f' id="fnref-{name}"'
        self._referred.add(name)
        return f'<sup><a href="#fn-{name}"{place}>{name}</a></sup>'

    def back(self, name: str) -> str:
        """The link from a note back to its mark; "" where the mark is not in the text."""
        return f' <a href="#fnref-{name}">↩</a>' if name in self._referred else ""


def inline_html(block: Block, links: Links) -> str:
    """The block's text with its marks as HTML; a line end becomes ``<br>``."""
    if not block.marks:
        return text_html(block.text)
    return _render(block.text, 0, len(block.text), nested_marks(block), links)


def text_html(text: str) -> str:
    """A text without marks as HTML."""
    return escape(text, quote=False).replace("\n", "<br>\n")


def _render(text: str, start: int, end: int, nodes: Iterable[MarkNode], links: Links) -> str:
    parts: list[str] = []
    position = start
    for node in nodes:
        before = text_html(text[position : node.start])
        parts.append(before.rstrip(" ") if node.kind == "note" else before)  # a note follows its word
        parts.append(_mark(text, node, links))
        position = node.end
    parts.append(text_html(text[position:end]))
    return "".join(parts)


def _mark(text: str, node: MarkNode, links: Links) -> str:
    """The text of a mark with what is written around it."""
    if is_written_note(node) and node.href in links.notes:
        return links.note(node.href)
    if node.kind in FORMULA_SIGNS:
        tex = " ".join(safe_tex(text[node.start : node.end]).split())
        opening, closing = FORMULA_SIGNS[node.kind]
        return text_html(f"{opening}{tex}{closing}" if tex else text[node.start : node.end])
    inner = _render(text, node.start, node.end, node.inner, links)
    if node.kind == "link":
        target = link_target(node.href, links.base)
        rel = "" if target.startswith("#") else f' rel="{REL}"'
        return f'<a href="{escape(target)}"{rel}>{inner}</a>' if target else inner
    tag = MARK_TAGS.get(node.kind)
    return f"<{tag}>{inner}</{tag}>" if tag else inner
