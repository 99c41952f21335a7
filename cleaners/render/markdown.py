"""Writes the kept body as Markdown (CommonMark with GitHub's tables)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from ..page import Block, Decision, Kind, Page
from ..pictures import JudgedPicture
from ..threads import Post
from .article import Article, BlockPart, Break, CalloutStart, PicturePart, PostHeading, TablePart, article_blocks
from .escape import escape
from .flattened import FlatKind, flattened_lines
from .formulas import display_formula
from .inline import inline, strong
from .line_writer import FENCE_INDENT, LineWriter
from .media import media_lines
from .nesting import LABEL, TOP_LEVEL, Nesting, PageNesting
from .notes import Notes
from .table import table
from .thread import Thread

_BACKTICKS = re.compile(r"`{3,}")
_INDENT = "    "  # of code
_MAX_FENCED = 3  # lists inside each other; deeper, the columns of the two ways to count levels are too far apart


def to_markdown(
    page: Page, decisions: Sequence[Decision], posts: Sequence[Post] = (), pictures: Sequence[JudgedPicture] = ()
) -> str:
    """The kept body as Markdown, without the title; each post of a thread has a heading with author and date.

    Kept pictures stand where the page has them, footnotes at the end. The Markdown shows the text of the page
    only: every character that could be markup is escaped, links have http, https and mailto addresses,
    pictures http and https ones, and there is no HTML.
    """
    if page.origin == "text":
        return _flattened(page, decisions, with_headings=not posts)
    notes = Notes(page, decisions)
    written = _Writer(page, posts, pictures).write(article_blocks(decisions, notes))
    return "\n\n".join(part for part in (written, notes.markdown(page.base)) if part)


def _flattened(page: Page, decisions: Sequence[Decision], with_headings: bool) -> str:
    """Flattened text with its own lines and gaps; what looks like items, headings and code is written as such."""
    parts: list[str] = []
    code: list[str] = []
    for line in flattened_lines(page, decisions, with_headings):
        if code and line.kind is not FlatKind.CODE:
            parts.append("\n".join(_fenced("\n".join(code), "")))
            code.clear()
        if parts and not code:
            is_item = line.kind is FlatKind.ITEM
            parts.append("\n\n" if line.begins_paragraph else "\n" if is_item else "  \n")
        if line.kind is FlatKind.CODE:
            code.append(line.block.text)
            continue
        sign = {FlatKind.HEADING: "## ", FlatKind.ITEM: f"{line.number}. " if line.number else "- "}.get(line.kind, "")
        parts.append(f"{sign}{inline(line.block, None)}")
    if code:
        parts.append("\n".join(_fenced("\n".join(code), "")))
    return "".join(parts)


class _Writer:
    """Writes the parts of an article one after the other."""

    def __init__(self, page: Page, posts: Sequence[Post], pictures: Sequence[JudgedPicture]) -> None:
        self._nesting = PageNesting(page)
        self._thread = Thread(posts, self._nesting)
        self._article = Article(page, self._nesting, self._thread, pictures)
        self._base = page.base
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
            elif isinstance(part, PicturePart):
                lines.put(media_lines(part.judged, self._base), part.nesting)
            elif self._after_sign and part.title == LABEL:
                continue  # the sign says the same
            else:
                self._block(part, lines)
            self._after_sign = False
        return lines.text

    def _block(self, part: BlockPart, lines: LineWriter) -> None:
        block, nesting = part.block, part.nesting
        if block.kind is Kind.CODE:
            lines.put(self._code(block, nesting), nesting)
        elif part.is_formula and (formula := display_formula(block.text)):
            lines.put(formula, nesting)
        elif block.kind is Kind.HEADING:
            text = " ".join(inline(block, self._base).split())
            lines.put([f"{'#' * min(max(block.level, 1), 6)} {text}"], nesting)
        else:
            is_title = self._after_sign and part.title
            text = inline(strong(block) if is_title or self._nesting.is_term(block) else block, self._base)
            *first, last = text.split("\n")
            continues = self._after_sign and nesting.containers[-1] in self._nesting.callouts
            lines.put([*(f"{line}  " for line in first), last], nesting, continues)

    def _code(self, block: Block, nesting: Nesting) -> list[str]:
        """A code block: fenced, but in quotations and deep lists indented, where a fence might be read as text."""
        containers = nesting.containers
        if not containers:
            return _fenced(block.text, block.language)
        if block.language and len(containers) <= _MAX_FENCED and all(map(self._nesting.is_item, containers)):
            return [FENCE_INDENT + line if line else "" for line in _fenced(block.text, block.language)]
        return [_INDENT + line if line.strip() else "" for line in block.text.split("\n")]


def _fenced(text: str, language: str) -> list[str]:
    """Code with a fence that is longer than any run of backticks in it."""
    fence = "`" * max(3, 1 + max((len(run) for run in _BACKTICKS.findall(text)), default=0))
    return [fence + language, *text.split("\n"), fence]
