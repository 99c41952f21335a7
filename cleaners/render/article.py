"""The kept blocks of a page as the parts of an article, in order: what Markdown and HTML both write."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..page import Block, Decision, Kind, Page
from ..pictures import JudgedPicture
from .formulas import split_displayed
from .nesting import TOP_LEVEL, Nesting, PageNesting, thematic_breaks
from .notes import Notes
from .table import Table, data_table
from .text import kept_blocks
from .thread import Thread

_MAX_NESTED_LINES = 100_000  # of a block in lists and quotations: their signs are written before each line
_ROLES = ("body", "caption")  # notes are written at the end


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
    """One block, or a part of it, and what is around it.

    ``title`` is `LABEL` or `TITLE` for the title of a callout, else "". ``is_formula`` where the text is a
    displayed formula.
    """

    block: Block
    nesting: Nesting
    title: str
    is_formula: bool = False


@dataclass(frozen=True, slots=True)
class PicturePart:
    """A picture, video or embedded page, and what is around it."""

    judged: JudgedPicture
    nesting: Nesting


Part = PostHeading | Break | CalloutStart | TablePart | BlockPart | PicturePart


def article_blocks(decisions: Sequence[Decision], notes: Notes) -> list[Block]:
    """The blocks of an article without its notes; the marks of these name them."""
    kept = [block for block, _ in kept_blocks(decisions, _ROLES) if block.index not in notes.blocks]
    return [notes.marked(block) for block in notes.without_their_heading(kept)]


class Article:
    """The parts of an article."""

    def __init__(
        self, page: Page, page_nesting: PageNesting, thread: Thread, pictures: Sequence[JudgedPicture] = ()
    ) -> None:
        self._pictures = deque(judged for judged in pictures if judged.kept)
        self._nesting, self._thread = page_nesting, thread
        self._breaks = thematic_breaks(page, page_nesting)
        self._begun: set[int] = set()  # callouts

    def parts(self, blocks: Sequence[Block]) -> Iterator[Part]:
        """The parts that these blocks make, in page order."""
        start = 0
        while start < len(blocks):
            yield from self._pictures_before(blocks[start].index)
            end = self._end_of_cells(blocks, start)
            table = data_table(blocks[start:end], self._nesting)
            for index in range(start, end):
                yield from self._before(blocks[index], blocks[index - 1] if index else None)
                if table is not None:
                    yield TablePart(table, self._nesting.around(self._nesting.of(blocks[start]).table))
                    break
                yield from self._block(blocks[index])
            start = end
        yield from self._pictures_before(-1)

    def _pictures_before(self, index: int) -> Iterator[Part]:
        """The pictures that stand before a block, or for -1 all that are left."""
        while self._pictures and (index < 0 or self._pictures[0].picture.before <= index):
            judged = self._pictures.popleft()
            nesting = self._nesting.around(judged.picture.element)
            yield from self._begin_callouts(nesting.containers)
            yield PicturePart(judged, nesting)

    def _before(self, block: Block, previous: Block | None) -> Iterator[Part]:
        """What is between two blocks: the heading of a post, a break, the begins of callouts."""
        if change := self._thread.change_before(block):
            yield PostHeading(*change) if change[0] else Break(after_posts=True)
        elif previous is not None and self._breaks.get(block.index) == previous.index:
            yield Break(after_posts=False)
        yield from self._begin_callouts(self._thread.nesting_of(block).containers, block)

    def _begin_callouts(self, containers: Sequence[int], block: Block | None = None) -> Iterator[Part]:
        for number, container in enumerate(containers, 1):
            if container in self._nesting.callouts and container not in self._begun:
                self._begun.add(container)
                is_title = block is not None and bool(self._nesting.title_of_callout(block))
                has_title = is_title and number == len(containers)
                yield CalloutStart(self._nesting.callouts[container], Nesting(tuple(containers[:number])), has_title)

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

    def _block(self, block: Block) -> Iterator[BlockPart]:
        """One block, in pieces where formulas are displayed between its lines."""
        nesting = self._thread.nesting_of(block)
        if block.text.count("\n") > _MAX_NESTED_LINES:
            nesting = TOP_LEVEL
        title = self._nesting.title_of_callout(block)
        if block.kind in (Kind.CODE, Kind.HEADING):
            yield BlockPart(block, nesting, title)
            return
        for part, is_formula in split_displayed(block):
            if is_formula and part.text == block.text:
                nesting = self._nesting.without_indent(nesting)
            yield BlockPart(part, nesting, title, is_formula)
