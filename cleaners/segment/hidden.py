"""Finds elements that are hidden from a reader, by their attributes or by the page's style sheets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from ..page import Page
from ..words import length_in_words
from .declarations import cause_of, cause_of_style, declarations
from .heading_links import LINK_SIGNS
from .listing_chrome import LISTING_PARTS
from .repeated_text import COPY, is_copy
from .stylesheet import Styles
from .tags import BLOCK, FALLBACK

_NAME = re.compile(r"[a-z]+|[A-Z][a-z]*")
_FOLDING_NAMES = frozenset(
    "tab tabs tabpanel tabcontent accordion collapse collapsible collapsed faq answer toggle expand expandable "
    "expanded readmore spoiler pane panes".split()
)
_OVERLAY_NAMES = frozenset(
    "nav navbar navigation menu submenu megamenu dropdown modal popup popover overlay lightbox search cart login share "
    "cookie consent drawer sidebar toast success language currency country sidepanel offcanvas tooltip mobile header "
    "footer".split()
)
_HIDING_ATTRIBUTES = frozenset(("style", "hidden", "popover", "aria-hidden"))  # that may hide an element
_ALWAYS_CHECKED = FALLBACK | {"dialog", "noscript"}
_MAX_INLINE_COMPARED = 2_000
_FOLDING_ATTRIBUTES = ("x-collapse", "data-collapse", "data-accordion", "data-tab", "data-tab-content")
# Classes of text for screen readers only, by the conventions of style sheets.
_SCREEN_READER_CLASSES = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only show-for-sr element-invisible "
    "a-offscreen u-visually-hidden a11y-hidden visually-hidden-focusable sr-only-focusable".split()
)


class Visibility:
    """Decides whether elements of one page are hidden, for elements that are not inside a hidden one.

    ``copies`` collects the indices of elements that may repeat visible text of the page.
    """

    def __init__(self, styles: Styles | None) -> None:
        self._styles = styles
        self._hiding_attributes = _HIDING_ATTRIBUTES | styles.attribute_names if styles else _HIDING_ATTRIBUTES
        self._plain: set[tuple[str, str | None]] = set()  # tags and classes that hide nothing
        self.copies: list[int] = []
        self._inline_compared = 0  # elements compared with their neighbours in a sentence

    def own_cause(self, node: Any, tag: str, attrs: Mapping[str, str | None]) -> str:
        """Why a part of a listing is hidden, as `cause_for`; it is never compared with other text."""
        if tag in FALLBACK:
            return "fallback content"
        cause = _hiding_attribute(tag, attrs)
        if not cause and self._styles is not None and self._styles.has_rules_for(tag, attrs.get("class")):
            cause = _sheet_cause(self._styles, node, tag, attrs)
        return "" if cause and _is_collapsed(attrs) else cause

    def cause_for(self, node: Any, tag: str, attrs: Mapping[str, str | None], index: int) -> str:
        """Why an element's text is hidden ("" when it is shown, or when a click of the reader shows it)."""
        kind = (tag, attrs.get("class"))
        has_no_hiding_attribute = self._hiding_attributes.isdisjoint(attrs)
        if has_no_hiding_attribute and kind in self._plain:
            return ""  # true for nine of ten elements
        if tag in FALLBACK:
            return "fallback content"
        has_rules = self._styles is not None and self._styles.has_rules_for(*kind)
        if not has_rules and tag not in _ALWAYS_CHECKED and not _is_for_screen_readers(kind[1]):
            self._plain.add(kind)
            if has_no_hiding_attribute:
                return ""
        cause = _hiding_attribute(tag, attrs)
        if cause and _is_collapsed(attrs):
            cause = ""
        if not cause and self._styles is not None:
            cause = _sheet_cause(self._styles, node, tag, attrs)
        if not cause and (tag == "noscript" or attrs.get("aria-hidden") == "true") and not _is_collapsed(attrs):
            if tag in BLOCK:
                self.copies.append(index)
            elif self._inline_compared < _MAX_INLINE_COMPARED:
                self._inline_compared += 1
                return COPY if is_copy(node) else ""
        return cause


def _sheet_cause(styles: Styles, node: Any, tag: str, attrs: Mapping[str, str | None]) -> str:
    """Why the page's style sheets hide an element's text ("" when they do not)."""
    cause, selector, opens = styles.hiding_rule(node, tag, attrs)
    if not cause:
        return ""
    name = cause.partition(":")[0]
    own_value = declarations(attrs.get("style") or "").get(name)
    if own_value and not cause_of({name: own_value}):
        return ""  # shown by the element's own style
    return "" if _is_collapsed(attrs, selector, opens) else cause


def _is_collapsed(attrs: Mapping[str, str | None], selector: str = "", opens: bool = False) -> bool:
    """Whether an element is a tab or the closed part of an accordion: text that a click shows.

    ``selector`` is that of the rule that hides it; ``opens`` is True when another rule shows it in another state.
    """
    if attrs.get("role") == "tabpanel":
        return True
    text = f"{attrs.get('class') or ''} {attrs.get('id') or ''} {selector}"
    names = {name.lower() for name in _NAME.findall(text)}
    if not names.isdisjoint(_OVERLAY_NAMES):
        return False
    if attrs.get("role") == "region" and "aria-labelledby" in attrs:
        return True
    return opens or not names.isdisjoint(_FOLDING_NAMES) or any(name in attrs for name in _FOLDING_ATTRIBUTES)


def _hiding_attribute(tag: str, attrs: Mapping[str, str | None]) -> str:
    """Why an element's own attributes hide its text ("" when they do not)."""
    if "hidden" in attrs and attrs["hidden"] != "until-found":
        return "hidden attribute"
    if cause := cause_of_style(attrs.get("style") or ""):
        return cause
    if tag == "dialog" and "open" not in attrs:
        return "closed dialog"
    if "popover" in attrs:
        return "closed popover"
    return "for screen readers only" if _is_for_screen_readers(attrs.get("class")) else ""


def _is_for_screen_readers(classes: str | None) -> bool:
    """Whether classes say that the text is for screen readers only."""
    return not _SCREEN_READER_CLASSES.isdisjoint((classes or "").split())


# Where one cause hides more than this share of a page's words, a script must be showing them to readers.
_MAX_HIDDEN_BY_CAUSE = {"opacity: 0": 0.1}
_MAX_HIDDEN = 0.4
_MAX_HIDDEN_PROSE = 0.5  # of the words in long blocks, few of them linked
_MIN_PROSE_WORDS = 15


def reveal(page: Page) -> None:
    """Unhide, cause by cause, so large a part of the page that a script must be showing it.

    Pages fade their sections in (opacity 0 until scrolled to) or hide the body until the style
    sheet is loaded. Copies of visible text do not count: pages have one text for wide screens
    and another for narrow ones. Each cause that is taken as shown becomes a note of the page.
    """
    if not any(block.hidden for block in page.blocks):
        return
    visible_texts = {block.text for block in page.blocks if not block.hidden}
    hidden_words, hidden_prose = Counter[str](), Counter[str]()
    total = prose_total = 0
    for block in page.blocks:
        if block.hidden:
            if block.text in visible_texts or block.hidden in LISTING_PARTS:
                continue
            visible_texts.add(block.text)
        size = length_in_words(block.text)
        total += size
        if block.hidden:
            hidden_words[block.hidden] += size
        if size >= _MIN_PROSE_WORDS and block.linked * 2 < len(block.text):
            prose_total += size
            if block.hidden:
                hidden_prose[block.hidden] += size
    revealed = {
        cause for cause, size in hidden_words.items() if cause not in LINK_SIGNS
        if size > _MAX_HIDDEN_BY_CAUSE.get(cause.partition(",")[0], _MAX_HIDDEN) * total
        or hidden_prose[cause] > _MAX_HIDDEN_PROSE * prose_total
    }  # fmt: skip
    if not revealed:
        return
    for block in page.blocks:
        if block.hidden in revealed:
            block.hidden = ""
    for element in page.elements:
        if element.hidden in revealed:
            element.hidden = ""
    page.notes.extend(f"shown by script: {cause}" for cause in sorted(revealed))
