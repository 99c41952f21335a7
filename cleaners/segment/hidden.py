"""Which elements are in the page but not shown to a reader, told by their own attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..page import Page

_STYLE = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*(none)|visibility\s*:\s*(hidden|collapse)|opacity\s*:\s*(0)(?:\.0*)?(?=\s*(?:;|!|$))"
    r"|font-size\s*:\s*(0(?:px|em|rem|pt|%)?)(?=\s*(?:;|!|$)))",
    re.I,
)
_NAME = re.compile(r"[a-z]+")
_FOLDING = frozenset(
    "tab tabs tabpanel tabcontent accordion collapse collapsible collapsed faq answer toggle expand expandable "
    "expanded readmore spoiler".split()
)
_OVERLAYS = frozenset(
    "nav navbar navigation menu submenu megamenu dropdown modal popup popover overlay lightbox search cart login share "
    "cookie consent drawer sidebar offcanvas tooltip mobile header footer".split()
)
_NAMES = ("display", "visibility", "opacity", "font-size")


def hidden_by(tag: str, attrs: Mapping[str, str | None]) -> str:
    """Why an element's text is not shown ("" when it is, or when a reader's click shows it)."""
    if not attrs or not ("style" in attrs or "hidden" in attrs or tag == "dialog"):
        return ""
    cause = _cause(tag, attrs)
    return "" if cause and _is_collapsed(attrs) else cause


def _is_collapsed(attrs: Mapping[str, str | None]) -> bool:
    """Whether an element is a tab or the folded part of an accordion: text to read, a click away."""
    if attrs.get("role") == "tabpanel":
        return True
    names = set(_NAME.findall(f"{attrs.get('class') or ''} {attrs.get('id') or ''}".lower()))
    return not names.isdisjoint(_FOLDING) and names.isdisjoint(_OVERLAYS)


def _cause(tag: str, attrs: Mapping[str, str | None]) -> str:
    if "hidden" in attrs and attrs["hidden"] != "until-found":
        return "hidden attribute"
    style = attrs.get("style")
    if style:
        match = _STYLE.search(style)
        if match and match.lastindex:
            return f"{_NAMES[match.lastindex - 1]}: {match[match.lastindex].lower()}"
    if tag == "dialog" and "open" not in attrs:
        return "closed dialog"
    return ""


# A page that hides this share of its words shows them by script: it is no reader who never sees them.
_REVEALED = {"opacity: 0": 0.1}
_REVEALED_OTHERWISE = 0.4


def reveal(page: Page) -> None:
    """Unhide, cause by cause, what holds so much of the page that a script must be showing it.

    Pages fade their sections in (opacity 0 until seen) or hold the body back until
    the style sheet is there. A note says what was taken as shown.
    """
    words: dict[str, int] = {}
    total = 0
    for block in page.blocks:
        size = 1 + block.text.count(" ")
        total += size
        if block.hidden:
            words[block.hidden] = words.get(block.hidden, 0) + size
    shown = {
        cause for cause, size in words.items()
        if size > _REVEALED.get(cause, _REVEALED_OTHERWISE) * total
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
