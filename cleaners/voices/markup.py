"""What rules ask of a page's markup: elements by name, and whether the page shows code."""

from __future__ import annotations

from ..page import Element, Kind, Page
from ..patterns import pattern
from .lines import LONGEST_KEY

_NAMING = ("class", "id", "aria-label")
_CODE = pattern(
    r"[{};]$|\(\)|</?\w+>|=>|->|&&|\|\||==|\+=|::"
    r"|^(?:def|class|import|from|const|let|var|return|func|fn|pub|if|for|while)\b.*[(:;={]"
)


def is_code_like(text: str) -> bool:
    """Whether a line looks like a line of a program or of markup."""
    return bool(_CODE.search(text))


def shows_code(page: Page) -> bool:
    """Whether the page shows code: by its markup, or by three lines of flattened text."""
    known = page.__dict__.get("_code")
    if not isinstance(known, bool):
        known = any(block.kind is Kind.CODE for block in page.blocks)
        if not known and page.origin == "text":
            known = sum(1 for block in page.blocks if len(block.text) <= LONGEST_KEY and is_code_like(block.text)) >= 3
        page.__dict__["_code"] = known
    return known


def elements_named(page: Page, tokens: frozenset[str]) -> list[Element]:
    """The elements of an HTML page that hold text and bear one of these words as class, id or label."""
    named = page.__dict__.get("_named")
    if not isinstance(named, list):
        by_value: dict[str, list[int]] = {}
        for place, element in enumerate(page.elements):
            if element.start < element.end and element.attrs:
                for attribute in _NAMING:
                    value = element.attrs.get(attribute)
                    if value:
                        by_value.setdefault(value, []).append(place)
        # Split after gathering: most elements of a page share their classes with many others.
        named = [(frozenset(value.casefold().split()), places) for value, places in by_value.items()]
        page.__dict__["_named"] = named
    found = sorted({place for known, places in named if not tokens.isdisjoint(known) for place in places})
    return [page.elements[place] for place in found]
