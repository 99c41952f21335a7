"""Tells the parts of a listing that are no code: line numbers, buttons, labels, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .listing_words import is_label

NUMBERS = "line numbers of a listing"
LABEL = "button or label of a listing"
LISTING_PARTS = frozenset((NUMBERS, LABEL))
_BUTTONS = frozenset(("button", "clipboard-copy", "copy-button"))
_NUMBER_CLASS = re.compile(
    r"(?:^|[\s_-])(?:line-?_?n(?:o|os|um|ums|umber|umbers)?|ln|lnt|lineno|lineNumbers?|linenumbers?|gutter|nums?|gl"
    r"|linenodiv|row-?num(?:ber)?|tag_listingline)(?=$|[\s_-])", re.I
)  # fmt: skip
_NUMBER_ATTRIBUTES = ("data-line-number", "data-lineno", "data-linenos")
_UNSELECTABLE = re.compile(r"user-select\s*:\s*none")
_BARS = frozenset(("toolbar", "ltx_listing_data", "crayon-toolbar", "zeroclipboard-container"))
_MAX_BAR = 60  # characters
_LABEL_CLASS = re.compile(r"copy|clipboard|toolbar|btn|button|lang|listing_data", re.I)
_MAX_LABEL = 30  # characters
_MAX_CHECKED = 200_000  # characters of elements that look like numbers or labels by class, and are not


class ListingParts:
    """Looks at the elements of a listing. ``has_frame``: its code is in a <code> with other elements beside it."""

    def __init__(self, hides: Callable[[Any, str, Mapping[str, str | None]], str], has_frame: bool) -> None:
        self._hides, self._has_frame = hides, has_frame
        self._checked = 0

    def reason(self, tag: str, node: Any, attrs: Mapping[str, str | None], *, inside_code: bool) -> str:
        """Why an element is no part of the code; "" for code."""
        if tag in _BUTTONS:
            return LABEL
        if self._has_frame and not inside_code and tag != "code" and self._checked < _MAX_CHECKED:
            text = " ".join((node.text() or "").split())
            if text and len(text) <= _MAX_LABEL and is_label(text):
                return LABEL
            self._checked += len(text)
        if not attrs:
            return self._hides(node, tag, attrs) if tag in ("svg", "noscript") else ""
        classes, style = attrs.get("class") or "", attrs.get("style") or ""
        is_marked = (classes and _NUMBER_CLASS.search(classes)) or (style and _UNSELECTABLE.search(style))
        own_number = next(filter(None, map(attrs.get, _NUMBER_ATTRIBUTES)), "")
        if (is_marked or own_number) and self._checked < _MAX_CHECKED:
            text = node.text() or ""
            # An attribute may be that of the line: of a line with its own number as code there is no more to tell.
            if _is_number(text) and (is_marked or text.strip() == own_number):
                return NUMBERS
            self._checked += len(text)
        if classes and tag != "code" and _LABEL_CLASS.search(classes) and self._checked < _MAX_CHECKED:
            text = " ".join((node.text() or "").split())
            is_bar = len(text) <= _MAX_BAR and not _BARS.isdisjoint(classes.split())
            if is_bar or (len(text) <= _MAX_LABEL and is_label(text)):
                return LABEL
            self._checked += len(text)
        return self._hides(node, tag, attrs)


def has_frame(pre: Any) -> bool:
    """Whether a <pre> begins with something else than the <code> that is in it."""
    first = pre.first_child
    while first is not None and first.tag == "-text":
        first = first.next
    return first is not None and first.tag != "code" and pre.css_first("code") is not None


def _is_number(text: str) -> bool:
    numbers = text.split()
    return all(number.rstrip(".:|").isdecimal() for number in numbers)
