"""What single elements of a page's markup tell: whose name they hold, and whether they belong to the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..patterns import pattern
from .names import is_person, split_names

_ASIDE_NAMES = pattern(
    r"\b(?:comments?|related|recommend\w*|sidebar|widget|teaser|(?<!user.)(?<!author.)card|promo|trending|popular|"
    r"newsletter|footer|nav|menu|bio)\b",
    re.I,
)
_ASIDE_TAGS = ("nav", "footer", "aside")
_AUTHOR = pattern(r"author|contributor", re.I)
_AUTHORS = pattern(r"(?:author|contributor)s(?![a-z])", re.I)
_MAX_ANCESTORS = 9  # ancestors that are checked
_MAX_AUTHOR_ANCESTORS = 2  # of a name in the element of its author
_MAX_NAME_WORDS = 8


def byline_of(name: Any) -> Any:
    """The element that holds the names beside a name: not that of one author, with notes on the person."""
    for ancestor in ancestors(name, _MAX_AUTHOR_ANCESTORS):
        classes = ancestor.attributes.get("class") or ""
        if _AUTHOR.search(classes):
            return ancestor if _AUTHORS.search(classes) else ancestor.parent
    return name.parent


def without_raised(node: Any) -> str:
    """The text of an element without the marks of notes and institutes that stand raised beside names."""
    parts = (part for part in node.traverse(include_text=True) if part.tag == "-text" and part.parent.tag != "sup")
    return " ".join(part.text_content or "" for part in parts)


def is_name(text: str, is_certain: bool) -> bool:
    """Whether a text holds names of authors; where not certain, only if each has the form of a person's."""
    names = split_names(text)
    if not is_certain:
        return bool(names) and all(map(is_person, names))
    return any(len(name.split()) <= _MAX_NAME_WORDS for name in names)


def is_aside(node: Any) -> bool:
    """Whether an element belongs to a comment, a teaser or the page's frame."""
    for ancestor in ancestors(node, _MAX_ANCESTORS):
        if ancestor.tag in ("body", "html", "main"):
            return False
        if ancestor.tag in _ASIDE_TAGS:
            return True
        attrs = ancestor.attributes
        if ancestor.tag != "article" and _ASIDE_NAMES.search(f"{attrs.get('class') or ''} {attrs.get('id') or ''}"):
            return True
    return False


def ancestors(node: Any, max_count: int) -> Iterator[Any]:
    """The ancestors of an element, the innermost first."""
    for _ in range(max_count):
        node = node.parent
        if node is None:
            return
        yield node
