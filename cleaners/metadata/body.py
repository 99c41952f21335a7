"""Author and date from the page's own markup: <time>, microdata, rel=author, by-line classes.

Only asked when the head is silent: it parses the page once more (about 2 ms), since blocks keep
no inline elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from .dates import parse_date
from .names import clean_name

_AUTHORS = (
    '[itemprop~="author"] [itemprop~="name"]', '[itemprop~="author"]', 'a[rel~="author"]', '[rel~="author"]',
    ".author-name, .byline-name, .author__name, .article-author, .post-author, .entry-author, .p-author",
    ".byline a, .by-line a, [class*='byline'] a, .author a, .vcard .fn",
    ".byline, .by-line, [class*='byline'], .author, [class*='author-name'], [class*='authorName'], [class*='AuthorName']",
    "[data-testid*='author' i], [class*='author' i] a, [class*='username' i], .poster, [class*='contributor']",
)  # fmt: skip
_DATES = (
    'meta[itemprop~="datePublished"], meta[itemprop~="dateCreated"]', '[itemprop~="datePublished"]',
    "time[pubdate], time.published, time.entry-date, time[class*='publish'], abbr.published",
    "time[datetime]", "relative-time[datetime]", "time",
    ".published, .entry-date, .post-date, .article-date, .publish-date, .date-published, .pubdate, .article__date, .dateline",
    "[class*='publish' i][class*='date' i], [class*='post-date'], [class*='postdate' i], [class*='timestamp' i], [class*='entry-meta']",
    "[class~='date'], [class$='-date'], [class*='_date'], [class*='Date'], [data-testid*='date' i]",
)  # fmt: skip
_ASIDE = re.compile(
    r"\b(?:comments?|related|recommend\w*|sidebar|widget|teaser|card|promo|trending|popular|newsletter|footer|nav|menu|bio)\b", re.I
)
_ASIDE_TAGS = ("nav", "footer", "aside")
_UPDATED = re.compile(r"modif|updat|edited", re.I)
_CLIMB = 9  # ancestors looked at
_TRIED = 8  # elements looked at for one selector
_LONGEST_DATE = 90
_LONGEST_NAME = 120


class Markup:
    """The page's markup, parsed at the first question."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tree: LexborHTMLParser | None = None

    def author(self) -> str:
        """Who wrote the page, by its by-line's markup; "" for nobody."""
        for selector in _AUTHORS:
            for node in self._find(selector):
                text = node.attributes.get("content") or node.text(separator=" ") or ""
                name = clean_name(text) if len(text) <= _LONGEST_NAME else ""
                if name and len(name.split()) <= 8:
                    return name
        return ""

    def date(self, month_first: bool) -> tuple[str, str]:
        """When the page was published, and which markup says so."""
        for selector in _DATES:
            for node in self._find(selector):
                if _UPDATED.search(f"{node.attributes.get('class') or ''} {node.attributes.get('itemprop') or ''}"):
                    continue
                found = self._read_date(node, month_first)
                if found:
                    return found, _described(node)
        return "", ""

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
        if self._tree is None:
            self._tree = LexborHTMLParser(self._source)
        found = 0
        for node in self._tree.css(selector):
            found += 1
            if found > _TRIED:
                break
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
        if node.tag != "article" and _ASIDE.search(f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"):
            return True
    return False


def _described(node: Any) -> str:
    attrs = node.attributes
    sign = attrs.get("itemprop") or attrs.get("class") or ""
    return f"<{node.tag}{' ' + ' '.join(sign.split())[:60] if sign else ''}>"
