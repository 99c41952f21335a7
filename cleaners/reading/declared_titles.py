"""What the head of a page declares as its title, and the site's name in it."""

from __future__ import annotations

from collections.abc import Sequence

from ..lexicon.text import normalise
from ..page import Head
from ..patterns import pattern

_SEPARATOR = pattern(r"\s+[|–—:·»•/\\-]+\s+|\s*[|»]\s*|: ")
_SITE_TAIL = pattern(r"\s+(?:[|–—·:»-]|::)\s+[^|–—·»]{2,40}$")


def declared_titles(head: Head) -> list[str]:
    """The titles that a head declares, the best first (Open Graph, then <title>)."""
    wanted = ("og:title", "twitter:title", "dc.title", "title")
    declared = [text.strip() for name in wanted for key, text in head.meta if key == name]
    return list(dict.fromkeys(filter(None, [*declared, head.title.strip()])))


def without_site_tail(title: str) -> str:
    """A title without what follows its last separator: most often the site's name."""
    return _SITE_TAIL.sub("", title)


def title_parts(head: Head, titles: Sequence[str]) -> dict[str, int]:
    """What the head calls the page, normalised, whole and without the site's name: text to rank (0 is best)."""
    found: dict[str, int] = {}
    for title in titles:
        found.setdefault(normalise(title), len(found))
    for title in titles:
        for cut in _SEPARATOR.finditer(title):
            for part in (title[: cut.start()], title[cut.end() :]):
                text = normalise(part)
                if text.count(" ") >= 1 or len(text) >= 12:
                    found.setdefault(text, len(found))
    found.pop("", None)
    site = _site_names(head)
    return {text: rank for text, rank in found.items() if text not in site or len(found) == 1}


def beginnings(head: Head) -> set[str]:
    """What is before a separator in the titles that the head declares, however short."""
    titles = declared_titles(head)
    return {normalise(title[: cut.start()]) for title in titles for cut in _SEPARATOR.finditer(title)} - _site_names(
        head
    )


def _site_names(head: Head) -> set[str]:
    return {normalise(text) for name, text in head.meta if name in ("og:site_name", "application-name")}
