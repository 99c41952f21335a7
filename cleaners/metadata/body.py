"""Reads author and date from the page's own markup: <time>, microdata, rel=author, by-line classes.

Used only when the head declares nothing: it parses the page once more (about 2 ms), since blocks have
no inline elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from ..patterns import pattern
from .dates import parse_date
from .elements import ancestors, byline_of, is_aside, is_name, without_raised

# Selectors, best first. Each costs one walk over the tree, so equally good ones are joined, and it is made only if one
# of the words is in the page's source. With True, a single word or a name without capitals is taken as well.
_AUTHORS = (
    ('[itemprop~="author"] [itemprop~="name"]', True, ("itemprop",)),
    ('[itemprop~="author"], [rel~="author"]', True, ("itemprop", 'rel="', "rel=author")),
    ("[class*='_author'] [class*='personname'], .author .name, .authors .name, .contributor .name", True,
     ("personname", "author", "contributor")),
    (".author-name, .byline-name, .author__name, .article-author, .post-author, .entry-author, .the-author, .p-author",
     True, ("author", "byline-name")),
    ("[class*='byline'] a, .by-line a, .author a, .vcard .fn", True, ("byline", "by-line", "author", "vcard")),
    ("[class*='byline'], .by-line, .author, [class*='author-name' i], [class*='authorname' i]", True,
     ("byline", "by-line", "author")),
    ("[class*='author' i][class*='name' i], [data-testid*='author' i], [class*='author' i] a, "
     "[class*='username' i], .poster, a[href^='user?id=']", True, ("author", "username", "poster", "user?id=")),
    ("[class*='author' i], [class*='byline' i], [class*='by-div'], [class*='writer' i], [class*='contributor' i]",
     False, ("author", "byline", "by-div", "writer", "contributor")),
)  # fmt: skip
_ANY_AUTHOR = (  # that one of them may match
    "[class*='author' i], [class*='byline' i], .by-line, [class*='by-div'], [class*='writer' i], "
    "[class*='contributor' i], [class*='username' i], .poster, .vcard, [itemprop~='author'], [rel~='author'], "
    "[data-testid*='author' i], a[href^='user?id=']"
)
_DATES = (
    ('[itemprop~="datePublished"], [itemprop~="dateCreated"]', ("itemprop",)),
    ("time[pubdate], time.published, time.entry-date, time[class*='publish'], .dt-published",
     ("<time", "dt-published")),
    ("time, relative-time", ("<time", "relative-time")),
    (".published, .entry-date, .post-date, .article-date, .pubdate, [class*='publish' i][class*='date' i]",
     ("publish", "date")),
    ("[class*='postdate' i], [class*='postmeta' i], [class*='post-meta'], "
     "[class*='timestamp' i], [class*='entry-meta'], [class~='date'], "
     "[class$='-date'], [class*='_date'], [class*='Date'], [data-testid*='date' i]", ("date", "meta", "timestamp")),
    ("[class*='datum' i], [class*='submitted'], .age, [class*='dateline' i], [class*='meta-data' i]",
     ("datum", "submitted", "age", "dateline", "meta-data")),
)  # fmt: skip
_MODIFIED = '[itemprop~="dateModified"], time.updated, time.modified, .dt-updated'
_MODIFIED_WORDS = ("datemodified", "dt-updated", 'time class="updated', 'time class="modified')
_LICENCE_WORDS = ('rel="license', "rel='license", "rel=license", ' license"')
_UPDATED = pattern(r"modif|updat|edited|aktualisiert|mis à jour|actualizad|atualizad|aggiornat|обновл|更新", re.I)
_MAX_ELEMENTS = 8  # elements that are read for one selector
_MAX_DATE, _MAX_NAME = 90, 120  # characters
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

    @cached_property
    def _lower(self) -> str:
        return self._source.lower()

    def _has(self, words: Iterable[str]) -> bool:
        return any(word in self._lower for word in words)

    def authors(self) -> list[str]:
        """The authors by the markup of the by-line, as written there; [] for none."""
        if self._tree.css_first(_ANY_AUTHOR) is None:
            return []
        for selector, is_certain, words in _AUTHORS:
            names: list[str] = []
            byline = None
            for node in self._find(selector) if self._has(words) else ():
                near = (ancestor.mem_id for ancestor in ancestors(node, _MAX_BYLINE_ANCESTORS))
                if byline is not None and byline.mem_id not in near:
                    break
                text = node.attributes.get("content") or without_raised(node)
                if len(text) <= _MAX_NAME and is_name(text, is_certain):
                    names.append(text)
                    byline = byline or byline_of(node)
            if names:
                return [text for text in names if sum(other != text and other in text for other in names) < _PARTS]
        return []

    def dates(self, month_first: bool) -> tuple[Found, Found]:
        """The dates of publication and of the last change, each with the element it was read from; "" for none."""
        updated = ("", "")
        for selector, words in _DATES:
            for node in self._find(selector) if self._has(words) else ():
                date = _read_date(node, month_first)
                if date and not _UPDATED.search(_label(node)):
                    return (date, _description(node)), updated
                if date and not updated[0]:
                    updated = (date, _description(node))
        return ("", ""), updated

    def modified(self, month_first: bool) -> Found:
        """The date of the last change and the element it was read from; both "" for none."""
        for node in self._find(_MODIFIED) if self._has(_MODIFIED_WORDS) else ():
            if date := _read_date(node, month_first):
                return date, _description(node)
        return "", ""

    def licence(self) -> str:
        """The address of the licence that a link of the page names; "" for none."""
        if not self._has(_LICENCE_WORDS):
            return ""
        hrefs = (node.attributes.get("href") or "" for node in self._tree.css('[rel~="license"]')[:_MAX_ELEMENTS])
        return next(filter(None, hrefs), "")

    def _find(self, selector: str) -> Iterator[Any]:
        """The first elements of a selector that belong to the article itself."""
        for node in self._tree.css(selector)[:_MAX_ELEMENTS]:
            if not is_aside(node):
                yield node


def _read_date(node: Any, month_first: bool) -> str:
    attrs = node.attributes
    for name in ("content", "datetime", "title", "data-time", "dateTime"):
        date = parse_date(attrs.get(name) or "", month_first)
        if date:
            return date
    text = " ".join((node.text(separator=" ") or "").split())
    return parse_date(text, month_first) if len(text) <= _MAX_DATE else ""


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
