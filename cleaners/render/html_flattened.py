"""Writes flattened text as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from ..page import Decision
from .flattened import flattened_lines
from .html_marks import Links, inline_html


def flattened_html(decisions: Sequence[Decision]) -> str:
    """Flattened text as paragraphs and lists; lines without a blank line between them are lines of one paragraph."""
    out: list[str] = []
    open_tag = ""
    for line in flattened_lines(decisions):
        tag = ("ol" if line.number else "ul") if line.is_item else "p"
        if tag != open_tag or line.begins_paragraph:
            out.append(f"</{open_tag}>\n" if open_tag else "")
            start = f' start="{int(line.number)}"' if line.number and int(line.number) != 1 else ""
            out.append(f"<{tag}{start}>")
            open_tag = tag
        elif tag == "p":
            out.append("<br>\n")
        text = inline_html(line.block, Links(None))
        out.append(f"\n<li>{text}</li>" if line.is_item else text)
    return "".join([*out, f"</{open_tag}>" if open_tag else ""])
