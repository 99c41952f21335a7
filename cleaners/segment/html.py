"""Splits an HTML page into ordered blocks: one walk over the tree, without recursion, in linear time."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborHTMLParser

from ..page import Head, Page
from ..prescan import Limits
from .footnote_marks import is_marked_as_note
from .head import read_head, read_script
from .heading_links import sign_cause
from .hidden import reveal
from .inline import Run, script_by_style
from .listing_parts import hide_listing_parts
from .listings import Listings
from .margin_notes import is_margin_note
from .media import is_media
from .neighbours import would_glue
from .ordinary import has_attribute_of_code, traits_of
from .recorder import Recorder
from .repeated_text import hide_copies
from .shown_signs import SURROUNDINGS, surroundings
from .source_fixes import close_noscript_frames, open_shadows
from .stylesheet import Styles, styles_of
from .tags import BLOCK, LISTS, MARKS, OPAQUE, PHRASING_PARENTS, PREFORMATTED, TIMED


def segment_html(source: str, url: str | None = None, limits: Limits | None = None) -> Page:
    """Split decoded HTML into blocks, elements and the head's declarations.

    Raises PageRefused where there are more blocks or more text than ``limits`` allow.
    """
    tree = LexborHTMLParser(open_shadows(close_noscript_frames(source)))
    root = tree.root
    if root is None:
        return Page("html", "", [], url=url)
    walk = _Walk(source, styles_of(tree.tags("style")), limits, url)
    walk.run(root)
    text = "\n".join(block.text for block in walk.blocks)
    page = Page("html", text, walk.blocks, walk.elements, walk.head, url, times=walk.times)
    walk.collected.complete(page)
    reveal(page)
    hide_copies(page, walk.visibility.copies)
    hide_listing_parts(page)
    return page


_CLOSE_MARK, _CLOSE_TEXT = -1, -2
_MAY_SHOW_FORMULA = ("img", "span", "math")  # by their attributes alone


class _Walk(Recorder):
    """One walk over a page's tree."""

    def __init__(self, source: str, styles: Styles | None, limits: Limits | None, url: str | None) -> None:
        super().__init__(source, styles, limits, url)
        self._listings = Listings(self.visibility.own_cause)
        self.head = Head()
        self._interrupted: dict[int, Run] = {}  # sentences that hidden words or margin notes interrupt, by element

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
                if self._pre:
                    self._run.add_verbatim("\n")
                elif self._run.line_break():
                    self._flush()
            elif tag == "head":
                read_head(node, self.head)
            elif tag[0] not in "-!" and tag not in OPAQUE:
                self._visit(tag, node, pending)
            elif tag == "script":
                read_script(node, self.head)
                self._add_formula(tag, node)
            elif tag == "iframe":
                self._add_picture(tag, node, self._hidden)

    def _visit(self, tag: str, node: Any, pending: list[Any]) -> None:
        """Enter an element, or skip it when nothing in it can be visible."""
        child = node.first_child
        if (child is None and tag not in BLOCK) or (tag == "svg" and not self._hidden and not node.text().strip()):
            self._count(tag)
            if tag in _MAY_SHOW_FORMULA and not self._pre and self._add_formula(tag, node):
                return
            if tag == "input":
                self._add_checkbox(node.attributes)
            elif tag in TIMED:  # empty, for a script to fill
                self._add_time(node.attributes)
            if tag in ("a", "span", "sup"):
                self.collected.add_anchor(node.attributes, len(self.blocks))
            elif is_media(tag):
                self._add_picture(tag, node, self._hidden)
            return
        attrs = node.attributes
        may_be_code, is_special = traits_of(tag, attrs.get("class"))
        may_be_code = not self._pre and (may_be_code or has_attribute_of_code(attrs))
        formula = self._formulas.read(tag, node, attrs) if may_be_code else None
        if formula is not None and tag not in BLOCK and not self._is_newly_hidden(tag, node, attrs):
            self._run.add_formula(formula)
            return
        listing = self._listings.read(tag, node, attrs) if may_be_code and not formula else None
        if listing is not None and tag == "code":
            self._flush()
            self._add_listing(listing)
            return
        leave = self._enter(tag, node, attrs, is_special)
        if leave is not None:
            pending.append(leave)
        if listing is not None:
            self._add_listing(listing)
        elif formula is not None:
            self._add_formula_of_block(formula)
        elif child is not None:
            pending.append(child)

    def _enter(
        self, tag: str, node: Any, attrs: dict[str, str | None], is_special: bool
    ) -> tuple[str, int, str] | None:
        """Open an element; returns what `_leave` needs, or None when there is nothing to close."""
        hidden_before = hidden = self._hidden
        if not hidden_before:
            hidden = self.visibility.cause_for(node, tag, attrs, len(self.elements))
        is_aside = False
        if is_special:
            hidden = hidden or sign_cause(node, tag, attrs, self._tag_around())
            self._count(tag)
            if is_media(tag):
                self._add_picture(tag, node, hidden_before)
            if tag not in BLOCK and not self._pre and is_margin_note(tag, attrs.get("class") or ""):
                is_aside = self.collected.begin_margin_note(node, self._run, len(self.elements))
        if tag in BLOCK or is_aside or hidden != hidden_before or ("-" in tag and self._is_part(tag)):
            if (hidden != hidden_before or is_aside) and tag not in BLOCK:
                self._interrupted[len(self.elements)] = self._run  # the sentence goes on after it
                self._run = Run()
            elif self._run.length:
                self._flush()  # the text before belongs to the element outside
            self._hidden = hidden
            self._open_element(tag, attrs)
            return (tag, len(self.elements) - 1, hidden_before)
        self.collected.add_anchor(attrs, len(self.blocks))
        kind = MARKS.get(tag) or (script_by_style(attrs) if "style" in attrs else None)
        if kind is not None:
            self._open_mark(kind, node, attrs)
            return (tag, _CLOSE_MARK, hidden_before)
        if tag in TIMED:
            self._add_time(attrs)
        elif tag in SURROUNDINGS:
            opening, closing = surroundings(tag, node)
            self._run.add(opening)
            return (closing, _CLOSE_TEXT, hidden_before)
        return None

    def _open_mark(self, kind: str, node: Any, attrs: dict[str, str | None]) -> None:
        href = (attrs.get("href") or "").strip() if kind == "link" else ""
        if kind == "link":
            kind = "noteref" if "#" in href and is_marked_as_note(node, attrs) else kind
            last = self._run.last_character()
            if (kind == "noteref" and last.isalnum()) or would_glue(last, node):
                self._run.space()
        self._run.open(kind, href)

    def _is_part(self, tag: str) -> bool:
        """Whether a custom element is a block of the page, not a word in a sentence."""
        return not (self._run.length and self._tag_around() in PHRASING_PARENTS)

    def _leave(self, tag: str, element: int, hidden_before: str) -> None:
        """Close an element, a mark, or a text that is written at both ends (``tag`` is then its end)."""
        if element >= 0:
            if self._run.length:
                self._flush()
            self._open_elements.pop()
            closed = self.elements[element]
            if element in self._interrupted:
                self._run = self._interrupted.pop(element)
                if self._hidden == hidden_before:
                    self.collected.end_margin_note(closed.start, len(self.blocks), element)
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
