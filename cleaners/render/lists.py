"""Numbers of list items, and definition lists whose meanings can be written as items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ..page import Element

_NUMBER = re.compile(r"\d{1,8}\Z")
_NOT_IN_MEANINGS = frozenset("pre table dl h1 h2 h3 h4 h5 h6 blockquote figure".split())


def item_numbers(elements: Sequence[Element], lists: Sequence[int]) -> dict[int, int]:
    """The number of each item of a numbered list, by ``start``, ``value`` and ``reversed``.

    ``lists`` holds for each element the innermost list around it, itself included.
    """
    items = [
        (index, lists[element.parent]) for index, element in enumerate(elements)
        if element.tag == "li" and element.parent >= 0 and lists[element.parent] >= 0
    ]  # fmt: skip
    sizes = Counter(list_index for _, list_index in items)
    following: dict[int, int] = {}
    numbers: dict[int, int] = {}
    for index, list_index in items:
        attrs = elements[list_index].attrs
        if elements[list_index].tag != "ol":
            continue
        is_reversed = "reversed" in attrs
        if list_index not in following:
            following[list_index] = _number(attrs.get("start"), sizes[list_index] if is_reversed else 1)
        number = _number(elements[index].attrs.get("value"), following[list_index])
        numbers[index] = max(0, number)
        following[list_index] = number - 1 if is_reversed else number + 1
    return numbers


def _number(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if _NUMBER.match(text) else default


def simple_definitions(elements: Sequence[Element], lists: Sequence[int]) -> set[int]:
    """The definition lists with terms whose meanings hold no code, tables, headings or other large parts.

    Only these become lists of items in Markdown: code would lose its fence there, and a reference of
    functions would be indented from its first line to its last.
    """
    simple: set[int] = set()
    for element in elements:
        if element.tag == "dt" and element.parent >= 0 and lists[element.parent] >= 0:
            simple.add(lists[element.parent])
    for element in elements:
        if element.tag in _NOT_IN_MEANINGS and element.parent >= 0:
            simple.discard(lists[element.parent])
    return {index for index in simple if elements[index].tag == "dl"}
