"""Finds the listings of a page: <pre>, and the tables, rows of <div> and <code> that pages show as such."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from .languages import KNOWN, language_label, language_of
from .listing_chrome import LABEL
from .listing_text import Listing, ListingReader
from .tags import PREFORMATTED

Hides = Callable[[Any, str, Mapping[str, str | None]], str]

# Classes of elements that hold one line of code each, by highlighter and editor.
_ROOT_CLASSES = frozenset(
    "syntaxhighlighter crayon-syntax crayon-table CodeMirror-code cm-content view-lines ace_text-layer "
    "js-file-line-container hljs-ln react-code-lines dp-highlighter ltx_lstlisting".split()
)
_ROOT_TAGS = frozenset(("div", "table", "p", "td", "section"))
_DOXYGEN = "fragment"
_CLASSES_OF_LINES = re.compile(r"(?:^|[\s\"'])(?:line|code-line)(?=[\s\"'])")
_STYLED = re.compile(r"white-space\s*:\s*pre\b|white-space\s*:\s*(?:pre-wrap|break-spaces)\b")
_MONOSPACE = re.compile(r"monospace|courier|consolas|menlo|monaco", re.I)
_OF_TABLES = frozenset(("table", "tbody", "tr", "td"))
_MAX_OUTER, _MAX_CLIMBED = 3, 12  # elements around a listing whose classes may name its language; with its table
_AROUND_CODE = ("div", "p", "td", "dd", "li", "section", "article", "figure", "body")
_NAMED_BLOCK = re.compile(r"(?:^|[\s_-])(?:block|hljs|hl|language|lang|prism|highlight)(?=[\s_-]|$)")
_MIN_LINES, _INDENTED = 2, "\n "  # of a <code> without such a class
_TEXT_OF_NODE = 1_000  # characters searched in vain that count as a node
_MAX_FAILED = 20_000  # nodes read in vain on one page, after which only <pre> is a listing


class Listings:
    """Reads the listings of one page. ``hides`` returns why an element's text is hidden, "" if it is not."""

    def __init__(self, hides: Hides) -> None:
        self._hides = hides
        self._failed = 0

    def read(self, tag: str, node: Any, attrs: Mapping[str, str | None]) -> Listing | None:
        """The listing that an element is; None for any other element."""
        if tag in PREFORMATTED:
            return self._read(node, attrs, is_pre=True) if tag == "pre" else None
        if tag == "d-code":  # of Distill
            return self._read(node, attrs, is_pre=True) if "block" in attrs else None
        if tag == "code":
            is_listing = self._failed <= _MAX_FAILED and self._is_block_of_code(node, attrs)
        else:
            is_listing = tag in _ROOT_TAGS and (
                ("data-lang" in attrs and _is_labelled(attrs))
                or _may_be_root(attrs.get("class") or "", attrs.get("style") or "")
            )
        if not is_listing or self._failed > _MAX_FAILED:
            return None
        if _DOXYGEN in (attrs.get("class") or "").split() and not _has_doxygen_lines(node):
            return None
        return self._read(node, attrs, is_pre=False)

    def _is_block_of_code(self, node: Any, attrs: Mapping[str, str | None]) -> bool:
        """Whether a <code> is a listing of several lines: alone in its block, with line ends of its own."""
        parent = node.parent
        if parent is None or parent.tag not in _AROUND_CODE or not (_is_edge(node, "prev") and _is_edge(node, "next")):
            return False
        child = node.first_child
        while child is not None:
            if child.tag in ("br", "div", "table", "ol") or (
                child.tag == "span" and "line" in (child.attributes.get("class") or "")
            ):
                return True
            child = child.next
        text = node.text() or ""
        self._failed += len(text) // _TEXT_OF_NODE
        lines = text.strip().count("\n")
        return lines >= (1 if _NAMED_BLOCK.search(attrs.get("class") or "") else _MIN_LINES) and (
            _INDENTED in text or "\n\t" in text or lines > _MIN_LINES
        )

    def _read(self, node: Any, attrs: Mapping[str, str | None], is_pre: bool) -> Listing | None:
        reader = ListingReader(self._hides, is_pre)
        listing = reader.read(node)
        if listing is None:
            self._failed += reader.visited
            return None
        labels = (language_label(label) for label in listing.removed.get(LABEL, ()))
        listing.language = _language(node, attrs, reader.code_attributes) or next(filter(None, labels), "")
        return listing


def _language(node: Any, attrs: Mapping[str, str | None], inner: Mapping[str, str | None] | None) -> str:
    outer: list[Mapping[str, str | None]] = []
    parent = node.parent
    for _ in range(_MAX_CLIMBED):
        if parent is None or len(outer) >= _MAX_OUTER or parent.tag in ("body", "main", "article", "-unnamed"):
            break
        if parent.tag not in _OF_TABLES:
            outer.append(parent.attributes)
        parent = parent.parent
    return language_of([inner, attrs] if inner else [attrs], outer)


def _is_labelled(attrs: Mapping[str, str | None]) -> bool:
    """Whether an element calls itself code and names its language; others name that of their sentences."""
    return "code" in (attrs.get("class") or "") and (attrs["data-lang"] or "").lower() in KNOWN


@lru_cache(1024)  # a page repeats the same few classes and styles
def _may_be_root(classes: str, style: str) -> bool:
    if is_root_class(classes):
        return True
    return bool(style and _STYLED.search(style) and _MONOSPACE.search(style))


def is_root_class(classes: str) -> bool:
    """Whether a class is one of those of elements that hold a listing without a <pre>."""
    names = classes.split()
    return not _ROOT_CLASSES.isdisjoint(names) or _DOXYGEN in names


def _has_doxygen_lines(node: Any) -> bool:
    child = node.first_child
    while child is not None and child.tag == "-text":
        child = child.next
    return child is not None and child.tag == "div" and "line" in (child.attributes.get("class") or "").split()


def _is_edge(node: Any, direction: str) -> bool:
    """Whether nothing, a <br> or only white space is on one side of a node, up to its parent's edge."""
    neighbour = getattr(node, direction)
    while neighbour is not None and neighbour.tag == "-text" and not (neighbour.text_content or "").strip():
        neighbour = getattr(neighbour, direction)
    return neighbour is None or neighbour.tag in ("br", "button", "div")
