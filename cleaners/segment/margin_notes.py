"""Recognises notes in the margin, whose text lies inside the sentence that they belong to."""

from __future__ import annotations

from typing import Any

from .footnote_marks import label_of

_NAMES = frozenset(
    "sidenote side-note sidenote-content marginnote margin-note marginalia ltx_note_outer footnote-text footnotetext "
    "footnote-content fn-text footnote__note modern-footnotes-footnote__note".split()
)
_BETWEEN = frozenset(("input", "label", "-text"))  # that may stand between a mark and its note
_MAX_STEPS = 4


def is_margin_note(tag: str, classes: str) -> bool:
    """Whether an element inside a sentence is a note in the margin, by its classes or as Distill's element for it."""
    if tag == "d-footnote":
        return True
    return "note" in classes and not _NAMES.isdisjoint(classes.split())


def mark_before(node: Any) -> str:
    """What the mark of a margin note shows, which stands just before it; "" where a style sheet draws it."""
    sibling = node.prev
    for _ in range(_MAX_STEPS):
        if sibling is None:
            break
        text = "".join((sibling.text_content if sibling.tag == "-text" else sibling.text()) or "").strip()
        if text:
            return text if sibling.tag != "-text" and label_of(text) else ""
        if sibling.tag not in _BETWEEN:
            break
        sibling = sibling.prev
    return ""
