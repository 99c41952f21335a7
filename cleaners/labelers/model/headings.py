"""Headings and other labels that the text under them brings along: what names a part of the body belongs to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...page import Block, Decisions, Element, Kind, Page
from ...patterns import pattern

_MIN_PROBABILITY = 0.2  # of a label that is kept with its text; below it two of three are wrong (WCXB dev)
_MIN_OF_TEXT = 0.5  # of the text; on a doubtful page less likely text is kept, of which much is none
_MAX_STEPS = 4  # from a heading up to the element that holds its text as well
_MAX_LABEL = 120  # characters
_OUTSIDE = frozenset("nav aside footer form dialog".split())
_CALLOUT_CLASS = pattern(r"\b(?:admonition|markdown-alert|notecard|custom-block|theme-admonition)\b")
_TITLE_CLASS = pattern(r"(?:^|[\s_-])(?:title|heading|header)(?:[\s_-]|$)|-(?:title|heading)\b", 0)

HEADING_REASON = "heading or note of text that is kept"


def spare_headings(
    page: Page, kept: NDArray[np.bool_], probability: NDArray[np.float64], decided: Decisions, is_forum: bool = False
) -> list[int]:
    """Keep each heading right above a kept block of its own section, below the begin of the body.

    Likewise the summary of what a click shows, the term of a meaning, the title of a callout and the caption of a
    table, and a callout of documentation beside kept text. A label has few words of its own to judge by: a heading that
    a contents list repeats looks like an entry of a menu. In a forum, where a heading above a post is most often
    the title again, it is quotations above an answer instead. Returns the blocks that this kept.
    """
    visible = [block for block in page.blocks if not block.hidden]
    first = next((number for number, block in enumerate(visible) if kept[block.index]), len(visible))
    brought: set[int] = set()
    for number in range(len(visible) - 1, first, -1):
        block = visible[number]
        if kept[block.index] or block.index in decided:
            continue
        if probability[block.index] < _MIN_PROBABILITY:
            continue
        following = visible[number + 1] if number + 1 < len(visible) else None
        neighbours = [text for text in (following, visible[number - 1]) if text is not None and kept[text.index]]
        named = [text for text in neighbours if probability[text.index] >= _MIN_OF_TEXT or text.index in brought]
        if is_forum:
            belongs = following in named and _is_quoted_above(page, block, following)
        else:
            is_label = any(_is_label_of(page, block, text) for text in named)
            belongs = is_label or (bool(named) and _is_in_callout(page, block))
        if belongs:
            kept[block.index] = True
            brought.add(block.index)
    return sorted(brought)


def _is_label_of(page: Page, label: Block, text: Block) -> bool:
    """Whether a block names the part of the page that a text begins, or is the caption below a table."""
    if len(label.text) > _MAX_LABEL:
        return False
    element = page.elements[label.element] if label.element >= 0 else None
    if element is not None and element.tag in ("figcaption", "caption"):
        return text.kind is Kind.CELL and _shares_part(page, label, text, 2)
    if text.index < label.index:
        return False
    if label.kind is Kind.HEADING:
        if text.kind is Kind.HEADING and text.level <= label.level:
            return False
        return _shares_part(page, label, text, _MAX_STEPS)
    if element is None or text.kind is Kind.HEADING:
        return False
    return (element.tag in ("summary", "dt") or _is_title(page, element)) and _shares_part(page, label, text, 2)


def _is_quoted_above(page: Page, block: Block, text: Block | None) -> bool:
    """Whether a block is the quotation that a text answers."""
    if text is None or (block.kind is not Kind.QUOTE and not _in_quotation(page, block)):
        return False
    return not _in_quotation(page, text) and _shares_part(page, block, text, _MAX_STEPS)


def _is_quotation(element: Element) -> bool:
    return element.tag == "aside" and "quote" in (element.attrs.get("class") or "").split()


def _in_quotation(page: Page, block: Block) -> bool:
    index = block.element
    for _ in range(2):
        if index >= 0 and page.elements[index].tag == "blockquote":
            return True
        index = page.elements[index].parent if index >= 0 else -1
    return False


def _is_in_callout(page: Page, block: Block) -> bool:
    """Whether a block is the text of a callout ("Note", "See also") as only documentation has it."""
    index = block.element
    if index < 0 or _is_title(page, page.elements[index]):
        return False  # it stays with the text under it
    for _ in range(_MAX_STEPS):
        if index < 0:
            return False
        if _CALLOUT_CLASS.search((page.elements[index].attrs.get("class") or "")[:200]):
            return True
        index = page.elements[index].parent
    return False


def _is_title(page: Page, element: Element) -> bool:
    """Whether an element is by its class the title of the part that it begins."""
    name = (element.attrs.get("class") or "")[:200]
    begins = element.parent >= 0 and page.elements[element.parent].start == element.start
    return begins and bool(_TITLE_CLASS.search(name))


def _shares_part(page: Page, label: Block, text: Block, steps: int) -> bool:
    """Whether one of the innermost elements around a label holds the text, too, and is part of the body."""
    index = label.element
    for _ in range(steps):
        if index < 0 or (page.elements[index].tag in _OUTSIDE and not _is_quotation(page.elements[index])):
            return False
        if page.elements[index].start <= text.index < page.elements[index].end:
            return True
        index = page.elements[index].parent
    return False
