"""Writes the kept body as Markdown (CommonMark with GitHub's tables)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from ..page import Block, Decision, Kind, Page
from ..threads import Post
from .article import Article, BlockPart, Break, CalloutStart, PostHeading, TablePart
from .escape import base_of, escape
from .flattened import flattened_lines
from .inline import inline, strong
from .line_writer import INDENT, LineWriter
from .nesting import LABEL, TOP_LEVEL, PageNesting
from .table import table
from .text import kept_blocks
from .thread import Thread

_BACKTICKS = re.compile(r"`{3,}")


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
    for line in flattened_lines(decisions):
        if parts:
            parts.append("\n\n" if line.begins_paragraph else "\n" if line.is_item else "  \n")
        sign = f"{line.number}. " if line.number else "- "
        parts.append(f"{sign if line.is_item else ''}{escape(line.text)}")
    return "".join(parts)


class _Writer:
    """Writes the parts of an article one after the other."""

    def __init__(self, page: Page, posts: Sequence[Post] = ()) -> None:
        self._nesting = PageNesting(page)
        self._thread = Thread(posts, self._nesting)
        self._article = Article(page, self._nesting, self._thread)
        self._base = base_of(page)
        self._after_sign = False  # whether the sign of a callout was written last

    def write(self, blocks: Sequence[Block]) -> str:
        code = (self._thread.nesting_of(block).containers for block in blocks if block.kind is Kind.CODE)
        with_code = {self._nesting.list_of(item) for item in chain(*code) if self._nesting.is_item(item)}
        lines = LineWriter(self._nesting, with_code)
        for part in self._article.parts(blocks):
            if isinstance(part, PostHeading):
                lines.put([f"{'#' * part.level} {escape(part.text)}"], TOP_LEVEL)
            elif isinstance(part, Break):
                lines.put(["* * *" if part.after_posts else "---"], TOP_LEVEL)
            elif isinstance(part, CalloutStart):
                lines.put([f"[!{part.kind}]"], part.nesting)
                self._after_sign = True
                continue
            elif isinstance(part, TablePart):
                lines.put(table(part.table, self._base), part.nesting)
            elif self._after_sign and part.title == LABEL:
                continue  # the sign says the same
            else:
                self._block(part, lines)
            self._after_sign = False
        return lines.text

    def _block(self, part: BlockPart, lines: LineWriter) -> None:
        block, nesting = part.block, part.nesting
        if block.kind is Kind.CODE:
            lines.put(_code(block.text, self._nesting.language(block), bool(nesting.containers)), nesting)
        elif block.kind is Kind.HEADING:
            text = " ".join(inline(block, self._base).split())
            lines.put([f"{'#' * min(max(block.level, 1), 6)} {text}"], nesting)
        else:
            is_title = self._after_sign and part.title
            text = inline(strong(block) if is_title or self._nesting.is_term(block) else block, self._base)
            *first, last = text.split("\n")
            continues = self._after_sign and nesting.containers[-1] in self._nesting.callouts
            lines.put([*(f"{line}  " for line in first), last], nesting, continues)


def _code(text: str, language: str, is_nested: bool) -> list[str]:
    """A code block: indented in lists and quotations, where Python-Markdown knows no fence and would read it as text.

    Elsewhere fenced; the fence is longer than any run of backticks in the code.
    """
    lines = text.split("\n")
    if is_nested:
        return [INDENT + line if line.strip() else "" for line in lines]
    fence = "`" * max(3, 1 + max((len(run) for run in _BACKTICKS.findall(text)), default=0))
    return [fence + language, *lines, fence]
