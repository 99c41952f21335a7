"""The lists, quotations and table cells that the blocks of a page are in."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from ..page import Block, Element, Kind, Page
from ..segment.tags import LISTS
from .callouts import callouts_of, is_label, is_title
from .grid import Cell, grid_of
from .lists import item_numbers, simple_definitions

_ITEMS = ("li", "dd")
_CELLS = ("td", "th")
_DEFINITIONS = ("dt", "dd")
_TERMS = ("dt", "summary")
_NESTING_TAGS = frozenset((*_ITEMS, "dt", "blockquote", "table", "tr", *_CELLS))
_MAX_CONTAINERS = 12  # lists and quotations inside each other; what is deeper is written as part of the last
LABEL, TITLE = "label", "title"  # of a callout
_LAYOUT_ROLES = ("presentation", "none")


@dataclass(frozen=True, slots=True)
class Nesting:
    """What is around one block, as indices of elements, -1 for none.

    ``containers`` are the list items, quotations and callouts around it, outermost first.
    """

    containers: tuple[int, ...] = ()
    table: int = -1
    row: int = -1
    cell: int = -1


TOP_LEVEL = Nesting()


class PageNesting:
    """The nesting of all elements of a page, computed in one pass.

    ``lists`` holds for each element the innermost list around it, ``numbers`` the number of each item of
    a numbered list, ``callouts`` the kind of each callout. With ``all_definitions`` every term and meaning
    of a definition list is a container; else only the meanings that Markdown writes as list items.
    """

    def __init__(self, page: Page, all_definitions: bool = False) -> None:
        self.elements = page.elements
        self.callouts = callouts_of(page.elements)
        self.lists: list[int] = []
        for index, element in enumerate(page.elements):
            self.lists.append(
                index if element.tag in LISTS else self.lists[element.parent] if element.parent >= 0 else -1
            )
        self.numbers = item_numbers(page.elements, self.lists)
        self._definitions = simple_definitions(page.elements, self.lists)
        self._all_definitions = all_definitions
        self._items = (*_ITEMS, "dt") if all_definitions else _ITEMS
        self._nestings: list[Nesting] = []
        self._grids: dict[int, dict[int, Cell]] = {}
        self.layout_tables: set[int] = set()  # tables around other tables, or by their role: they hold no data
        self._headed_tables: set[int] = set()  # with a header cell
        for index, element in enumerate(page.elements):
            outer = self._nestings[element.parent] if element.parent >= 0 else TOP_LEVEL
            is_nesting = element.tag in _NESTING_TAGS or index in self.callouts
            self._nestings.append(self._nesting(index, element, outer) if is_nesting else outer)

    def _nesting(self, index: int, element: Element, outer: Nesting) -> Nesting:
        tag = element.tag
        if tag == "table":
            self.layout_tables.add(outer.table)
            if element.attrs.get("role") in _LAYOUT_ROLES or element.parent in self.callouts:
                self.layout_tables.add(index)
            containers = outer.containers if index not in self.callouts else (*outer.containers, index)
            return Nesting(containers[:_MAX_CONTAINERS], index)
        if tag == "tr":
            return Nesting(outer.containers, outer.table, index)
        if tag in _CELLS:
            if tag == "th":
                self._headed_tables.add(outer.table)
            return Nesting(outer.containers, outer.table, outer.row, index)
        is_definition = self._all_definitions or (tag == "dd" and self.lists[index] in self._definitions)
        if tag in _DEFINITIONS and not is_definition and index not in self.callouts:
            return outer
        containers = (*outer.containers, index)[:_MAX_CONTAINERS]
        return Nesting(containers, outer.table, outer.row, outer.cell)

    def of(self, block: Block) -> Nesting:
        return self._nestings[block.element] if block.element >= 0 else TOP_LEVEL

    def is_top_level(self, element: int) -> bool:
        """Whether an element is in no list, quotation or table."""
        return self._nestings[element] == TOP_LEVEL

    def around(self, element: int) -> Nesting:
        """The lists, quotations and callouts around a table or another element, without the tables around it."""
        return Nesting(self._nestings[element].containers) if element >= 0 else TOP_LEVEL

    def without_indent(self, nesting: Nesting) -> Nesting:
        """What is around a displayed formula: a <dd> is there only to indent it, as in MediaWiki."""
        containers = nesting.containers
        is_indented = bool(containers) and containers[-1] >= 0 and self.elements[containers[-1]].tag == "dd"
        return replace(nesting, containers=containers[:-1]) if is_indented else nesting

    def list_of(self, item: int) -> int:
        """The list of a list item, -1 for none."""
        parent = self.elements[item].parent
        return self.lists[parent] if parent >= 0 else -1

    def container_of(self, list_index: int) -> int:
        """The innermost list item or quotation around a list, -1 for none."""
        containers = self._nestings[list_index].containers if list_index >= 0 else ()
        return containers[-1] if containers else -1

    def is_item(self, container: int) -> bool:
        return container >= 0 and self.elements[container].tag in self._items

    def is_item_or_callout(self, container: int) -> bool:
        return self.is_item(container) or container in self.callouts

    def is_term(self, block: Block) -> bool:
        """Whether a block is a term of a definition list, or the summary of what a click shows."""
        return block.element >= 0 and self.elements[block.element].tag in _TERMS

    def title_of_callout(self, block: Block) -> str:
        """Whether the first block of a callout is its title: `LABEL` if it only names its kind, `TITLE`, or ""."""
        callout = next((index for index in reversed(self.of(block).containers) if index in self.callouts), -1)
        if callout < 0 or self.elements[callout].start != block.index:
            return ""
        if is_label(block.text):
            return LABEL
        return TITLE if is_title(block, callout, self.elements) else ""

    def is_checked(self, item: int) -> bool | None:
        """Whether an item of a task list is done; None for other items."""
        checked = self.elements[item].attrs.get("aria-checked") if self.is_item(item) else None
        return None if checked is None else checked == "true"

    def has_header(self, table: int) -> bool:
        """Whether a table has header cells."""
        return table in self._headed_tables

    def is_cell(self, block: Block) -> bool:
        """Whether a block may be in a table's cell: headings only where there are header cells, code of one line."""
        nesting = self.of(block)
        is_heading, is_code = block.kind is Kind.HEADING, block.kind is Kind.CODE
        if (is_heading and nesting.table not in self._headed_tables) or (is_code and "\n" in block.text):
            return False
        return min(nesting.cell, nesting.row, nesting.table) >= 0 and nesting.table not in self.layout_tables

    def grid(self, table: int) -> dict[int, Cell]:
        """The place of each cell of a table of data, by element."""
        if table not in self._grids:
            self._grids[table] = grid_of(table, self.elements)
        return self._grids[table]


def thematic_breaks(page: Page, page_nesting: PageNesting) -> dict[int, int]:
    """The lines (``hr``) between visible blocks outside lists and quotations: by the block after, the one before.

    A line beside a dropped block is one of the page, not of the article.
    """
    visible = [block.index for block in page.blocks if not block.hidden]
    breaks: dict[int, int] = {}
    for index, element in enumerate(page.elements):
        if element.tag == "hr" and not element.hidden and page_nesting.is_top_level(index):
            following = bisect_left(visible, element.start)
            if 0 < following < len(visible):
                breaks[visible[following]] = visible[following - 1]
    return breaks
