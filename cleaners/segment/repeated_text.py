"""Text that a page holds twice, once for readers and once for machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..page import Element, Page

COPY = "aria-hidden copy of visible text"
_LONGEST = 2_000  # characters of a copy inside a sentence
NOSCRIPT = "copy for browsers without scripts"


def is_copy(node: Any) -> bool:
    """Whether an element inside a sentence has the same text as one of its neighbours."""
    own = _without_spaces(node.text())
    if not 2 <= len(own) <= _LONGEST:
        return False
    for sibling in (_beside(node, "prev"), _beside(node, "next")):
        if (
            sibling is not None
            and sibling.attributes.get("aria-hidden") != "true"
            and _without_spaces(sibling.text()) == own
        ):
            return True
    return False


def hide_copies(page: Page, candidates: Sequence[int]) -> None:
    """Hide the blocks of noscript and aria-hidden elements whose text is shown elsewhere on the page."""
    around: list[Element] = []
    for element in map(page.elements.__getitem__, candidates):
        if element.start < element.end and not (around and element.start < around[-1].end):  # the outermost
            around.append(element)
    if not around:
        return
    inside = {index for element in around for index in range(element.start, element.end)}
    seen = {_without_spaces(block.text) for block in page.blocks if not block.hidden and block.index not in inside}
    for element in around:
        for block in page.blocks[element.start : element.end]:
            if not block.hidden and _without_spaces(block.text) in seen:
                block.hidden = NOSCRIPT if element.tag == "noscript" else COPY


def _beside(node: Any, way: str) -> Any:
    """The element next to a node, white space between them left out."""
    found = getattr(node, way)
    while found is not None and found.tag == "-text" and not (found.text_content or "").strip():
        found = getattr(found, way)
    return found if found is not None and not (found.tag or "-").startswith("-") else None


def _without_spaces(text: str | None) -> str:
    return "".join((text or "").split()).casefold()
