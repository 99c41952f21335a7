"""Where the elements of a page put its blocks: in which list, which quotation, which table cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..page import Block, Kind, Page

_ITEMS = ("li", "dd", "dt")
_LISTS = frozenset(("ul", "ol", "dl", "menu", "dir"))
_CELLS = ("td", "th")
_PLACED = frozenset((*_ITEMS, "blockquote", "table", "tr", *_CELLS))  # what places the blocks inside it
_LANGUAGE = re.compile(
    r"(?:^|[\s_-])(?:lang(?:uage)?|highlight-source|brush)[-:]\s*([A-Za-z][A-Za-z0-9+#.-]{0,19})(?=[\s;]|$)"
)
_NUMBER = re.compile(r"\d{1,8}\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """One block's surroundings, as indices of elements, -1 for none.

    ``containers`` are the list items and quotations around it, outermost first.
    """

    containers: tuple[int, ...] = ()
    table: int = -1
    row: int = -1
    cell: int = -1


NOWHERE = Place()


class Places:
    """The places of all elements of a page, found in one pass."""

    def __init__(self, page: Page) -> None:
        self.elements = page.elements
        self._places: list[Place] = []
        self._lists: list[int] = []  # the list each element stands in
        self.nested: set[int] = set()  # tables that hold another: they lay out the page
        for index, element in enumerate(self.elements):
            parent, tag = element.parent, element.tag
            around = self._places[parent] if parent >= 0 else NOWHERE
            self._places.append(self._place(index, tag, around) if tag in _PLACED else around)
            self._lists.append(index if tag in _LISTS else self._lists[parent] if parent >= 0 else -1)

    def _place(self, index: int, tag: str, around: Place) -> Place:
        if tag == "table":
            self.nested.add(around.table)
            return Place(around.containers, index)
        if tag == "tr":
            return Place(around.containers, around.table, index)
        if tag in _CELLS:
            return Place(around.containers, around.table, around.row, index)
        return Place((*around.containers, index), around.table, around.row, around.cell)

    def of(self, block: Block) -> Place:
        return self._places[block.element] if block.element >= 0 else NOWHERE

    def around(self, element: int) -> Place:
        """The place of an element itself, as far as lists and quotations go."""
        return Place(self._places[element].containers)

    def list_of(self, item: int) -> int:
        """The list that a list item stands in, -1 for none."""
        parent = self.elements[item].parent
        return self._lists[parent] if parent >= 0 else -1

    def inside(self, found: int) -> int:
        """The innermost list item or quotation around a list, -1 for none."""
        containers = self._places[found].containers if found >= 0 else ()
        return containers[-1] if containers else -1

    def is_item(self, container: int) -> bool:
        return container >= 0 and self.elements[container].tag in _ITEMS

    def first_number(self, item: int) -> int | None:
        """Where the numbering of an item's list starts; None for a list without numbers."""
        found = self.list_of(item)
        if found < 0 or self.elements[found].tag != "ol":
            return None
        start = self.elements[found].attrs.get("start") or "1"
        return int(start) if _NUMBER.match(start) else 1

    def language(self, block: Block) -> str:
        """The language a code block's classes name, "" for none."""
        index = block.element
        for _ in range(3):
            if index < 0:
                break
            attrs = self.elements[index].attrs
            match = _LANGUAGE.search(attrs.get("class") or "")
            if match:
                return match[1].lower()
            index = self.elements[index].parent
        return ""


def is_cell(block: Block, place: Place) -> bool:
    """Whether a block may stand in a cell of a Markdown table."""
    return block.kind not in (Kind.CODE, Kind.HEADING) and min(place.cell, place.row, place.table) >= 0
