"""Writes footnotes as HTML: a list at the end, whose items the marks in the text lead to, and back."""

from __future__ import annotations

from html import escape

from ..page import Block, Kind
from .html_marks import Links, inline_html
from .notes import Notes

_MAX_DIGITS = 4


def notes_html(notes: Notes, links: Links) -> str:
    """The notes as a numbered list; where one has another name than a number, as names and texts; "" for none."""
    if not notes.written:
        return ""
    is_numbered = all(name.isdecimal() and len(name) <= _MAX_DIGITS for name, _ in notes.written)
    items: list[str] = []
    next_number = 1
    for name, note in notes.written:
        content = _content([notes.marked(block) for block in notes.definition(note)], links) + links.back(name)
        if is_numbered:
            value = "" if int(name) == next_number else f' value="{int(name)}"'
            next_number = int(name) + 1
            items.append(f'<li id="fn-{name}"{value}>{content}</li>')
        else:
            items.append(f'<dt id="fn-{name}">{name}</dt>\n<dd>{content}</dd>')
    tag = "ol" if is_numbered else "dl"
    return "\n".join([f"<{tag}>", *items, f"</{tag}>"])


def _content(blocks: list[Block], links: Links) -> str:
    if len(blocks) == 1 and blocks[0].kind is not Kind.CODE:
        return inline_html(blocks[0], links)
    return "".join(
        f"<pre><code>{escape(block.text, quote=False)}</code></pre>"
        if block.kind is Kind.CODE
        else f"<p>{inline_html(block, links)}</p>"
        for block in blocks
    )
