"""The lists, quotations and table cells that the blocks of a page are in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..page import Block, Kind, Page
from ..segment.tags import LISTS

_ITEMS = ("li", "dd", "dt")
_CELLS = ("td", "th")
_NESTING_TAGS = frozenset((*_ITEMS, "blockquote", "table", "tr", *_CELLS))
_MAX_CONTAINERS = 12  # lists and quotations inside each other; what is deeper is written as part of the last
_NUMBER = re.compile(r"\d{1,8}\Z")


@dataclass(frozen=True, slots=True)
class Nesting:
    """What is around one block, as indices of elements, -1 for none.

    ``containers`` are the list items and quotations around it, outermost first.
    """

    containers: tuple[int, ...] = ()
    table: int = -1
    row: int = -1
    cell: int = -1


TOP_LEVEL = Nesting()


class PageNesting:
    """The nesting of all elements of a page, computed in one pass."""

    def __init__(self, page: Page) -> None:
        self.elements = page.elements
        self._nestings: list[Nesting] = []
        self._lists: list[int] = []  # by element: the innermost list around it
        self.layout_tables: set[int] = set()  # tables around other tables: they hold no data
        for index, element in enumerate(self.elements):
            parent, tag = element.parent, element.tag
            outer = self._nestings[parent] if parent >= 0 else TOP_LEVEL
            self._nestings.append(self._nesting(index, tag, outer) if tag in _NESTING_TAGS else outer)
            self._lists.append(index if tag in LISTS else self._lists[parent] if parent >= 0 else -1)

    def _nesting(self, index: int, tag: str, outer: Nesting) -> Nesting:
        if tag == "table":
            self.layout_tables.add(outer.table)
            return Nesting(outer.containers, index)
        if tag == "tr":
            return Nesting(outer.containers, outer.table, index)
        if tag in _CELLS:
            return Nesting(outer.containers, outer.table, outer.row, index)
        containers = (*outer.containers, index)[:_MAX_CONTAINERS]
        return Nesting(containers, outer.table, outer.row, outer.cell)

    def of(self, block: Block) -> Nesting:
        return self._nestings[block.element] if block.element >= 0 else TOP_LEVEL

    def around_table(self, table: int) -> Nesting:
        """The lists and quotations around a table, without other tables."""
        return Nesting(self._nestings[table].containers)

    def without_indent(self, nesting: Nesting) -> Nesting:
        """What is around a displayed formula: a <dd> is there only to indent it, as in MediaWiki."""
        containers = nesting.containers
        is_indented = bool(containers) and containers[-1] >= 0 and self.elements[containers[-1]].tag == "dd"
        return replace(nesting, containers=containers[:-1]) if is_indented else nesting

    def around(self, element: int) -> Nesting:
        """The lists and quotations around an element."""
        return Nesting(self._nestings[element].containers) if element >= 0 else TOP_LEVEL

    def list_of(self, item: int) -> int:
        """The list of a list item, -1 for none."""
        parent = self.elements[item].parent
        return self._lists[parent] if parent >= 0 else -1

    def container_of(self, list_index: int) -> int:
        """The innermost list item or quotation around a list, -1 for none."""
        containers = self._nestings[list_index].containers if list_index >= 0 else ()
        return containers[-1] if containers else -1

    def is_item(self, container: int) -> bool:
        return container >= 0 and self.elements[container].tag in _ITEMS

    def first_number(self, item: int) -> int | None:
        """The first number of an item's list; None for a list without numbers."""
        list_index = self.list_of(item)
        if list_index < 0 or self.elements[list_index].tag != "ol":
            return None
        start = self.elements[list_index].attrs.get("start") or "1"
        return int(start) if _NUMBER.match(start) else 1


def is_cell(block: Block, nesting: Nesting) -> bool:
    """Whether a block may be in a cell of a Markdown table: no heading, and of listings those of one line."""
    if block.kind is Kind.HEADING or (block.kind is Kind.CODE and "\n" in block.text):
        return False
    return min(nesting.cell, nesting.row, nesting.table) >= 0
