"""Hides text that a page contains twice, once for readers and once for machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..page import Element, Page

COPY = "aria-hidden copy of visible text"
_MAX_INLINE_COPY = 2_000  # characters of a copy inside a sentence
NOSCRIPT = "copy for browsers without scripts"


def is_copy(node: Any) -> bool:
    """Whether an element inside a sentence has the same text as one of its neighbours."""
    text = _without_spaces(node.text())
    if not 2 <= len(text) <= _MAX_INLINE_COPY:
        return False
    siblings = filter(None, (_neighbour(node, "prev"), _neighbour(node, "next")))
    visible = (sibling for sibling in siblings if sibling.attributes.get("aria-hidden") != "true")
    return any(_without_spaces(sibling.text()) == text for sibling in visible)


def hide_copies(page: Page, candidates: Sequence[int]) -> None:
    """Hide the blocks of candidates (noscript and aria-hidden elements) whose text is shown elsewhere on the page."""
    outermost: list[Element] = []
    for element in map(page.elements.__getitem__, candidates):
        if element.start < element.end and not (outermost and element.start < outermost[-1].end):
            outermost.append(element)
    if not outermost:
        return
    inside = {index for element in outermost for index in range(element.start, element.end)}
    visible_texts = {
        _without_spaces(block.text) for block in page.blocks if not block.hidden and block.index not in inside
    }
    for element in outermost:
        for block in page.blocks[element.start : element.end]:
            if not block.hidden and _without_spaces(block.text) in visible_texts:
                block.hidden = NOSCRIPT if element.tag == "noscript" else COPY


def _neighbour(node: Any, direction: str) -> Any:
    """The element before or after a node ("prev", "next"), across white space; None for none."""
    neighbour = getattr(node, direction)
    while neighbour is not None and neighbour.tag == "-text" and not (neighbour.text_content or "").strip():
        neighbour = getattr(neighbour, direction)
    return neighbour if neighbour is not None and not (neighbour.tag or "-").startswith("-") else None


def _without_spaces(text: str | None) -> str:
    return "".join((text or "").split()).casefold()
