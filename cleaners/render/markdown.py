"""Writes the kept body as Markdown (CommonMark with GitHub's tables)."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, takewhile

from ..page import Block, Decision, Kind, Page
from ..pictures import JudgedPicture
from ..segment.written_formulas import mark_written, may_have_formulas
from ..threads import Post
from .escape import escape
from .formulas import display_formula, split_displayed
from .inline import inline
from .media import media_lines
from .nesting import TOP_LEVEL, Nesting, PageNesting, is_cell
from .notes import Notes
from .table import table
from .text import kept_blocks
from .thread import Thread

_BACKTICKS = re.compile(r"`{3,}")
_INDENT = "    "  # of code
_MAX_NESTED_LINES = 100_000  # of a block in lists and quotations: their signs are written before each line
# Columns of a list's sign where items have code: with a fence's indent, Python-Markdown, which knows no fence in
# lists, takes the code as code.
_WIDE_SIGN, _FENCE_INDENT = 5, "   "
_MAX_FENCED = 3  # lists inside each other; deeper, the columns of the two ways to count levels are too far apart
_ROLES = ("body", "caption")  # notes are written at the end
_BULLET = re.compile(r"(?:[-*•‣▪●]|(\d{1,3})[.)])\s+(?=\S)")


def to_markdown(
    page: Page, decisions: Sequence[Decision], posts: Sequence[Post] = (), pictures: Sequence[JudgedPicture] = ()
) -> str:
    """The kept body as Markdown, without the title; each post of a thread has a heading with author and date.

    Kept pictures stand where the page has them, footnotes at the end. The Markdown shows the text of the page
    only: every character that could be markup is escaped, links have http, https and mailto addresses,
    pictures http and https ones, and there is no HTML.
    """
    if page.origin == "text":
        return _flattened(decisions)
    notes = Notes(page, decisions)
    kept = [block for block, _ in kept_blocks(decisions, _ROLES) if block.index not in notes.blocks]
    writer = _Writer(page, posts, [picture for picture in pictures if picture.kept])
    written = writer.write([notes.marked(block) for block in notes.without_their_heading(kept)])
    return "\n\n".join(part for part in (written, notes.markdown(writer.base)) if part)


def _flattened(decisions: Sequence[Decision]) -> str:
    """Flattened text with its own lines and gaps, and its bullets as list items."""
    parts: list[str] = []
    previous: Block | None = None
    for block, gap in kept_blocks(decisions):
        bullet = _BULLET.match(block.text) if block.kind is Kind.ITEM else None
        if previous is not None:
            both_items = block.kind is Kind.ITEM and previous.kind is Kind.ITEM
            parts.append("\n\n" if gap or (previous.kind is not block.kind) else "\n" if both_items else "  \n")
        if bullet:
            sign = f"{bullet[1]}." if bullet[1] else "-"
            parts.append(f"{sign} {_line(block, block.text[bullet.end() :])}")
        else:
            parts.append(_line(block, block.text))
        previous = block
    return "".join(parts)


def _line(block: Block, text: str) -> str:
    """A line of flattened text, escaped but for the formulas that are written in it."""
    text, marks = mark_written(text, (), known=False) if may_have_formulas(text) else (text, ())
    return inline(replace(block, text=text, marks=marks), None) if marks else escape(text)


class _Writer:
    """Writes blocks one after the other, and tracks the lists and quotations that are open."""

    def __init__(self, page: Page, posts: Sequence[Post] = (), pictures: Sequence[JudgedPicture] = ()) -> None:
        self._pictures = deque(pictures)
        self._nesting = PageNesting(page)
        self._thread = Thread(posts, self._nesting)
        self.base = page.base or page.url or page.head.canonical or None
        self._out: list[str] = []
        self._open: list[tuple[int, str]] = []  # indices, each with the prefix of its lines
        self._item_counts: dict[int, int] = {}  # by list: items written so far
        # By depth and whether it is unnumbered: the last list, and whether it has the second of two signs.
        self._last_lists: dict[tuple[int, bool], tuple[int, bool]] = {}
        self._after_one_line_item = False  # whether the last block written was an item of one line
        self._lists_with_code: set[int] = set()

    def write(self, blocks: Sequence[Block]) -> str:
        start = 0
        code = (self._thread.nesting_of(block).containers for block in blocks if block.kind is Kind.CODE)
        self._lists_with_code = {self._nesting.list_of(item) for item in chain(*code) if self._nesting.is_item(item)}
        while start < len(blocks):
            self._pictures_before(blocks[start].index)
            if line := self._thread.line_before(blocks[start]):
                self._put([line], TOP_LEVEL)
            end = self._end_of_cells(blocks, start)
            grid = table(blocks[start:end], self._nesting, self.base)
            if grid:
                self._put(grid.split("\n"), self._nesting.around_table(self._nesting.of(blocks[start]).table))
            else:
                for block in blocks[start:end]:
                    self._block(block)
            start = end
        self._pictures_before(-1)
        return "".join(self._out)

    def _pictures_before(self, index: int) -> None:
        """Write the pictures that stand before a block, or for -1 all that are left."""
        while self._pictures and (index < 0 or self._pictures[0].picture.before <= index):
            picture = self._pictures.popleft()
            self._put(media_lines(picture, self.base), self._nesting.around(picture.picture.element))

    def _end_of_cells(self, blocks: Sequence[Block], start: int) -> int:
        """The index after the cells of a data table that begin at ``start``; after the block if it is no cell."""
        table_index, post, end = self._nesting.of(blocks[start]).table, self._thread.post_of(blocks[start]), start
        while table_index >= 0 and end < len(blocks) and table_index not in self._nesting.layout_tables:
            block, nesting = blocks[end], self._nesting.of(blocks[end])
            if nesting.table != table_index or not is_cell(block, nesting) or self._thread.post_of(block) != post:
                break
            end += 1
        return max(end, start + 1)

    def _block(self, block: Block) -> None:
        nesting = self._thread.nesting_of(block)
        if block.text.count("\n") > _MAX_NESTED_LINES:
            nesting = TOP_LEVEL
        if block.kind is Kind.CODE:
            self._put(self._code(block, nesting), nesting)
        elif block.kind is Kind.HEADING:
            text = " ".join(inline(block, self.base).split())
            self._put([f"{'#' * min(max(block.level, 1), 6)} {text}"], nesting)
        else:
            for part, is_formula in split_displayed(block):
                lines = display_formula(part.text) if is_formula else []
                if is_formula and part.text == block.text:
                    nesting = self._nesting.without_indent(nesting)
                if not lines:
                    lines = inline(part, self.base).split("\n")
                    lines = [*(f"{line}  " for line in lines[:-1]), lines[-1]]
                self._put(lines, nesting)

    def _code(self, block: Block, nesting: Nesting) -> list[str]:
        """A code block: fenced, but in quotations and deep lists indented, where a fence might be read as text."""
        containers = nesting.containers
        if not containers:
            return _fenced(block.text, block.language)
        if block.language and len(containers) <= _MAX_FENCED and all(map(self._nesting.is_item, containers)):
            return [_FENCE_INDENT + line if line else "" for line in _fenced(block.text, block.language)]
        return [_INDENT + line if line.strip() else "" for line in block.text.split("\n")]

    def _put(self, lines: list[str], nesting: Nesting) -> None:
        """Write the lines of one block inside its lists and quotations."""
        open_containers = {container for container, _ in self._open}
        containers = [
            index for index in nesting.containers
            if index in open_containers or index == nesting.containers[-1] or not self._nesting.is_item(index)
        ]  # fmt: skip
        pairs = zip(self._open, containers, strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0][0] == pair[1], pairs))
        new_containers = containers[shared:]
        is_item = bool(new_containers) and self._nesting.is_item(new_containers[-1])
        begins_item = is_item and self._nesting.list_of(new_containers[-1]) in self._lists_with_code
        ends_list = any(self._nesting.is_item(container) for container, _ in self._open[shared:])
        if lines[0].startswith(_FENCE_INDENT) and (begins_item or ends_list):
            lines = ["&nbsp;", "", *lines]  # else the code is no code: part of the item before, or of the sign's line
        is_one_line = is_item and len(lines) == 1
        is_tight = is_one_line and self._after_one_line_item and self._continues(new_containers[-1], open_containers)
        del self._open[shared:]
        first_prefix = blank_prefix = "".join(text for _, text in self._open)
        for container in new_containers:
            sign = self._sign(container)
            first_prefix += sign
            self._open.append((container, " " * len(sign) if sign != "> " else sign))
        if not is_item:
            self._last_lists = {key: last for key, last in self._last_lists.items() if key[0] < shared}
        next_prefix = "".join(text for _, text in self._open)
        next_lines = (next_prefix + line if line else next_prefix.rstrip() for line in lines[1:])
        if self._out:
            self._out.append("\n" if is_tight else f"\n{blank_prefix.rstrip()}\n")
        self._out.append("\n".join([first_prefix + lines[0], *next_lines]))
        self._after_one_line_item = is_one_line

    def _continues(self, item: int, open_containers: set[int]) -> bool:
        """Whether an item continues an open list, or begins one inside an open item."""
        list_index = self._nesting.list_of(item)
        lists = {self._nesting.list_of(container) for container in open_containers if self._nesting.is_item(container)}
        return list_index in lists or self._nesting.container_of(list_index) in open_containers

    def _sign(self, container: int) -> str:
        if not self._nesting.is_item(container):
            return "> "
        list_index, start = self._nesting.list_of(container), self._nesting.first_number(container)
        level = (len(self._open), start is None)
        last, is_second_sign = self._last_lists.get(level, (list_index, False))
        if last != list_index:
            is_second_sign = not is_second_sign  # another sign separates a list from the one before
        self._last_lists = {key: value for key, value in self._last_lists.items() if key[0] <= level[0]}
        self._last_lists[level] = (list_index, is_second_sign)
        width = _WIDE_SIGN if list_index in self._lists_with_code else 0
        if start is None:
            return ("* " if is_second_sign else "- ").ljust(width)
        number = start + self._item_counts.get(list_index, 0)
        self._item_counts[list_index] = self._item_counts.get(list_index, 0) + 1
        return f"{number}{')' if is_second_sign else '.'} ".ljust(width)


def _fenced(text: str, language: str) -> list[str]:
    """Code with a fence that is longer than any run of backticks in it."""
    fence = "`" * max(3, 1 + max((len(run) for run in _BACKTICKS.findall(text)), default=0))
    return [fence + language, *text.split("\n"), fence]
