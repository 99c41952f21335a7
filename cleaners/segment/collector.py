"""Collects the blocks of an HTML page during a walk: the open elements, the run of text, the blocks so far."""

from __future__ import annotations

from functools import cached_property

from ..page import Block, Element, Kind, Mark
from ..prescan import Limits, check_text
from .heading_links import without_self_links
from .inline import Run, with_formulas
from .listing_text import Listing
from .tags import KINDS, aria_level
from .tex import formula
from .written_formulas import may_have_formulas, shows_formulas

_OF_FORMULAS = ("p", "dd", "div", "center", "figure", "section")  # where a lone formula is displayed
_LANGUAGES_OF_FORMULAS = ("math", "katex")


class Collector:
    """Makes blocks of the text that a walk over a page's ``source`` adds."""

    def __init__(self, source: str, limits: Limits | None = None, url: str | None = None) -> None:
        self._source, self._limits, self._url = source, limits, url
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        self._run = Run()
        self._open_elements: list[int] = []  # indices of open block-level elements
        self._lists = 0
        self._pre = 0
        self._hidden = ""
        self._offset = 0

    def _flush(self) -> None:
        """End the run of text: the collected text becomes a block."""
        is_wide = (
            self._run.has_wide_formula
            and bool(self._open_elements)
            and self.elements[self._open_elements[-1]].tag in _OF_FORMULAS
        )
        text, marks, linked = self._run.take(verbatim=self._pre > 0)
        if not text.strip():
            return
        kind, level = self._kind()
        around = self.elements[self._open_elements[-1]] if self._open_elements else None
        marks, unlinked = without_self_links(kind, marks, self._url, around)
        if kind is not Kind.CODE and (is_wide or may_have_formulas(text)):
            text, marks = with_formulas(text, marks, self._shows_formulas, is_wide)
        self._add_block(Block(0, text, kind, (0, 0), level=level, marks=marks, linked=max(0, linked - unlinked)))

    def _add_block(self, block: Block) -> None:
        """Append a block here: in the innermost open element, hidden if that is."""
        block.index, end = len(self.blocks), self._offset + len(block.text)
        check_text(block.index + 1, end, self._limits)
        block.span = (self._offset, end)
        block.element = self._open_elements[-1] if self._open_elements else -1
        block.hidden = self._hidden
        self.blocks.append(block)
        self._offset = end + 1

    @cached_property
    def _shows_formulas(self) -> bool:
        return shows_formulas(self._source)

    def _kind(self) -> tuple[Kind, int]:
        """The block's kind by its nearest ancestor that has one, and a heading's or item's level."""
        for index in reversed(self._open_elements[-6:]):
            tag = self.elements[index].tag
            kind = KINDS.get(tag)
            if kind is None and self.elements[index].attrs.get("role") == "heading":
                return Kind.HEADING, aria_level(self.elements[index].attrs)
            if kind is Kind.HEADING:
                return kind, int(tag[1])
            if kind is not None:
                return kind, self._lists if kind is Kind.ITEM else 0
        return Kind.PARAGRAPH, 0

    def _add_listing(self, listing: Listing) -> None:
        """Add the code of a listing as a block, and what was removed from it as hidden ones."""
        shown = formula(listing.text, True) if listing.language in _LANGUAGES_OF_FORMULAS else None
        if shown is not None:
            self._add_block(Block(0, shown.tex, Kind.PARAGRAPH, (0, 0), marks=(Mark("display", 0, len(shown.tex)),)))
        elif listing.text:
            self._add_block(Block(0, listing.text, Kind.CODE, (0, 0), linked=listing.linked, language=listing.language))
        hidden = self._hidden
        for reason, parts in listing.removed.items():
            self._hidden = hidden or reason
            self._add_block(Block(0, "\n".join(parts), Kind.CODE, (0, 0)))
        self._hidden = hidden
