"""A clean page for notebooks: its article, and beside it the page in order, with what was removed in colour."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..page import Decision

_MAX_BLOCKS = 1000
_PANE = "flex:1 1 22em;min-width:0;overflow:auto;max-height:40em;padding:0 1em;border:1px solid #8888;border-radius:6px"
_REMOVED = "margin:.3em 0;padding:.2em .6em;border-left:4px solid #c2553d;background:#c2553d22"  # on light and on dark
_KEPT = "margin:.3em 0;padding:.2em .6em;border-left:4px solid #2f9d5f"
_REASON = "font-size:.8em;opacity:.8"


def before_after(title: str, article: str, decisions: Sequence[Decision]) -> str:
    """An HTML fragment of the two, with at most 1,000 blocks of the page; ``article`` is HTML that is safe as it is.

    It loads and runs nothing, and its styles reach nothing outside of it.
    """
    shown = [_block(decision) for decision in decisions[:_MAX_BLOCKS]]
    if more := len(decisions) - len(shown):
        shown.append(f"<p><i>{more:,} more blocks</i></p>")
    left = f"<h3>{escape(title, quote=False)}</h3>{article or '<p><i>no content</i></p>'}"
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:1em">'
        f'<div style="{_PANE}">{left}</div><div style="{_PANE}"><h3>The page, in order</h3>{"".join(shown)}</div></div>'
    )


def _block(decision: Decision) -> str:
    text = escape(decision.block.text, quote=False)
    if decision.kept:
        return f'<div style="{_KEPT}" dir="auto">{text}</div>'
    reason = escape(f"{decision.decided_by}: {decision.reason}", quote=False)
    return f'<div style="{_REMOVED}" dir="auto">{text}<div style="{_REASON}">{reason}</div></div>'
