"""Hides what pages write beside their listings: columns of line numbers, buttons to copy, names of languages."""

from __future__ import annotations

from collections.abc import Iterator

from ..page import Block, Kind, Page
from .languages import language_label
from .listing_chrome import LABEL, NUMBERS
from .listing_numbers import are_line_numbers
from .listing_words import is_button

_MAX_LEVELS, _MAX_BLOCKS = 6, 8  # of the elements around a listing, and of the blocks in such an element
_MAX_WORDS_OF_LABEL = 4
_MAX_BLANK = 3  # lines at the end of a listing that have numbers
_MAX_NAMED = 3  # elements around a label whose classes are read
_MAX_PROSE = 120  # characters of a title above a listing, or a caption below it
_PART_NAMES = ("copy", "clipboard", "btn", "button", "lang", "code")


def hide_listing_parts(page: Page) -> None:
    """Hide the parts of each listing that are no code; a name of a language becomes the listing's language."""
    for block in page.blocks:
        if block.kind is not Kind.CODE or block.hidden:
            continue
        beside = list(_beside(page, block))
        following = next((other for other in beside if other.index > block.index and other.kind is Kind.CODE), None)
        if following is not None and _are_its_numbers(following, block):
            block.hidden = NUMBERS
            continue
        for other in beside:
            if other.kind is not Kind.CODE and _are_its_numbers(block, other):
                other.hidden = NUMBERS
            elif other.kind is not Kind.CODE and len(other.text.split()) <= _MAX_WORDS_OF_LABEL:
                _hide_label(block, other)
        _hide_neighbours(page, block)


def _hide_neighbours(page: Page, code: Block) -> None:
    """Hide the labels and buttons directly before and after a listing, by their text and their classes."""
    for step in (-1, 1):
        for index in (code.index + step, code.index + 2 * step):
            if not (0 <= index < len(page.blocks)):
                break
            neighbour = page.blocks[index]
            if not neighbour.hidden and _is_named_as_part(page, neighbour):
                _hide_label(code, neighbour)
            if not neighbour.hidden:
                break


def _hide_label(code: Block, label: Block) -> None:
    if label.kind in (Kind.HEADING, Kind.CELL):
        return
    language = language_label(label.text)
    if language is not None:
        code.language = code.language or language
    if language is not None or is_button(label.text):
        label.hidden = LABEL


def _beside(page: Page, code: Block) -> Iterator[Block]:
    """The visible blocks in the outermost small element around a listing."""
    start, end, index = code.index, code.index + 1, code.element
    for _ in range(_MAX_LEVELS):
        if index < 0 or page.elements[index].tag in ("body", "main", "article", "li", "dd"):
            break
        element = page.elements[index]
        if element.end - element.start > _MAX_BLOCKS:
            break
        if any(
            len(block.text) > _MAX_PROSE and block.kind is not Kind.CODE
            for block in page.blocks[element.start : element.end]
        ):
            break  # a section with text of its own
        start, end, index = element.start, element.end, element.parent
    return (block for block in page.blocks[start:end] if block is not code and not block.hidden)


def _are_its_numbers(code: Block, numbers: Block) -> bool:
    """Whether a block is nothing but numbers, as many as a listing has lines; it may have blank ones at its end."""
    if not are_line_numbers(numbers.text):
        return False
    return 0 <= len(numbers.text.split()) - code.text.count("\n") - 1 <= _MAX_BLANK


def _is_named_as_part(page: Page, block: Block) -> bool:
    """Whether a block is in a button, or in an element that its class calls a part of a listing."""
    if block.kind is Kind.CODE or len(block.text) > _MAX_PROSE:
        return False
    index = block.element
    for _ in range(_MAX_NAMED):
        if index < 0:
            break
        element = page.elements[index]
        index = element.parent
        if element.end - element.start > _MAX_BLOCKS:
            return False
        names = (element.attrs.get("class") or "").lower()
        if element.tag == "button" or any(name in names for name in _PART_NAMES):
            return True
    return False
