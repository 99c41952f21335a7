"""Author and date from the page's own markup: <time>, microdata, rel=author, by-line classes.

Only asked when the head is silent: it parses the page once more (about 2 ms), since blocks keep
no inline elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from ..patterns import pattern
from .dates import parse_date
from .names import clean_name, join_names

# Selectors, best first. Each costs one walk over the tree, so that what is as good stands together.
_AUTHORS = (
    '[itemprop~="author"] [itemprop~="name"]',
    '[itemprop~="author"], [rel~="author"]',
    ".author-name, .byline-name, .author__name, .article-author, .post-author, .entry-author",
    "[class*='byline'] a, .by-line a, .author a, .vcard .fn",
    "[class*='byline'], .by-line, .author, [class*='author-name' i], [class*='authorname' i]",
    "[data-testid*='author' i], [class*='author' i] a, [class*='username' i], .poster",
)
_DATES = (
    '[itemprop~="datePublished"], [itemprop~="dateCreated"]',
    "time[pubdate], time.published, time.entry-date, time[class*='publish']",
    "time, relative-time",
    ".published, .entry-date, .post-date, .article-date, .pubdate, [class*='publish' i][class*='date' i]",
    "[class*='postdate' i], [class*='timestamp' i], [class*='entry-meta'], [class~='date'], "
    "[class$='-date'], [class*='_date'], [class*='Date'], [data-testid*='date' i]",
)
_ASIDE = pattern(
    r"\b(?:comments?|related|recommend\w*|sidebar|widget|teaser|card|promo|trending|popular|newsletter|footer|nav|menu|"
    r"bio)\b",
    re.I,
)
_ASIDE_TAGS = ("nav", "footer", "aside")
_UPDATED = pattern(r"modif|updat|edited", re.I)
_CLIMB = 9  # ancestors looked at
_TRIED = 8  # elements looked at for one selector
_LONGEST_DATE = 90
_LONGEST_NAME = 120
_MOST_WORDS = 8
_BYLINE_CLIMB = 3


class Markup:
    """The page's markup, parsed at the first question."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tree: LexborHTMLParser | None = None

    def author(self) -> str:
        """Who wrote the page, by its by-line's markup; "" for nobody."""
        for selector in _AUTHORS:
            names: list[str] = []
            around = None
            for node in self._find(selector):
                if around is not None and around.mem_id not in _above(node):
                    break
                text = node.attributes.get("content") or node.text(separator=" ") or ""
                name = clean_name(text) if len(text) <= _LONGEST_NAME else ""
                if name and len(name.split()) <= _MOST_WORDS:
                    names.append(name)
                    around = around or node.parent
            if names:
                return join_names(names)
        return ""

    def date(self, month_first: bool) -> tuple[str, str]:
        """When the page was published, and which markup says so."""
        updated = ("", "")
        for selector in _DATES:
            for node in self._find(selector):
                found = self._read_date(node, month_first)
                if found and not _UPDATED.search(_label(node)):
                    return found, _described(node)
                if found and not updated[0]:
                    updated = (found, _described(node))
        return updated

    @staticmethod
    def _read_date(node: Any, month_first: bool) -> str:
        attrs = node.attributes
        for name in ("content", "datetime", "title", "data-time", "dateTime"):
            found = parse_date(attrs.get(name) or "", month_first)
            if found:
                return found
        text = " ".join((node.text(separator=" ") or "").split())
        return parse_date(text, month_first) if len(text) <= _LONGEST_DATE else ""

    def _find(self, selector: str) -> Iterator[Any]:
        """The first elements a selector finds that belong to the article itself."""
        if self._tree is None:
            self._tree = LexborHTMLParser(self._source)
        for node in self._tree.css(selector)[:_TRIED]:
            if not _is_aside(node):
                yield node


def _is_aside(node: Any) -> bool:
    """Whether an element belongs to a comment, a teaser or the page's frame."""
    for _ in range(_CLIMB):
        node = node.parent
        if node is None or node.tag in ("body", "html", "main"):
            return False
        if node.tag in _ASIDE_TAGS:
            return True
        attrs = node.attributes
        if node.tag != "article" and _ASIDE.search(f"{attrs.get('class') or ''} {attrs.get('id') or ''}"):
            return True
    return False


def _above(node: Any) -> list[int]:
    """The elements around an element, as far as one by-line may reach."""
    found = []
    for _ in range(_BYLINE_CLIMB):
        node = node.parent
        if node is None:
            break
        found.append(node.mem_id)
    return found


def _label(node: Any) -> str:
    """What an element and the few words just before it call it."""
    attrs = node.attributes
    around = node.parent.text() if node.parent is not None else ""
    text = around.split(node.text() or " ")[0] if len(around) <= 3 * _LONGEST_DATE else ""
    return f"{attrs.get('class') or ''} {attrs.get('itemprop') or ''} {text[-20:]}"


def _described(node: Any) -> str:
    attrs = node.attributes
    sign = attrs.get("itemprop") or attrs.get("class") or ""
    return f"<{node.tag}{' ' + ' '.join(sign.split())[:60] if sign else ''}>"
