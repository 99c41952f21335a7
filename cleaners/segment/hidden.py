"""Which elements are in the page but not shown to a reader: by their attributes or by the page's style sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..page import Page
from .declarations import cause_of, declarations, hides
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
    "cookie consent drawer sidebar toast success language currency country sidepanel"
    "  offcanvas tooltip mobile header footer".split()
)
_HIDING_ATTRIBUTES = frozenset(("style", "hidden", "popover", "aria-hidden"))  # may hide
_NEVER_PLAIN = FALLBACK | {"dialog", "noscript"}
_MAX_COMPARED = 2_000
_FOLDING_ATTRIBUTES = ("x-collapse", "data-collapse", "data-accordion", "data-tab", "data-tab-content")
# Names that style sheets everywhere give to text for screen readers only.
_SCREEN_READER_CLASSES = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only show-for-sr element-invisible "
    "a-offscreen u-visually-hidden a11y-hidden visually-hidden-focusable sr-only-focusable".split()
)


class Visibility:
    """Whether the elements of one page are shown to a reader; to be called for each that no hidden one contains.

    ``copies`` collects the indices of elements whose text may stand on the page once more.
    """

    def __init__(self, styles: Styles | None) -> None:
        self._styles = styles
        self._hiding_attributes = _HIDING_ATTRIBUTES | styles.attribute_names if styles else _HIDING_ATTRIBUTES
        self._plain: set[tuple[str, str | None]] = set()  # tags and classes that hide nothing
        self.copies: list[int] = []
        self._compared = 0  # elements inside a sentence that were compared with their neighbours

    def hides(self, node: Any, tag: str, attrs: Mapping[str, str | None], index: int) -> str:
        """Why an element's text is not shown ("" when it is, or when a reader's click shows it)."""
        kind = (tag, attrs.get("class"))
        silent = self._hiding_attributes.isdisjoint(attrs)
        if silent and kind in self._plain:
            return ""  # nine elements of ten
        if tag in FALLBACK:
            return "fallback content"
        ruled = self._styles is not None and self._styles.has_rules_for(*kind)
        if not ruled and tag not in _NEVER_PLAIN and not is_for_screen_readers(kind[1]):
            self._plain.add(kind)
            if silent:
                return ""
        cause = hidden_by(tag, attrs)
        if not cause and self._styles is not None:
            cause = hidden_by_sheet(self._styles, node, tag, attrs)
        if not cause and (tag == "noscript" or attrs.get("aria-hidden") == "true") and not is_collapsed(attrs):
            if tag in BLOCK:
                self.copies.append(index)
            elif self._compared < _MAX_COMPARED:
                self._compared += 1
                return COPY if is_copy(node) else ""
        return cause


def hidden_by(tag: str, attrs: Mapping[str, str | None]) -> str:
    """Why an element by itself does not show its text ("" when it does, or when a reader's click shows it)."""
    cause = _cause(tag, attrs) if attrs or tag == "dialog" else ""
    return "" if cause and is_collapsed(attrs) else cause


def hidden_by_sheet(styles: Styles, node: Any, tag: str, attrs: Mapping[str, str | None]) -> str:
    """Why the page's style sheets do not show an element's text ("" when they do)."""
    cause, selector, opens = styles.hiding_rule(node, tag, attrs)
    if not cause:
        return ""
    name = cause.partition(":")[0]
    own = declarations(attrs.get("style") or "").get(name)
    if own and not cause_of({name: own}):
        return ""  # shown by the element's own style
    return "" if is_collapsed(attrs, selector, opens) else cause


def is_collapsed(attrs: Mapping[str, str | None], selector: str = "", opens: bool = False) -> bool:
    """Whether an element is a tab or the folded part of an accordion: text to read, a click away.

    ``selector`` is that of the rule that hides it; ``opens`` says that another rule shows it in another state.
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


def _cause(tag: str, attrs: Mapping[str, str | None]) -> str:
    if "hidden" in attrs and attrs["hidden"] != "until-found":
        return "hidden attribute"
    style = attrs.get("style")
    cause = hides(style) if style else ""
    if cause:
        return cause
    if tag == "dialog" and "open" not in attrs:
        return "closed dialog"
    if "popover" in attrs:
        return "closed popover"
    return "for screen readers only" if is_for_screen_readers(attrs.get("class")) else ""


def is_for_screen_readers(classes: str | None) -> bool:
    """Whether classes say that the text is for screen readers only."""
    return bool(classes) and not _SCREEN_READER_CLASSES.isdisjoint((classes or "").split())


# A page that hides this share of its words shows them by script: it is no reader who never sees them.
_REVEALED = {"opacity: 0": 0.1}
_REVEALED_OTHERWISE = 0.4
_REVEALED_PROSE = 0.5  # of its running text
_PROSE_WORDS = 15


def reveal(page: Page) -> None:
    """Unhide, cause by cause, what holds so much of the page that a script must be showing it.

    Pages fade their sections in (opacity 0 until seen) or hold the body back until
    the style sheet is there. Copies of what is shown do not count: pages hold one text for
    wide screens and another for narrow ones. A note says what was taken as shown.
    """
    if not any(block.hidden for block in page.blocks):
        return
    seen = {block.text for block in page.blocks if not block.hidden}
    words: dict[str, int] = {}
    prose: dict[str, int] = {}
    total = running = 0
    for block in page.blocks:
        if block.hidden:
            if block.text in seen:
                continue
            seen.add(block.text)
        size = 1 + block.text.count(" ")
        total += size
        if block.hidden:
            words[block.hidden] = words.get(block.hidden, 0) + size
        if size >= _PROSE_WORDS and block.linked * 2 < len(block.text):
            running += size
            if block.hidden:
                prose[block.hidden] = prose.get(block.hidden, 0) + size
    shown = {
        cause for cause, size in words.items()
        if size > _REVEALED.get(cause.partition(",")[0], _REVEALED_OTHERWISE) * total
        or prose.get(cause, 0) > _REVEALED_PROSE * running
    }  # fmt: skip
    if not shown:
        return
    for block in page.blocks:
        if block.hidden in shown:
            block.hidden = ""
    for element in page.elements:
        if element.hidden in shown:
            element.hidden = ""
    page.notes.extend(f"shown by script: {cause}" for cause in sorted(shown))
