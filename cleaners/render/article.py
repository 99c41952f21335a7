"""The kept blocks of a page as the parts of an article, in order: what Markdown and HTML both write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..page import Block, Page
from .nesting import TOP_LEVEL, Nesting, PageNesting, thematic_breaks
from .table import Table, data_table
from .thread import Thread

_MAX_NESTED_LINES = 100_000  # of a block in lists and quotations: their signs are written before each line


@dataclass(frozen=True, slots=True)
class PostHeading:
    """Author and date above a post of a thread."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line between two parts; ``after_posts`` where the posts of a thread end."""

    after_posts: bool


@dataclass(frozen=True, slots=True)
class CalloutStart:
    """The begin of a callout of a kind such as "NOTE"; ``has_title`` if its first block is its title."""

    kind: str
    nesting: Nesting
    has_title: bool


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table of data, and what is around it."""

    table: Table
    nesting: Nesting


@dataclass(frozen=True, slots=True)
class BlockPart:
    """One block, and what is around it. ``title`` is `LABEL` or `TITLE` for the title of a callout, else ""."""

    block: Block
    nesting: Nesting
    title: str


Part = PostHeading | Break | CalloutStart | TablePart | BlockPart


class Article:
    """The parts of an article."""

    def __init__(self, page: Page, page_nesting: PageNesting, thread: Thread) -> None:
        self._nesting, self._thread = page_nesting, thread
        self._breaks = thematic_breaks(page, page_nesting)
        self._begun: set[int] = set()  # callouts

    def parts(self, blocks: Sequence[Block]) -> Iterator[Part]:
        """The parts that these blocks make, in page order."""
        start = 0
        while start < len(blocks):
            end = self._end_of_cells(blocks, start)
            table = data_table(blocks[start:end], self._nesting)
            for index in range(start, end):
                yield from self._before(blocks[index], blocks[index - 1] if index else None)
                if table is not None:
                    yield TablePart(table, self._nesting.around_table(self._nesting.of(blocks[start]).table))
                    break
                yield self._block(blocks[index])
            start = end

    def _before(self, block: Block, previous: Block | None) -> Iterator[Part]:
        """What is between two blocks: the heading of a post, a break, the begins of callouts."""
        if change := self._thread.change_before(block):
            yield PostHeading(*change) if change[0] else Break(after_posts=True)
        elif previous is not None and self._breaks.get(block.index) == previous.index:
            yield Break(after_posts=False)
        containers = self._thread.nesting_of(block).containers
        for number, container in enumerate(containers, 1):
            if container in self._nesting.callouts and container not in self._begun:
                self._begun.add(container)
                has_title = bool(self._nesting.title_of_callout(block)) and number == len(containers)
                yield CalloutStart(self._nesting.callouts[container], Nesting(containers[:number]), has_title)

    def _end_of_cells(self, blocks: Sequence[Block], start: int) -> int:
        """The index after the cells of a data table that begin at ``start``; after the block if it is no cell."""
        table_index, post, end = self._nesting.of(blocks[start]).table, self._thread.post_of(blocks[start]), start
        while table_index >= 0 and end < len(blocks):
            block = blocks[end]
            is_same = self._nesting.of(block).table == table_index and self._thread.post_of(block) == post
            if not is_same or not self._nesting.is_cell(block):
                break
            end += 1
        return max(end, start + 1)

    def _block(self, block: Block) -> BlockPart:
        nesting = self._thread.nesting_of(block)
        if block.text.count("\n") > _MAX_NESTED_LINES:
            nesting = TOP_LEVEL
        return BlockPart(block, nesting, self._nesting.title_of_callout(block))
