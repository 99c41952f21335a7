"""Which elements are in the page but not shown to a reader, told by their own attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping

_STYLE = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*(none)|visibility\s*:\s*(hidden|collapse)|opacity\s*:\s*(0(?:\.0+)?)(?=\s*(?:;|!|$))"
    r"|font-size\s*:\s*(0(?:px|em|rem|pt|%)?)(?=\s*(?:;|!|$)))",
    re.I,
)
_NAMES = ("display", "visibility", "opacity", "font-size")


def hidden_by(tag: str, attrs: Mapping[str, str | None]) -> str:
    """Why an element's text is not shown ("" when it is)."""
    if not attrs:
        return ""
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
