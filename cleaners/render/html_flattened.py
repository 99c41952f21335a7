"""Writes flattened text as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..page import Decision, Page
from .flattened import FlatKind, FlatLine, flattened_lines
from .html_marks import Links, inline_html

_CLOSE = {"pre": "</code></pre>"}
_BETWEEN = {"p": "<br>\n", "pre": "\n"}  # two lines of one passage


def flattened_html(page: Page, decisions: Sequence[Decision], with_headings: bool) -> str:
    """Flattened text as paragraphs and lists; lines without a blank line between them are lines of one paragraph."""
    out: list[str] = []
    open_tag = ""
    for line in flattened_lines(page, decisions, with_headings):
        tag = _tag(line)
        if tag != open_tag or line.begins_paragraph:
            out.append(f"{_CLOSE.get(open_tag, f'</{open_tag}>')}\n" if open_tag else "")
            start = f' start="{int(line.number)}"' if line.number and int(line.number) != 1 else ""
            out.append("<pre><code>" if tag == "pre" else f"<{tag}{start}>")
            open_tag = tag
        else:
            out.append(_BETWEEN.get(tag, ""))
        text = escape(line.block.text, quote=False) if tag == "pre" else inline_html(line.block, Links(None))
        out.append(f"\n<li>{text}</li>" if line.kind is FlatKind.ITEM else text)
    return "".join([*out, _CLOSE.get(open_tag, f"</{open_tag}>") if open_tag else ""])


def _tag(line: FlatLine) -> str:
    if line.kind is FlatKind.ITEM:
        return "ol" if line.number else "ul"
    return {FlatKind.HEADING: "h2", FlatKind.CODE: "pre"}.get(line.kind, "p")
