"""Writes the kept body as HTML that may be put into any page: few elements, fewer attributes, nothing that acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from html import escape

from ..page import Block, Decision, Kind, Page
from ..pictures import JudgedPicture
from ..threads import Post
from .article import Article, BlockPart, Break, CalloutStart, Part, PicturePart, PostHeading, TablePart, article_blocks
from .html_flattened import flattened_html
from .html_marks import MARK_TAGS, Links, inline_html, text_html
from .html_media import media_html
from .html_notes import notes_html
from .html_table import table_html
from .inline import strong
from .nesting import TOP_LEVEL, Nesting, PageNesting
from .notes import Notes
from .thread import Thread

ALLOWED = {
    **dict.fromkeys("p h1 h2 h3 h4 h5 h6 ul dl dd blockquote aside pre hr br figure figcaption".split(), ()),
    **dict.fromkeys("table caption thead tbody tr".split(), ()),
    **dict.fromkeys(MARK_TAGS.values(), ()),
    "a": ("href", "rel", "id"), "ol": ("start",), "li": ("value", "id"), "dt": ("id",),
    "img": ("src", "alt", "loading"), MARK_TAGS["code"]: ("data-language",),
    "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"),
}  # fmt: skip
"""The elements that may be in the HTML of a page, each with its attributes."""

_BOXES = {True: "☑ ", False: "☐ ", None: ""}
_Opened = tuple[str, int]  # a tag, and the element that it stands for


def to_html(
    page: Page, decisions: Sequence[Decision], posts: Sequence[Post] = (), pictures: Sequence[JudgedPicture] = ()
) -> str:
    """The kept body as HTML, without the title: what `to_markdown` writes, with the elements that HTML has for it.

    It has the elements and attributes of `ALLOWED` only; links have http, https and mailto addresses or lead
    to a place on the page ("#place"), pictures http and https ones.
    """
    if page.origin == "text":
        return flattened_html(page, decisions, with_headings=not posts)
    notes = Notes(page, decisions)
    captions = {decision.block.index for decision in decisions if decision.role == "caption"}
    links = Links(page.base, {name for name, _ in notes.written})
    writer = _Writer(links, captions, PageNesting(page, all_definitions=True))
    article = Article(page, writer.nesting, Thread(posts, writer.nesting), pictures)
    written = writer.write(article.parts(article_blocks(decisions, notes)))
    return "\n".join(part for part in (written, notes_html(notes, links)) if part)


class _Writer:
    """Writes the parts of an article, and tracks the elements that are open."""

    def __init__(self, links: Links, captions: Set[int], nesting: PageNesting) -> None:
        self.links, self.nesting, self._captions = links, nesting, captions
        self._out: list[str] = []
        self._open: list[_Opened] = []
        self._last_numbers: dict[int, int] = {}  # by numbered list: of the item opened last
        self._is_fresh = False  # whether an item was opened last, and nothing was written in it
        self._held: BlockPart | PicturePart | None = None  # the caption of a table, or a picture, that may follow

    def write(self, parts: Iterable[Part]) -> str:
        for part in parts:
            if not self._put_with_held(part):
                self._write_held()
                if isinstance(part, PicturePart) or (isinstance(part, BlockPart) and self._is_caption(part.block)):
                    self._held = part
                else:
                    self._write(part)
        self._write_held()
        self._close(0)
        return "".join(self._out).lstrip("\n")

    def _put_with_held(self, part: Part) -> bool:
        """Write the table that follows its caption, or the caption that follows its picture; returns whether it did."""
        held = self._held
        if isinstance(held, BlockPart) and isinstance(part, TablePart):
            self._held = None
            self._put(self._table(part, inline_html(held.block, self.links)), part.nesting)
            return True
        if not isinstance(held, PicturePart) or not isinstance(part, BlockPart):
            return False
        is_beside = (
            held.judged.picture.before == part.block.index and held.nesting.containers == part.nesting.containers
        )
        if not is_beside or part.block.index not in self._captions or held.judged.picture.kind != "picture":
            return False
        self._held = None
        self._put(media_html(held.judged, self.links.base, inline_html(part.block, self.links)), held.nesting)
        return True

    def _write_held(self) -> None:
        """Write a caption that no table followed, or a picture that no caption followed."""
        held, self._held = self._held, None
        if isinstance(held, PicturePart):
            if media := media_html(held.judged, self.links.base):
                self._put(media, held.nesting)
        elif held is not None:
            self._block(held)

    def _write(self, part: Part) -> None:
        if isinstance(part, TablePart):
            self._put(self._table(part, ""), part.nesting)
        elif isinstance(part, PostHeading):
            self._put(f"<h{part.level}>{text_html(part.text)}</h{part.level}>", TOP_LEVEL)
        elif isinstance(part, Break):
            self._put("<hr>", TOP_LEVEL)
        elif isinstance(part, CalloutStart):
            if not part.has_title:
                self._put(f"<p><strong>{part.kind.capitalize()}</strong></p>", part.nesting)
        elif isinstance(part, BlockPart):
            self._block(part)

    def _table(self, part: TablePart, caption: str) -> str:
        return table_html(part.table, caption, self.nesting, self.links)

    def _is_caption(self, block: Block) -> bool:
        return block.element >= 0 and self.nesting.elements[block.element].tag == "caption"

    def _block(self, part: BlockPart) -> None:
        block, nesting = part.block, part.nesting
        if block.kind is Kind.CODE:
            language = block.language
            attribute = f' data-language="{escape(language)}"' if language else ""
            self._put(f"<pre><code{attribute}>{escape(block.text, quote=False)}</code></pre>", nesting)
        elif block.kind is Kind.HEADING:
            level = min(max(block.level, 1), 6)
            self._put(f"<h{level}>{' '.join(inline_html(block, self.links).split())}</h{level}>", nesting)
        else:
            is_strong = part.title or (self.nesting.is_term(block) and not self.nesting.is_item(block.element))
            text = inline_html(strong(block) if is_strong else block, self.links)
            is_alone = bool(nesting.containers) and nesting.containers[-1] == block.element
            self._put(text, nesting, is_paragraph=True, is_alone=is_alone and self.nesting.is_item(block.element))

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
        box = _BOXES[self.nesting.is_checked(path[-1][1])] if self._is_fresh else "\n"
        needs_element = is_paragraph and not (is_alone and self._is_fresh)
        self._out.append(f"{box}<p>{html}</p>" if needs_element else f"{box}{html}")
        self._is_fresh = False

    def _path(self, nesting: Nesting) -> list[_Opened]:
        """The elements to open around a part, outermost first."""
        path: list[_Opened] = []
        for container in nesting.containers:
            if self.nesting.is_item(container):
                tag, list_index = self.nesting.elements[container].tag, self.nesting.list_of(container)
                is_numbered = tag == "li" and container in self.nesting.numbers
                path.append(("ol" if is_numbered else "ul" if tag == "li" else "dl", list_index))
                path.append((tag, container))
            else:
                path.append(("aside" if container in self.nesting.callouts else "blockquote", container))
        return path

    def _start(self, opened: _Opened) -> str:
        """The start tag of an element, with the number of a list or an item where it is not the next one."""
        tag, index = opened
        if tag != "li" or index not in self.nesting.numbers:
            return f"<{tag}>"
        number, list_index = self.nesting.numbers[index], self.nesting.list_of(index)
        is_next = number == self._last_numbers.get(list_index, 0) + 1
        self._last_numbers[list_index] = number
        return "<li>" if is_next else f'<li value="{number}">'

    def _close(self, shared: int) -> None:
        while len(self._open) > shared:
            tag, _ = self._open.pop()
            self._out.append(f"</{tag}>" if tag in ("li", "dt", "dd") else f"\n</{tag}>")
            self._is_fresh = False
