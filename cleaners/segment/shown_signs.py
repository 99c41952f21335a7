"""Signs that a browser shows around an element and that are not in its text: of quotations and of ruby readings."""

from __future__ import annotations

from typing import Any

SURROUNDINGS = frozenset(("q", "rt"))
_QUOTATION = ("\u201c", "\u201d")
_READING = ("(", ")")


def surroundings(tag: str, node: Any) -> tuple[str, str]:
    """What to write before and after an element's text: quotation marks; brackets around a reading without them.

    A reading (``rt``) that a page shows above its word would else be read as part of the word.
    """
    if tag == "q":
        return _QUOTATION
    previous = node.prev
    while previous is not None and previous.tag == "-text" and not (previous.text_content or "").strip():
        previous = previous.prev
    has_brackets = previous is not None and previous.tag == "rp"
    return ("", "") if has_brackets else _READING
