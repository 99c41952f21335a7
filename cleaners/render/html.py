"""Writes the kept body as HTML that may be put into any page: few elements, fewer attributes, nothing that acts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..page import Block, Decision, Kind, Page
from ..threads import Post
from .article import Article, BlockPart, Break, CalloutStart, PostHeading, TablePart
from .escape import base_of
from .flattened import flattened_lines
from .html_marks import MARK_TAGS, inline_html, text_html
from .html_table import table_html
from .inline import strong
from .nesting import Nesting, PageNesting
from .text import kept_blocks
from .thread import Thread

ALLOWED = {
    **dict.fromkeys("p h1 h2 h3 h4 h5 h6 ul dl dt dd blockquote aside pre hr br".split(), ()),
    **dict.fromkeys("table caption thead tbody tr".split(), ()),
    **dict.fromkeys(MARK_TAGS.values(), ()),
    "a": ("href", "rel"), "ol": ("start",), "li": ("value",), MARK_TAGS["code"]: ("data-language",),
    "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"),
}  # fmt: skip
"""The elements that may be in the HTML of a page, each with its attributes."""

_BOXES = {True: "☑ ", False: "☐ ", None: ""}
_Opened = tuple[str, int]  # a tag, and the element that it stands for


def to_html(page: Page, decisions: Sequence[Decision], posts: Sequence[Post] = ()) -> str:
    """The kept body as HTML, without the title: what `to_markdown` writes, with the elements that HTML has for it.

    It has the elements and attributes of `ALLOWED` only; links have http, https and mailto addresses or lead
    to a place on the page ("#place").
    """
    kept = kept_blocks(decisions)
    if page.origin == "text":
        return _flattened(decisions)
    return _Writer(page, posts).write([block for block, _ in kept])


def _flattened(decisions: Sequence[Decision]) -> str:
    """Flattened text as paragraphs and lists; lines without a blank line between them are lines of one paragraph."""
    out: list[str] = []
    open_tag = ""
    for line in flattened_lines(decisions):
        tag = ("ol" if line.number else "ul") if line.is_item else "p"
        if tag != open_tag or line.begins_paragraph:
            out.append(f"</{open_tag}>\n" if open_tag else "")
            start = f' start="{int(line.number)}"' if line.number and int(line.number) != 1 else ""
            out.append(f"<{tag}{start}>")
            open_tag = tag
        elif tag == "p":
            out.append("<br>\n")
        text = text_html(line.text)
        out.append(f"\n<li>{text}</li>" if line.is_item else text)
    return "".join([*out, f"</{open_tag}>" if open_tag else ""])


class _Writer:
    """Writes the parts of an article, and tracks the elements that are open."""

    def __init__(self, page: Page, posts: Sequence[Post]) -> None:
        self._nesting = PageNesting(page, all_definitions=True)
        self._article = Article(page, self._nesting, Thread(posts, self._nesting))
        self._base = base_of(page)
        self._out: list[str] = []
        self._open: list[_Opened] = []
        self._last_numbers: dict[int, int] = {}  # by numbered list: of the item opened last
        self._is_fresh = False  # whether an item was opened last, and nothing was written in it
        self._caption: BlockPart | None = None  # of the table that may follow

    def write(self, blocks: Sequence[Block]) -> str:
        for part in self._article.parts(blocks):
            if isinstance(part, TablePart):
                caption = inline_html(self._caption.block, self._base) if self._caption else ""
                self._caption = None
                self._put(table_html(part.table, caption, self._nesting, self._base), part.nesting)
                continue
            self._write_caption()
            if isinstance(part, PostHeading):
                self._put(f"<h{part.level}>{text_html(part.text)}</h{part.level}>", Nesting())
            elif isinstance(part, Break):
                self._put("<hr>", Nesting())
            elif isinstance(part, CalloutStart):
                if not part.has_title:
                    self._put(f"<p><strong>{part.kind.capitalize()}</strong></p>", part.nesting)
            elif self._is_caption(part.block):
                self._caption = part
            else:
                self._block(part)
        self._write_caption()
        self._close(0)
        return "".join(self._out).lstrip("\n")

    def _is_caption(self, block: Block) -> bool:
        return block.element >= 0 and self._nesting.elements[block.element].tag == "caption"

    def _write_caption(self) -> None:
        """Write a caption that no table followed."""
        if self._caption:
            part, self._caption = self._caption, None
            self._block(part)

    def _block(self, part: BlockPart) -> None:
        block, nesting = part.block, part.nesting
        if block.kind is Kind.CODE:
            language = self._nesting.language(block)
            attribute = f' data-language="{escape(language)}"' if language else ""
            self._put(f"<pre><code{attribute}>{escape(block.text, quote=False)}</code></pre>", nesting)
        elif block.kind is Kind.HEADING:
            level = min(max(block.level, 1), 6)
            self._put(f"<h{level}>{' '.join(inline_html(block, self._base).split())}</h{level}>", nesting)
        else:
            is_strong = part.title or (self._nesting.is_term(block) and not self._nesting.is_item(block.element))
            text = inline_html(strong(block) if is_strong else block, self._base)
            is_alone = bool(nesting.containers) and nesting.containers[-1] == block.element
            self._put(text, nesting, is_paragraph=True, is_alone=is_alone and self._nesting.is_item(block.element))

    def _put(self, html: str, nesting: Nesting, is_paragraph: bool = False, is_alone: bool = False) -> None:
        """Write a piece of HTML inside its lists and quotations.

        A paragraph that ``is_alone``, that is right inside its list item, needs no ``<p>`` if the item begins with it.
        """
        path = self._path(nesting)
        shared = 0
        while shared < min(len(path), len(self._open)) and path[shared] == self._open[shared]:
            shared += 1
        self._close(shared)
        for opened in path[shared:]:
            self._out.append(("" if self._is_fresh else "\n") + self._start(opened))
            self._open.append(opened)
            self._is_fresh = opened[0] in ("li", "dt", "dd")
        box = _BOXES[self._nesting.is_checked(path[-1][1])] if self._is_fresh else "\n"
        needs_element = is_paragraph and not (is_alone and self._is_fresh)
        self._out.append(f"{box}<p>{html}</p>" if needs_element else f"{box}{html}")
        self._is_fresh = False

    def _path(self, nesting: Nesting) -> list[_Opened]:
        """The elements to open around a part, outermost first."""
        path: list[_Opened] = []
        for container in nesting.containers:
            if self._nesting.is_item(container):
                tag, list_index = self._nesting.elements[container].tag, self._nesting.list_of(container)
                is_numbered = tag == "li" and container in self._nesting.numbers
                path.append(("ol" if is_numbered else "ul" if tag == "li" else "dl", list_index))
                path.append((tag, container))
            else:
                path.append(("aside" if container in self._nesting.callouts else "blockquote", container))
        return path

    def _start(self, opened: _Opened) -> str:
        """The start tag of an element, with the number of a list or an item where it is not the next one."""
        tag, index = opened
        if tag != "li" or index not in self._nesting.numbers:
            return f"<{tag}>"
        number, list_index = self._nesting.numbers[index], self._nesting.list_of(index)
        is_next = number == self._last_numbers.get(list_index, 0) + 1
        self._last_numbers[list_index] = number
        return "<li>" if is_next else f'<li value="{number}">'

    def _close(self, shared: int) -> None:
        while len(self._open) > shared:
            tag, _ = self._open.pop()
            self._out.append(f"</{tag}>" if tag in ("li", "dt", "dd") else f"\n</{tag}>")
            self._is_fresh = False
