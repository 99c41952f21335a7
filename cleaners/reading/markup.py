"""What rules need of a page's markup: elements by name, and whether the page shows code."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

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


class ElementNames:
    """The classes, ids and labels of the elements with text, to find elements by the words in them."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self._by_value: dict[str, list[int]] = {}
        for index, element in enumerate(elements):
            if element.attrs and element.start < element.end:
                for value in map(element.attrs.get, _NAME_ATTRIBUTES):
                    if value:
                        self._by_value.setdefault(value, []).append(index)
        self._all = "\n".join(self._by_value).casefold()

    def having(self, names: frozenset[str]) -> list[int]:
        """The indexes of the elements that have one of these words, in page order."""
        if not any(name in self._all for name in names):
            return []
        matching = (
            indexes for value, indexes in self._by_value.items() if not names.isdisjoint(value.casefold().split())
        )
        return sorted(set(chain.from_iterable(matching)))
