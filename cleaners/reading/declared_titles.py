"""The titles that the head of a page declares, whole and without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from ..lexicon.text import normalise
from ..page import Head
from ..patterns import pattern

_SEPARATOR = pattern(r"\s{1,40}[|–—:·»•/\\-]{1,40}\s{1,40}|\s{0,40}[|»]\s{0,40}|: ")
_SITE_TAIL = pattern(r"\s{1,40}(?:[|–—·:»-]|::)\s{1,40}[^|–—·»]{2,40}$")
_MAX_TITLES, MAX_TITLE_CHARS = 20, 1_000  # that are read
_MAX_SEPARATORS, _MAX_PARTS = 40, 200  # of one title, and of all titles


def declared_titles(head: Head) -> list[str]:
    """The titles that a head declares, best first (Open Graph, then <title>)."""
    names = ("og:title", "twitter:title", "dc.title", "title")
    declared = [text for name in names for key, text in head.meta if key == name][:_MAX_TITLES]
    return list(dict.fromkeys(filter(None, (text[:MAX_TITLE_CHARS].strip() for text in [*declared, head.title]))))


def without_site_tail(title: str) -> str:
    """A title without what follows its last separator, which is most often the site's name."""
    return _SITE_TAIL.sub("", title)


def title_parts(head: Head, titles: Sequence[str]) -> dict[str, int]:
    """The titles, normalised, whole and without the site's name, each with its rank (0 is best)."""
    ranks: dict[str, int] = {}
    for title in titles:
        ranks.setdefault(normalise(title), len(ranks))
    for title in titles:
        for separator in _separators(title):
            for part in (title[: separator.start()], title[separator.end() :]):
                text = normalise(part) if len(ranks) < _MAX_PARTS else ""
                if text.count(" ") >= 1 or len(text) >= 12:
                    ranks.setdefault(text, len(ranks))
    ranks.pop("", None)
    site_names = declared_site_names(head)
    return {text: rank for text, rank in ranks.items() if text not in site_names or len(ranks) == 1}


def leading_parts(head: Head) -> set[str]:
    """What is before a separator in the titles that the head declares, however short."""
    titles = declared_titles(head)
    parts = {normalise(title[: separator.start()]) for title in titles for separator in _separators(title)}
    return parts - declared_site_names(head)


def _separators(title: str) -> Iterable[re.Match[str]]:
    return islice(_SEPARATOR.finditer(title), _MAX_SEPARATORS)


def declared_site_names(head: Head) -> set[str]:
    """The names of the site that a head declares, normalised."""
    return {normalise(text) for name, text in head.meta if name in ("og:site_name", "application-name")}
