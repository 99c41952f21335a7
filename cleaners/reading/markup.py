"""What rules need of a page's markup: elements by name, and whether the page shows code."""

from __future__ import annotations

from collections.abc import Sequence

from ..page import Element, Kind, Page
from ..patterns import pattern
from .lines import MAX_LINE_CHARS

_NAME_ATTRIBUTES = ("class", "id", "aria-label")
_CODE = pattern(
    r"[{};]$|\(\)|</?\w+>|=>|->|&&|\|\||==|\+=|::"
    r"|^(?:def|class|import|from|const|let|var|return|func|fn|pub|if|for|while)\b.*[(:;={]"
)


def is_code_like(text: str) -> bool:
    """Whether a text looks like a line of a program or of markup."""
    return bool(_CODE.search(text))


def shows_code(page: Page) -> bool:
    """Whether the page shows code: it has a code block, or three lines of flattened text look like code."""
    if any(block.kind is Kind.CODE for block in page.blocks):
        return True
    short = (block.text for block in page.blocks if page.origin == "text" and len(block.text) <= MAX_LINE_CHARS)
    return sum(map(is_code_like, short)) >= 3


def element_names(elements: Sequence[Element]) -> list[tuple[frozenset[str], list[int]]]:
    """The words that elements with text have as class, id or label, and the indexes of the elements that have them."""
    by_value: dict[str, list[int]] = {}
    for index, element in enumerate(elements):
        if element.start < element.end and element.attrs:
            for attribute in _NAME_ATTRIBUTES:
                value = element.attrs.get(attribute)
                if value:
                    by_value.setdefault(value, []).append(index)
    # Split into words only now: most elements of a page share their classes with many others.
    return [(frozenset(value.casefold().split()), indexes) for value, indexes in by_value.items()]
