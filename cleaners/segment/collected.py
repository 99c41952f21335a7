"""What a walk over a page collects besides blocks: pictures, places that links name, notes in the margin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..addresses import joined
from ..attachments import Picture
from ..page import Page
from .footnotes import link_footnotes
from .inline import Run
from .margin_notes import mark_before
from .media import picture_of


class Collected:
    """The pictures, anchors and margin notes of one page."""

    def __init__(self) -> None:
        self.pictures: list[Picture] = []
        # By id: the block in or before which it stands, and the element that has it (-1 for an inline one).
        self.anchors: dict[str, tuple[int, int]] = {}
        self._margin_notes: list[tuple[int, int, str]] = []  # their blocks, and the id that their marks name

    def add_anchor(self, attrs: Mapping[str, str | None], block: int, element: int = -1) -> None:
        """Record the place that links may name by an element's id."""
        name = attrs.get("id") or attrs.get("name")
        if name:
            self.anchors.setdefault(name, (block, element))

    def add_picture(self, tag: str, node: Any, before: int, element: int, hidden: str) -> None:
        """Record what an element shows, if it names something."""
        picture = picture_of(tag, node, before, element, hidden)
        if picture is not None:
            self.pictures.append(picture)

    def begin_margin_note(self, node: Any, run: Run, element: int) -> bool:
        """Let the sentence so far refer to the margin note of an element; returns False outside a sentence."""
        return run.note(f"#{_margin_name(element)}", mark_before(node))

    def end_margin_note(self, start: int, end: int, element: int) -> None:
        """Record the blocks of a margin note."""
        self._margin_notes.append((start, end, _margin_name(element)))

    def complete(self, page: Page) -> None:
        """Give the page its base address, pictures, anchors and footnotes."""
        declared = next((value for name, value in page.head.meta if name == "og:url"), "")
        page.base = base_of(page, page.url or page.head.canonical or declared or None)
        page.pictures, page.anchors = self.pictures, self.anchors
        link_footnotes(page, self.anchors, self._margin_notes)


def base_of(page: Page, own: str | None) -> str | None:
    """The address that relative ones start from, on a page with the address ``own``; None where it is unknown."""
    if page.head.base:
        target, parts = joined(own, page.head.base)
        if parts.scheme in ("http", "https") and parts.hostname:
            return target
    return own


def _margin_name(element: int) -> str:
    return f"margin-note-{element}"
