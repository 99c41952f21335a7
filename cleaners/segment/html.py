"""Splits an HTML page into ordered blocks: one walk over the tree, without recursion, in linear time."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborHTMLParser

from ..page import Block, Element, Head, Kind, Page
from ..prescan import Limits, check_text
from .head import read_head, read_script
from .heading_links import sign_cause, without_self_links
from .hidden import Visibility, reveal
from .inline import Run
from .neighbours import would_glue
from .repeated_text import hide_copies
from .shown_signs import SURROUNDINGS, surroundings
from .source_fixes import close_noscript_frames, open_shadows
from .stylesheet import Styles, styles_of
from .tags import BLOCK, FIELDS, IMAGES, KINDS, LISTS, MARKS, OPAQUE, PHRASING_PARENTS, PREFORMATTED, TIMED, aria_level


def segment_html(source: str, url: str | None = None, limits: Limits | None = None) -> Page:
    """Split decoded HTML into blocks, elements and the head's declarations.

    Raises PageRefused where there are more blocks or more text than ``limits`` allow.
    """
    tree = LexborHTMLParser(open_shadows(close_noscript_frames(source)))
    root = tree.root
    if root is None:
        return Page("html", "", [], url=url)
    walk = _Walk(styles_of(tree.tags("style")), limits, url)
    walk.run(root)
    text = "\n".join(block.text for block in walk.blocks)
    page = Page("html", text, walk.blocks, walk.elements, walk.head, url, times=walk.times)
    reveal(page)
    hide_copies(page, walk.visibility.copies)
    return page


_CLOSE_MARK, _CLOSE_TEXT = -1, -2
_CENTURIES = ("19", "20")


class _Walk:
    """The state of one walk: the open elements, the run of text, the blocks so far."""

    def __init__(self, styles: Styles | None = None, limits: Limits | None = None, url: str | None = None) -> None:
        self._limits, self._url = limits, url
        self.visibility = Visibility(styles)
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        self.head = Head()
        self.times: list[tuple[int, str]] = []
        self._run = Run()
        self._interrupted: list[Run] = []  # sentences that hidden words interrupt
        self._open_elements: list[int] = []  # indices of open block-level elements
        self._lists = 0
        self._pre = 0
        self._hidden = ""
        self._offset = 0
        self._fields = self._images = 0  # counted so far

    def run(self, root: Any) -> None:
        """Visit every node in page order; a stack holds the nodes still to visit and the elements to close."""
        pending: list[Any] = [root]
        while pending:
            node = pending.pop()
            if type(node) is tuple:
                self._leave(*node)
                continue
            following = node.next
            if following is not None:
                pending.append(following)
            tag = node.tag or "-unnamed"
            if tag == "-text":
                text = node.text_content or ""
                if self._pre:
                    self._run.add_verbatim(text)
                else:
                    self._run.add(text)
            elif tag == "br":
                if self._run.line_break():
                    self._flush()
            elif tag == "head":
                read_head(node, self.head)
            elif tag[0] not in "-!" and tag not in OPAQUE:
                self._visit(tag, node, pending)
            elif tag == "script":
                read_script(node, self.head)

    def _visit(self, tag: str, node: Any, pending: list[Any]) -> None:
        """Enter an element, or skip it when nothing in it can be visible."""
        child = node.first_child
        if (child is None and tag not in BLOCK) or (tag == "svg" and not self._hidden and not node.text().strip()):
            self._count(tag)
            if tag == "input":
                self._add_checkbox(node.attributes)
            elif tag in TIMED:  # empty, for a script to fill
                self._add_time(node.attributes)
            return
        leave = self._enter(tag, node, node.attributes)
        if leave is not None:
            pending.append(leave)
        if child is not None:
            pending.append(child)

    def _enter(self, tag: str, node: Any, attrs: dict[str, str | None]) -> tuple[str, int, str] | None:
        """Open an element; returns what `_leave` needs, or None when there is nothing to close."""
        hidden_before = hidden = self._hidden
        if not hidden_before:
            hidden = self.visibility.cause_for(node, tag, attrs, len(self.elements))
            hidden = hidden or sign_cause(node, tag, attrs, self._tag_around())
        self._count(tag)
        if tag in BLOCK or hidden != hidden_before or ("-" in tag and self._is_part(tag)):
            if hidden != hidden_before and tag not in BLOCK:
                self._interrupted.append(self._run)  # the sentence goes on after the hidden words
                self._run = Run()
            elif self._run.length:
                self._flush()  # the text before belongs to the element outside
            self._hidden = hidden
            self._open_element(tag, attrs)
            return (tag, len(self.elements) - 1, hidden_before)
        kind = MARKS.get(tag)
        if kind is not None:
            if kind == "link" and would_glue(self._run.last_character(), node):
                self._run.space()
            self._run.open(kind, (attrs.get("href") or "").strip() if kind == "link" else "")
            return (tag, _CLOSE_MARK, hidden_before)
        if tag in TIMED:
            self._add_time(attrs)
        elif tag in SURROUNDINGS:
            opening, closing = surroundings(tag, node)
            self._run.add(opening)
            return (closing, _CLOSE_TEXT, hidden_before)
        return None

    def _add_time(self, attrs: dict[str, str | None]) -> None:
        """Record the date that an element gives to programs."""
        time = attrs.get("datetime") or attrs.get("title")
        if time and time[:2] in _CENTURIES:
            self.times.append((len(self.blocks), time))

    def _add_checkbox(self, attrs: dict[str, str | None]) -> None:
        """Record on the item of a task list, as ARIA does, whether its box is checked."""
        if (attrs.get("type") or "").lower() == "checkbox" and not self._run.length:
            for index in self._open_elements[:-4:-1]:
                item = self.elements[index]
                if item.tag == "li" and item.start == len(self.blocks) and "aria-checked" not in item.attrs:
                    item.attrs = {**item.attrs, "aria-checked": "true" if "checked" in attrs else "false"}
                    break

    def _is_part(self, tag: str) -> bool:
        """Whether a custom element is a block of the page, not a word in a sentence."""
        return not (self._run.length and self._tag_around() in PHRASING_PARENTS)

    def _tag_around(self) -> str:
        """The tag of the innermost open block-level element, "" for none."""
        return self.elements[self._open_elements[-1]].tag if self._open_elements else ""

    def _open_element(self, tag: str, attrs: dict[str, str | None]) -> None:
        parent = self._open_elements[-1] if self._open_elements else -1
        element = Element(tag, attrs, parent, len(self._open_elements), len(self.blocks), 0, self._hidden)
        element.fields, element.images = -self._fields, -self._images
        self._open_elements.append(len(self.elements))
        self.elements.append(element)
        self._lists += tag in LISTS
        self._pre += tag in PREFORMATTED

    def _leave(self, tag: str, element: int, hidden_before: str) -> None:
        """Close an element, a mark, or a text that is written at both ends (``tag`` is then its end)."""
        if element >= 0:
            if self._run.length:
                self._flush()
            self._open_elements.pop()
            closed = self.elements[element]
            if self._hidden != hidden_before and tag not in BLOCK:
                self._run = self._interrupted.pop()
            closed.end = len(self.blocks)
            closed.fields += self._fields
            closed.images += self._images
            self._lists -= tag in LISTS
            self._pre -= tag in PREFORMATTED
        elif element == _CLOSE_MARK:
            self._run.close()
        elif element == _CLOSE_TEXT and tag:
            self._run.add(tag)
        self._hidden = hidden_before

    def _count(self, tag: str) -> None:
        if tag in FIELDS:
            self._fields += 1
        elif tag in IMAGES:
            self._images += 1

    def _flush(self) -> None:
        """End the run of text: the collected text becomes a block."""
        text, marks, linked = self._run.take(verbatim=self._pre > 0)
        if not text.strip():
            return
        kind, level = self._kind()
        around = self.elements[self._open_elements[-1]] if self._open_elements else None
        marks, unlinked = without_self_links(kind, marks, self._url, around)
        index, end = len(self.blocks), self._offset + len(text)
        check_text(index + 1, end, self._limits)
        element = self._open_elements[-1] if self._open_elements else -1
        block = Block(
            index, text, kind, (self._offset, end), element, level, 0, marks, max(0, linked - unlinked), self._hidden
        )
        self.blocks.append(block)
        self._offset = end + 1

    def _kind(self) -> tuple[Kind, int]:
        """The block's kind by its nearest ancestor that has one, and a heading's or item's level."""
        for index in reversed(self._open_elements[-6:]):
            tag = self.elements[index].tag
            kind = KINDS.get(tag)
            if kind is None and self.elements[index].attrs.get("role") == "heading":
                return Kind.HEADING, aria_level(self.elements[index].attrs)
            if kind is Kind.HEADING:
                return kind, int(tag[1])
            if kind is not None:
                return kind, self._lists if kind is Kind.ITEM else 0
        return Kind.PARAGRAPH, 0
