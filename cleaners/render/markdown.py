"""Writes the kept body as Markdown (CommonMark with GitHub's tables)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from ..page import Block, Decision, Kind, Mark, Page
from ..threads import Post
from .escape import base_of, escape
from .inline import inline
from .line_writer import INDENT, LineWriter
from .nesting import LABEL, TOP_LEVEL, Nesting, PageNesting, is_cell, thematic_breaks
from .table import table
from .text import kept_blocks
from .thread import Thread

_BACKTICKS = re.compile(r"`{3,}")
_MAX_NESTED_LINES = 100_000  # of a block in lists and quotations: their signs are written before each line
_MAX_STRONG = 200  # characters of a term or title that is written as strong text
_BULLET = re.compile(r"(?:[-*•‣▪●]|(\d{1,3})[.)])\s+(?=\S)")


def to_markdown(page: Page, decisions: Sequence[Decision], posts: Sequence[Post] = ()) -> str:
    """The kept body as Markdown, without the title; each post of a thread has a heading with author and date.

    The Markdown shows the text of the page only: every character that could be markup is escaped, links
    have http, https and mailto addresses, and there is no HTML.
    """
    if page.origin == "text":
        return _flattened(decisions)
    return _Writer(page, posts).write([block for block, _ in kept_blocks(decisions)])


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
            parts.append(f"{sign} {escape(block.text[bullet.end() :])}")
        else:
            parts.append(escape(block.text))
        previous = block
    return "".join(parts)


class _Writer:
    """Writes blocks one after the other."""

    def __init__(self, page: Page, posts: Sequence[Post] = ()) -> None:
        self._nesting = PageNesting(page)
        self._thread = Thread(posts, self._nesting)
        self._base = base_of(page)
        self._breaks = thematic_breaks(page, self._nesting)
        self._lines = LineWriter(self._nesting, frozenset())
        self._begun: set[int] = set()  # callouts whose sign is written
        self._after_sign = -1  # the callout whose sign was written last, if nothing was written after it

    def write(self, blocks: Sequence[Block]) -> str:
        code = (self._thread.nesting_of(block).containers for block in blocks if block.kind is Kind.CODE)
        with_code = {self._nesting.list_of(item) for item in chain(*code) if self._nesting.is_item(item)}
        self._lines = LineWriter(self._nesting, with_code)
        start = 0
        while start < len(blocks):
            self._before(blocks[start], blocks[start - 1] if start else None)
            end = self._end_of_cells(blocks, start)
            grid = table(blocks[start:end], self._nesting, self._base)
            if grid:
                self._put(grid.split("\n"), self._nesting.around_table(self._nesting.of(blocks[start]).table))
            else:
                for block, previous in zip(blocks[start:end], [None, *blocks[start : end - 1]], strict=True):
                    if previous is not None:
                        self._before(block, previous)
                    self._block(block)
            start = end
        return self._lines.text

    def _before(self, block: Block, previous: Block | None) -> None:
        """Write what stands between two blocks: the heading of a post, a thematic break, the signs of callouts."""
        if change := self._thread.change_before(block):
            level, text = change
            self._put([f"{'#' * level} {escape(text)}" if level else "* * *"], TOP_LEVEL)
        elif previous is not None and self._breaks.get(block.index) == previous.index:
            self._put(["---"], TOP_LEVEL)
        containers = self._thread.nesting_of(block).containers
        for number, container in enumerate(containers, 1):
            if container in self._nesting.callouts and container not in self._begun:
                self._begun.add(container)
                self._put([f"[!{self._nesting.callouts[container]}]"], Nesting(containers[:number]))
                self._after_sign = container

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
        title = self._nesting.title_of_callout(block) if self._after_sign >= 0 else ""
        if title == LABEL:
            return  # the sign says the same
        if block.kind is Kind.CODE:
            self._put(_code(block.text, self._nesting.language(block), bool(nesting.containers)), nesting)
        elif block.kind is Kind.HEADING:
            text = " ".join(inline(block, self._base).split())
            self._put([f"{'#' * min(max(block.level, 1), 6)} {text}"], nesting)
        else:
            if title or self._nesting.is_term(block):
                block = strong(block)
            lines = inline(block, self._base).split("\n")
            follows_sign = nesting.containers[-1:] == (self._after_sign,)
            self._put([*(f"{line}  " for line in lines[:-1]), lines[-1]], nesting, follows_sign)

    def _put(self, lines: list[str], nesting: Nesting, continues: bool = False) -> None:
        self._lines.put(lines, nesting, continues)
        self._after_sign = -1


def strong(block: Block) -> Block:
    """A block of one line as strong text."""
    if "\n" in block.text or len(block.text) > _MAX_STRONG:
        return block
    return replace(block, marks=(Mark("strong", 0, len(block.text)), *block.marks))


def _code(text: str, language: str, is_nested: bool) -> list[str]:
    """A code block: indented in lists and quotations, where Python-Markdown knows no fence and would read it as text.

    Elsewhere fenced; the fence is longer than any run of backticks in the code.
    """
    lines = text.split("\n")
    if is_nested:
        return [INDENT + line if line.strip() else "" for line in lines]
    fence = "`" * max(3, 1 + max((len(run) for run in _BACKTICKS.findall(text)), default=0))
    return [fence + language, *lines, fence]
