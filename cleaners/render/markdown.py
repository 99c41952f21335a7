"""Decisions to Markdown (CommonMark with GitHub's tables)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..page import Block, Decision, Kind, Page
from ..threads import Post
from .escape import escape
from .inline import inline
from .places import NOWHERE, Place, Places, is_cell
from .table import table
from .text import kept_blocks
from .thread import Thread

_FENCES = re.compile(r"`{3,}")
_CLOSING = re.compile(r"(?<=\s)#+$")
_BULLET = re.compile(r"(?:[-*•‣▪●]|(\d{1,3})[.)])\s+(?=\S)")


def to_markdown(page: Page, decisions: Sequence[Decision], posts: Sequence[Post] = ()) -> str:
    """The kept body as Markdown, without the title; each of a thread's posts under a heading that says whose it is.

    Only what the page shows: every character of its text that could be markup is escaped,
    links lead to http, https and mailto addresses, no HTML comes through.
    """
    if page.origin == "text":
        return _flattened(decisions)
    return _Writer(page, posts).write([block for block, _ in kept_blocks(decisions)])


def _flattened(decisions: Sequence[Decision]) -> str:
    """Flattened text: its own lines and gaps, its bullets as list items."""
    parts: list[str] = []
    before: Block | None = None
    for block, gap in kept_blocks(decisions):
        item = _BULLET.match(block.text) if block.kind is Kind.ITEM else None
        if before is not None:
            both = block.kind is Kind.ITEM and before.kind is Kind.ITEM
            parts.append("\n\n" if gap or (before.kind is not block.kind) else "\n" if both else "  \n")
        if item:
            sign = f"{item[1]}." if item[1] else "-"
            parts.append(f"{sign} {escape(block.text[item.end() :])}")
        else:
            parts.append(escape(block.text))
        before = block
    return "".join(parts)


class _Writer:
    """Writes blocks one after the other; remembers the lists and quotations that are open."""

    def __init__(self, page: Page, posts: Sequence[Post] = ()) -> None:
        self._places = Places(page)
        self._thread = Thread(posts, self._places)
        self._base = page.url or page.head.canonical or None
        self._out: list[str] = []
        self._open: list[tuple[int, str]] = []  # containers, each with the prefix of its lines
        self._counts: dict[int, int] = {}  # items written, by list
        # By depth and sort: the last list there, and whether it has the second of two signs.
        self._last: dict[tuple[int, bool], tuple[int, bool]] = {}
        self._in_line = False  # whether the last thing written was an item of one line

    def write(self, blocks: Sequence[Block]) -> str:
        at = 0
        while at < len(blocks):
            if line := self._thread.line_before(blocks[at]):
                self._put([line], NOWHERE)
            end = self._end_of_cells(blocks, at)
            grid = table(blocks[at:end], self._places, self._base)
            if grid:
                self._put(grid.split("\n"), self._places.around(self._places.of(blocks[at]).table))
            else:
                for block in blocks[at:end]:
                    self._block(block)
            at = end
        return "".join(self._out)

    def _end_of_cells(self, blocks: Sequence[Block], at: int) -> int:
        """Where the run of cells of one table of data ends, or the one block that is none."""
        wanted, end, post = self._places.of(blocks[at]).table, at, self._thread.post_of(blocks[at])
        while wanted >= 0 and end < len(blocks) and wanted not in self._places.nested:
            place = self._places.of(blocks[end])
            if place.table != wanted or not is_cell(blocks[end], place) or self._thread.post_of(blocks[end]) != post:
                break
            end += 1
        return max(end, at + 1)

    def _block(self, block: Block) -> None:
        place = self._thread.place_of(block)
        if block.kind is Kind.CODE:
            self._put(_fenced(block.text, self._places.language(block)), place)
        elif block.kind is Kind.HEADING:
            text = _CLOSING.sub(r"\\\g<0>", " ".join(inline(block, self._base).split()))
            self._put([f"{'#' * min(max(block.level, 1), 6)} {text}"], place)
        else:
            lines = inline(block, self._base).split("\n")
            self._put([*(f"{line}  " for line in lines[:-1]), lines[-1]], place)

    def _put(self, lines: list[str], place: Place) -> None:
        """Write lines inside their lists and quotations."""
        opened = {container for container, _ in self._open}
        wanted = [
            container
            for container in place.containers
            if container in opened or container == place.containers[-1] or not self._places.is_item(container)
        ]
        kept = 0
        while kept < min(len(self._open), len(wanted)) and self._open[kept][0] == wanted[kept]:
            kept += 1
        new = wanted[kept:]
        item = bool(new) and self._places.is_item(new[-1])
        tight = item and self._in_line and len(lines) == 1 and self._continues(new[-1], opened)
        del self._open[kept:]
        first = prefix = "".join(text for _, text in self._open)
        for container in new:
            sign = self._sign(container)
            first += sign
            self._open.append((container, " " * len(sign) if sign != "> " else sign))
        if not item:
            self._last = {key: last for key, last in self._last.items() if key[0] < kept}
        rest = "".join(text for _, text in self._open)
        written = [first + lines[0], *(rest + line if line else rest.rstrip() for line in lines[1:])]
        if self._out:
            self._out.append("\n" if tight else f"\n{prefix.rstrip()}\n")
        self._out.append("\n".join(written))
        self._in_line = item and len(lines) == 1

    def _continues(self, item: int, opened: set[int]) -> bool:
        """Whether an item goes on a list that is open, or opens one inside an item."""
        found = self._places.list_of(item)
        lists = {self._places.list_of(container) for container in opened if self._places.is_item(container)}
        return found in lists or self._places.inside(found) in opened

    def _sign(self, container: int) -> str:
        if not self._places.is_item(container):
            return "> "
        found, start = self._places.list_of(container), self._places.first_number(container)
        here = (len(self._open), start is None)
        last, other = self._last.get(here, (found, False))
        if last != found:
            other = not other  # a list right after a list: another sign keeps them apart
        self._last = {key: value for key, value in self._last.items() if key[0] <= here[0]}
        self._last[here] = (found, other)
        if start is None:
            return "* " if other else "- "
        number = start + self._counts.get(found, 0)
        self._counts[found] = self._counts.get(found, 0) + 1
        return f"{number}{')' if other else '.'} "


def _fenced(text: str, language: str) -> list[str]:
    """A fenced code block; its fence is longer than any in the code."""
    fence = "`" * max(3, 1 + max((len(run) for run in _FENCES.findall(text)), default=0))
    return [fence + language, *text.split("\n"), fence]
