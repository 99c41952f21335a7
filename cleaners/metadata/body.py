"""Reads author and date from the page's own markup: <time>, microdata, rel=author, by-line classes.

Used only when the head declares nothing: it parses the page once more (about 2 ms), since blocks have
no inline elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from ..patterns import pattern
from .dates import parse_date
from .names import is_person, split_names

# Selectors, best first. Each costs one walk over the tree, so equally good ones are joined. With True, a single word
# or a name without capitals is taken as well.
_AUTHORS = (
    ('[itemprop~="author"] [itemprop~="name"]', True),
    ('[itemprop~="author"], [rel~="author"]', True),
    (".author-name, .byline-name, .author__name, .article-author, .post-author, .entry-author, .the-author", True),
    ("[class*='byline'] a, .by-line a, .author a, .vcard .fn", True),
    ("[class*='byline'], .by-line, .author, [class*='author-name' i], [class*='authorname' i]", True),
    (
        "[class*='author' i][class*='name' i], [data-testid*='author' i], [class*='author' i] a, "
        "[class*='username' i], .poster",
        True,
    ),
    (
        "[class*='author' i], [class*='byline' i], [class*='by-div'], [class*='writer' i], [class*='contributor' i]",
        False,
    ),
)
_DATES = (
    '[itemprop~="datePublished"], [itemprop~="dateCreated"]',
    "time[pubdate], time.published, time.entry-date, time[class*='publish']",
    "time, relative-time",
    ".published, .entry-date, .post-date, .article-date, .pubdate, [class*='publish' i][class*='date' i]",
    "[class*='postdate' i], [class*='postmeta' i], [class*='post-meta'], "
    "[class*='timestamp' i], [class*='entry-meta'], [class~='date'], "
    "[class$='-date'], [class*='_date'], [class*='Date'], [data-testid*='date' i]",
    "[class*='datum' i], [class*='submitted'], [class*='dateline' i], [class*='meta-data' i]",
)
_MODIFIED = '[itemprop~="dateModified"], time.updated, time.modified'
_MODIFIED_MARKUP = pattern(r"itemprop=[\"']?dateModified|<time[^<>]{0,200}\b(?:updated|modified)\b")
_ASIDE_NAMES = pattern(
    r"\b(?:comments?|related|recommend\w*|sidebar|widget|teaser|card|promo|trending|popular|newsletter|footer|nav|menu|"
    r"bio)\b",
    re.I,
)
_ASIDE_TAGS = ("nav", "footer", "aside")
_UPDATED = pattern(r"modif|updat|edited|aktualisiert|mis à jour|actualizad|atualizad|aggiornat|обновл|更新", re.I)
_MAX_ANCESTORS = 9  # ancestors that are checked
_MAX_ELEMENTS = 8  # elements that are read for one selector
_MAX_DATE, _MAX_NAME = 90, 120  # characters
_MAX_NAME_WORDS = 8
_PARTS = 2  # a text that holds as many of the other texts is a list of them
_MAX_BYLINE_ANCESTORS = 3  # of an element of the same by-line


Found = tuple[str, str]  # a date as ISO 8601, and the element it was read from


class Markup:
    """The page's markup, parsed when it is first needed."""

    def __init__(self, source: str) -> None:
        self._source = source

    @cached_property
    def _tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self._source)

    def authors(self) -> list[str]:
        """The authors by the markup of the by-line, as written there; [] for none."""
        for selector, is_certain in _AUTHORS:
            names: list[str] = []
            first_parent = None
            for node in self._find(selector):
                near = (ancestor.mem_id for ancestor in _ancestors(node, _MAX_BYLINE_ANCESTORS))
                if first_parent is not None and first_parent.mem_id not in near:
                    break
                text = node.attributes.get("content") or node.text(separator=" ") or ""
                if len(text) <= _MAX_NAME and _is_name(text, is_certain):
                    names.append(text)
                    first_parent = first_parent or node.parent
            if names:
                return [text for text in names if sum(other != text and other in text for other in names) < _PARTS]
        return []

    def dates(self, month_first: bool) -> tuple[Found, Found]:
        """The dates of publication and of the last change, each with the element it was read from; "" for none."""
        updated = ("", "")
        for selector in _DATES:
            for node in self._find(selector):
                date = _read_date(node, month_first)
                if date and not _UPDATED.search(_label(node)):
                    return (date, _description(node)), updated
                if date and not updated[0]:
                    updated = (date, _description(node))
        return ("", ""), updated

    def modified(self, month_first: bool) -> Found:
        """The date of the last change and the element it was read from; both "" for none."""
        if _MODIFIED_MARKUP.search(self._source):
            for node in self._find(_MODIFIED):
                if date := _read_date(node, month_first):
                    return date, _description(node)
        return "", ""

    def licence(self) -> str:
        """The address of the licence that a link of the page names; "" for none."""
        if "license" not in self._source:
            return ""
        hrefs = (node.attributes.get("href") or "" for node in self._tree.css('[rel~="license"]')[:_MAX_ELEMENTS])
        return next(filter(None, hrefs), "")

    def _find(self, selector: str) -> Iterator[Any]:
        """The first elements of a selector that belong to the article itself."""
        for node in self._tree.css(selector)[:_MAX_ELEMENTS]:
            if not _is_aside(node):
                yield node


def _is_name(text: str, is_certain: bool) -> bool:
    names = split_names(text)
    if not is_certain:
        return bool(names) and all(map(is_person, names))
    return any(len(name.split()) <= _MAX_NAME_WORDS for name in names)


def _read_date(node: Any, month_first: bool) -> str:
    attrs = node.attributes
    for name in ("content", "datetime", "title", "data-time", "dateTime"):
        date = parse_date(attrs.get(name) or "", month_first)
        if date:
            return date
    text = " ".join((node.text(separator=" ") or "").split())
    return parse_date(text, month_first) if len(text) <= _MAX_DATE else ""


def _is_aside(node: Any) -> bool:
    """Whether an element belongs to a comment, a teaser or the page's frame."""
    for ancestor in _ancestors(node, _MAX_ANCESTORS):
        if ancestor.tag in ("body", "html", "main"):
            return False
        if ancestor.tag in _ASIDE_TAGS:
            return True
        attrs = ancestor.attributes
        if ancestor.tag != "article" and _ASIDE_NAMES.search(f"{attrs.get('class') or ''} {attrs.get('id') or ''}"):
            return True
    return False


def _ancestors(node: Any, max_count: int) -> Iterator[Any]:
    """The ancestors of an element, the innermost first."""
    for _ in range(max_count):
        node = node.parent
        if node is None:
            return
        yield node


def _label(node: Any) -> str:
    """The class and itemprop of an element, and the few words before it."""
    attrs = node.attributes
    parent_text = node.parent.text() if node.parent is not None else ""
    text = parent_text.split(node.text() or " ")[0] if len(parent_text) <= 3 * _MAX_DATE else ""
    return f"{attrs.get('class') or ''} {attrs.get('itemprop') or ''} {text[-20:]}"


def _description(node: Any) -> str:
    attrs = node.attributes
    name = attrs.get("itemprop") or attrs.get("class") or ""
    return f"<{node.tag}{' ' + ' '.join(name.split())[:60] if name else ''}>"
